import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, siteId, studyId, uid } from '../vocabulary.ts';

export const language = z.enum(['zh-CN', 'en']);

/**
 * Facts that a window may want to know. An event only announces; the window asks for the new state itself.
 * All windows share one stream (renderer/bridge/event-stream.ts).
 */
export const applicationEvent = z.discriminatedUnion('kind', [
  /** First event of every stream; after a gap that could not be filled the window asks for everything anew. */
  z.object({ kind: z.literal('stream-started'), resumed: z.boolean() }),
  /** A case that this seat had not seen before: tone and highlighted row. */
  z.object({ kind: z.literal('case-announced'), studyId, urgency: z.enum(['green-channel', 'emergency', 'routine']) }),
  z.object({ kind: z.literal('worklist-changed'), studyIds: z.array(studyId) }),
  z.object({ kind: z.literal('study-changed'), studyId }),
  /** Instances that are now held and verified. */
  z.object({ kind: z.literal('instances-held'), studyId, seriesInstanceUid: uid, sopInstanceUids: z.array(uid) }),
  /**
   * Of a film that is still on the line so many first frames can be read; nothing of it is held. 0 with the reason: it was put away, and with it what was
   * shown of it; `refused`: what came was not whole, or not what was asked for.
   */
  z.object({
    kind: z.literal('frames-arriving'), studyId, seriesInstanceUid: uid, sopInstanceUid: uid, framesHere: z.int().nonnegative(),
    givenUp: z.enum(['broken-off', 'refused']).nullable(),
  }),
  z.object({ kind: z.literal('site-changed'), siteId }),
  z.object({ kind: z.literal('report-changed'), studyIds: z.array(studyId) }),
  z.object({ kind: z.literal('measurements-changed'), studyId }),
  z.object({ kind: z.literal('preferences-changed') }),
  /** A critical value was found, called, told on or closed. */
  z.object({ kind: z.literal('critical-changed'), criticalValueId: z.int().positive(), studyId, escalationStep: z.int().min(0).max(3) }),
  z.object({ kind: z.literal('import-changed'), importId: z.int().positive() }),
  z.object({ kind: z.literal('hanging-changed') }),
  /** Somebody signed in, or the seat was locked. */
  z.object({ kind: z.literal('session-changed') }),
  /** Somebody claimed, gave back or signed the cases of these studies. */
  z.object({ kind: z.literal('claims-changed'), studyIds: z.array(studyId) }),
  /** Somebody came, went, wrote or raised a critical value. `isMyTurn`: one that nobody closes has become this seat's to act on. */
  z.object({ kind: z.literal('colleagues-changed'), hasNewMessage: z.boolean(), isMyTurn: z.boolean() }),
  /** Another seat changed what the centre has in common. */
  z.object({ kind: z.literal('centre-data-changed') }),
  /** People said something of patients, to a hospital or to each other. `view`: somebody who reads together moved. */
  z.object({ kind: z.literal('collaboration-changed'), area: z.enum(['identity', 'technician', 'consultation', 'referral', 'view']), studyIds: z.array(studyId) }),
  z.object({ kind: z.literal('disk-full'), freeBytes: z.number() }),
  /** A case may be read: an urgent one with its first image, another when all are here. The window asks `worklist.unheard` what is to sound. */
  z.object({ kind: z.literal('case-ready'), studyId, urgency: z.enum(['green-channel', 'emergency', 'routine']) }),
  /** Of a case's time so many percent are used; `isForMe`: who sits here is told. */
  z.object({ kind: z.literal('service-escalated'), studyId, percent: z.union([z.literal(50), z.literal(75), z.literal(90), z.literal(100)]), isForMe: z.boolean() }),
  /** Service levels, rules of the green channel, duty roster or assignments have changed. */
  z.object({ kind: z.literal('centre-rules-changed') }),
]);
export type ApplicationEvent = z.infer<typeof applicationEvent>;

export const seatSummary = z.object({
  version: z.string(),
  contractVersion: z.int().positive(),
  host: z.enum(['electron', 'loopback']),
  language,
  isDemo: z.boolean(),
  startedAt: instant,
  /** Studies that are completely held on this machine. */
  heldStudies: z.int().nonnegative(),
  /** Objects that wait for their hospital. */
  waitingDeliveries: z.int().nonnegative(),
  freeBytes: z.number().nonnegative(),
  /** The hub that several seats share; null or absent without one. */
  hub: z.object({ person: z.string(), isReachable: z.boolean(), unreachableSince: instant.nullable(), waitingReports: z.int().nonnegative() }).nullable().optional(),
  /** What is added to this machine's clock to have the coordinator's, milliseconds. */
  serverOffsetMs: z.number().optional(),
});

export type SeatSummary = z.infer<typeof seatSummary>;

/** What a person saw on the test pattern of one screen. A page cannot measure light. */
export const displayCheck = z.object({
  /** Pixels and scale, such as `2560x1440@1`. */
  monitor: z.string().min(1).max(40),
  checkedBy: z.string().min(1).max(64),
  checkedAt: instant,
  /** 5 % in black, 95 % in white, all sixteen steps, lines of one pixel in every corner. */
  seesNearBlack: z.boolean(),
  seesNearWhite: z.boolean(),
  seesSteps: z.boolean(),
  seesLines: z.boolean(),
});
export type StoredDisplayCheck = z.infer<typeof displayCheck>;

/** What a photometer said of one screen: `shared/dicom/presentation/display-light.ts`. */
export const displayLight = z.object({
  monitor: z.string().min(1).max(40),
  measuredBy: z.string().min(1).max(64),
  measuredOn: z.iso.date(),
  instrument: z.string().max(80),
  ambient: z.number().nonnegative(),
  luminances: z.array(z.number().positive()).length(18),
});
export type StoredDisplayLight = z.infer<typeof displayLight>;

export const systemContract = {
  displayLights: method().output(z.array(displayLight)),
  recordDisplayLight: method().input(displayLight).output(displayLight),
  displayChecks: method().output(z.array(displayCheck)),
  recordDisplayCheck: method().input(displayCheck.omit({ checkedAt: true })).output(displayCheck),
  describe: method().output(seatSummary),
  events: method().output(eventIterator(applicationEvent)),
};
