import { z } from 'zod';
import { method } from '../base-contract.ts';
import { calendarDate, caseStatus, instant, patient, siteId, studyId, uid, urgency } from '../vocabulary.ts';

export const worklistRow = z.object({
  studyId,
  siteId,
  siteName: z.string(),
  studyInstanceUid: uid,
  patient,
  modalities: z.array(z.string()),
  bodyPart: z.string(),
  studyDescription: z.string(),
  studyDate: calendarDate.nullable(),
  /** Local time at the hospital, `HH:MM:SS`. */
  studyTime: z.string().nullable(),
  accessionNumbers: z.array(z.string()),
  /** Reason for the requested procedure and history, as the request has it; '' when the hospital sends none. */
  clinicalInformation: z.string(),
  urgency,
  /** Words that explain the urgency, such as 卒中; '' for routine. */
  urgencyReason: z.string(),
  /** When this seat first heard of the study. */
  arrivedAt: instant,
  /** When the study was quiet long enough, or the technician's mark said so. */
  completeAt: instant.nullable(),
  /** The time by which the report is due; null while images still arrive. */
  dueAt: instant.nullable(),
  expectedInstances: z.int().nonnegative(),
  heldInstances: z.int().nonnegative(),
  /** Seconds until all are here at the speed measured now; null when unknown or not needed. */
  secondsToReady: z.number().nonnegative().nullable(),
  priorCount: z.int().nonnegative(),
  status: caseStatus,
  /** Until somebody has selected the row. */
  isNew: z.boolean(),
  /** Whether a person said that it stays on this machine. */
  keep: z.enum(['no', 'pinned', 'teaching']),
  /** Changes at the hospital that nobody has seen yet. */
  openChanges: z.int().nonnegative(),
  /** Images came after the report was signed: an addendum is due. */
  needsAddendum: z.boolean(),
  /** Who reads or has signed it, where several seats share a hub; null for nobody, absent without a hub. */
  claim: z.object({ person: z.string(), isMine: z.boolean(), isFinal: z.boolean() }).nullable().optional(),
});
export type WorklistRow = z.infer<typeof worklistRow>;

/** `all`: every case. `open`: what still needs a physician. `sent`: signed ones, under way or delivered. */
export const worklistView = z.enum(['all', 'open', 'green-and-emergency', 'drafts', 'sent']);
export type WorklistView = z.infer<typeof worklistView>;

export const worklistContract = {
  /** One page of a view, newest arrival first. Fetch the next with the last row's `arrivedAt` and `studyId` as `after`. */
  list: method()
    .input(
      z.object({
        view: worklistView,
        /** Matches names, pinyin initials are for later; accession numbers, hospital names. '' for all. */
        search: z.string().max(64),
        modalities: z.array(z.string()),
        siteIds: z.array(siteId),
        limit: z.int().min(1).max(500),
        after: z.object({ arrivedAt: instant, studyId }).nullable(),
      }),
    )
    .output(z.object({ rows: z.array(worklistRow), hasMore: z.boolean() })),
  /** How many rows each view has. */
  counts: method().output(z.record(worklistView, z.int().nonnegative())),
  /** The physician has seen the row: its `isNew` ends. */
  markSeen: method('study/unknown').input(z.object({ studyId })).output(z.object({})),
};
