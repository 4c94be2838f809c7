import { z } from 'zod';
import { method } from '../base-contract.ts';
import { CLAIM_STATES, IMAGE_STATES, PRESENCES, SEXES, TIME_STATES } from '../../worklist/column-filter.ts';
import { LEDGER_STATIONS } from '../../worklist/green-channel.ts';
import { GROUP_COLUMNS, SORT_COLUMNS } from '../../worklist/saved-view.ts';
import { PAUSE_REASONS } from '../../worklist/service-level.ts';
import { calendarDate, caseStatus, instant, patient, siteId, studyId, uid, urgency } from '../vocabulary.ts';

export const pauseReason = z.enum(PAUSE_REASONS);
export const listOrder = z.object({ column: z.enum(SORT_COLUMNS), direction: z.enum(['ascending', 'descending']) });
export const groupColumn = z.enum(GROUP_COLUMNS);

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
  /** What was promised to this case, and why its clock stands still. `dueAt` has the pauses in it, the standing one up to now. */
  service: z
    .object({
      minutes: z.number().positive(),
      /** Milliseconds that ran since the images were complete, without the pauses; 0 while they still arrive. */
      elapsedMs: z.number().nonnegative(),
      /** Milliseconds of all pauses since the images were complete. */
      pausedMs: z.number().nonnegative(),
      pause: z.object({ reason: pauseReason, note: z.string(), by: z.string(), at: instant }).nullable(),
    })
    .optional(),
});
export type WorklistRow = z.infer<typeof worklistRow>;

/** `all`: every case. `open`: what still needs a physician. `sent`: signed ones, under way or delivered. */
export const worklistView = z.enum(['all', 'open', 'green-and-emergency', 'drafts', 'sent']);
export type WorklistView = z.infer<typeof worklistView>;

const years = z.int().min(0).max(150).nullable();
const daysAgo = z.int().min(0).max(3650);
const filterText = z.string().max(64);
/** What a list is narrowed to by its columns; `shared/worklist/column-filter.ts` says what each field means. */
export const columnFilters = z.object({
  images: z.array(z.enum(IMAGE_STATES)).max(3).readonly().optional(),
  left: z.array(z.enum(TIME_STATES)).max(6).readonly().optional(),
  patient: filterText.optional(),
  sexes: z.array(z.enum(SEXES)).max(4).readonly().optional(),
  age: z.object({ fromYears: years, toYears: years }).optional(),
  examination: filterText.optional(),
  request: filterText.optional(),
  hasRequest: z.enum(PRESENCES).optional(),
  priors: z.enum(PRESENCES).optional(),
  received: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('days-ago'), from: daysAgo, to: daysAgo }),
      z.object({ kind: z.literal('dates'), from: calendarDate.nullable(), to: calendarDate.nullable() }),
    ])
    .optional(),
  claims: z.array(z.enum(CLAIM_STATES)).max(3).readonly().optional(),
  claimedBy: filterText.optional(),
  statuses: z.array(caseStatus).max(8).readonly().optional(),
});

/** A list of the view, in its order. */
export const listQuestion = z.object({
  view: worklistView,
  /** Parts of a name in characters, pinyin or initials of pinyin, an accession number, a patient id, a description. '' for all. */
  search: z.string().max(64),
  modalities: z.array(z.string()),
  siteIds: z.array(siteId),
  /** Absent or empty: all. */
  urgencies: z.array(urgency).optional(),
  /** Only what this seat has claimed or has a draft of. */
  isMine: z.boolean().optional(),
  /** Absent: every column lets all through. */
  columns: columnFilters.optional(),
});

/** Rows that are put together. `key`: rank of urgency or status, name of a hospital or person, JSON list of modalities, date. */
export const worklistGroup = z.object({ key: z.string(), count: z.int().positive() });

/** A case that may be read, for the tone and the voice. Nothing of the patient is in it. */
export const readyCase = z.object({ studyId, siteName: z.string(), urgency, modalities: z.array(z.string()), bodyPart: z.string(), readyAt: instant });
export type ReadyCase = z.infer<typeof readyCase>;

const stations = Object.fromEntries(LEDGER_STATIONS.map((station) => [station, instant.nullable()])) as Record<(typeof LEDGER_STATIONS)[number], z.ZodNullable<typeof instant>>;
/** One case of the green channel and when it was where. */
export const ledgerCase = z.object({
  studyId,
  siteName: z.string(),
  reason: z.string(),
  modalities: z.array(z.string()),
  examination: z.string(),
  times: z.object(stations),
  openedBy: z.string(),
  signedBy: z.string(),
  hasCriticalValue: z.boolean(),
});
export type LedgerCase = z.infer<typeof ledgerCase>;

export const worklistContract = {
  /** One page of a view, newest arrival first. Fetch the next with the last row's `arrivedAt` and `studyId` as `after`. */
  list: method()
    .input(
      listQuestion.extend({
        limit: z.int().min(1).max(500),
        after: z.object({ arrivedAt: instant, studyId }).nullable(),
        /** Absent or null: newest arrival first. In another order, in groups, or of one's own, the next page is asked for with `offset`. */
        order: listOrder.nullable().optional(),
        groupBy: groupColumn.nullable().optional(),
        offset: z.int().nonnegative().optional(),
      }),
    )
    .output(
      z.object({
        rows: z.array(worklistRow),
        hasMore: z.boolean(),
        /** `after` of the next page, where it is not the last row: filters of columns look at some thousand cases at a time, and may find none among them. */
        next: z.object({ arrivedAt: instant, studyId }).optional(),
      }),
    ),
  /** How many rows each view has. */
  counts: method().output(z.record(worklistView, z.int().nonnegative())),
  /** The groups of a list in the order of its rows. */
  groups: method().input(listQuestion.extend({ groupBy: groupColumn })).output(z.array(worklistGroup)),
  /** Cases that may be read and that nobody at this seat has heard, oldest first. */
  unheard: method().output(z.array(readyCase)),
  /** The tone of these has sounded. */
  hear: method().input(z.object({ studyIds: z.array(studyId).max(200) })).output(z.object({})),
  /** The clock of a case stands still until `resumeClock`: nothing but a reason stops it. */
  pauseClock: method('study/unknown').input(z.object({ studyId, reason: pauseReason, note: z.string().trim().max(500) })).output(worklistRow),
  resumeClock: method('study/unknown').input(z.object({ studyId })).output(worklistRow),
  /** Green-channel cases that arrived from `from` on and before `until`, newest first. */
  ledger: method().input(z.object({ from: instant, until: instant })).output(z.array(ledgerCase)),
  /** The same of one case, of whatever urgency. */
  stations: method('study/unknown').input(z.object({ studyId })).output(z.array(z.object({ kind: z.string(), at: instant, person: z.string() }))),
  /** The physician has seen the row: its `isNew` ends. */
  markSeen: method('study/unknown').input(z.object({ studyId })).output(z.object({})),
};
