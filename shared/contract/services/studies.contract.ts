import { z } from 'zod';
import { method } from '../base-contract.ts';
import { calendarDate, instant, studyId, uid } from '../vocabulary.ts';
import { worklistRow } from './worklist.contract.ts';

export const seriesSummary = z.object({
  seriesInstanceUid: uid,
  modality: z.string(),
  seriesNumber: z.int().nullable(),
  seriesDescription: z.string(),
  bodyPart: z.string(),
  expectedInstances: z.int().nonnegative(),
  heldInstances: z.int().nonnegative(),
  /** What the page does with it: pictures in a stack, a trace, or neither. */
  content: z.enum(['images', 'ecg', 'document', 'other']),
  /** Holes between the positions of its slices although the count agrees; null while not all are here or positions do not tell. */
  missingSlices: z.int().nonnegative().nullable(),
  /** Of `images`: how many of its instances are no pictures, such as a structured report that the device filed there; absent: none. */
  objectInstances: z.int().nonnegative().optional(),
});
export type SeriesSummary = z.infer<typeof seriesSummary>;

export const priorSummary = z.object({
  studyId,
  siteName: z.string(),
  studyDate: calendarDate.nullable(),
  modalities: z.array(z.string()),
  studyDescription: z.string(),
  expectedInstances: z.int().nonnegative(),
  heldInstances: z.int().nonnegative(),
  bodyPart: z.string(),
  /** Place among the priors that are worth comparing, 1 for the best; null: it shares neither part nor kind. */
  rank: z.int().positive().nullable(),
  /** Why it stands there, weightiest first. */
  reasons: z.array(z.enum(['same-examination', 'same-modality', 'related-modality', 'same-body-part', 'near-body-part', 'within-a-year', 'same-hospital', 'other-hospital'])),
});
export type PriorSummary = z.infer<typeof priorSummary>;

/**
 * What somebody changed at the hospital. `identity`: a corrected name or number, a merged patient. `instances-added`: images came after the study
 * was complete, or after the report was signed (then an addendum is due). `instances-withdrawn`: the hospital no longer has what is held here.
 * `other-content`: the hospital sent other bytes under a UID that is held; both are kept, the first is shown.
 */
export const studyChange = z.object({
  changeId: z.int().positive(),
  kind: z.enum(['identity', 'instances-added', 'instances-withdrawn', 'other-content']),
  /** Series Instance UID, or SOP Instance UID of `other-content`; '' for `identity`. */
  subject: z.string(),
  /** The same names on both sides: fields of the patient and the request, or `series`, `modality` and `images`. */
  before: z.record(z.string(), z.union([z.string(), z.number()])),
  after: z.record(z.string(), z.union([z.string(), z.number()])),
  /** A signed report rests on what was there before: nothing was taken over. */
  isAfterSigning: z.boolean(),
  noticedAt: instant,
});
export type StudyChange = z.infer<typeof studyChange>;

/** `pinned`: stays on this machine until it is let go. `teaching`: the same, and may be found again for teaching. */
export const keep = z.enum(['no', 'pinned', 'teaching']);

export const openStudy = z.object({
  study: worklistRow,
  series: z.array(seriesSummary),
  /** The same patient at the same hospital, newest first. */
  priors: z.array(priorSummary),
  /** Set while the hospital cannot be asked and something is still missing. */
  unreachableSince: instant.nullable(),
  /** Those that nobody has seen yet, oldest first. */
  changes: z.array(studyChange),
});
export type OpenStudy = z.infer<typeof openStudy>;

export const viewportFocus = z.object({
  studyId,
  seriesInstanceUid: uid,
  /** The frame on the screen; null before the first is shown. */
  sopInstanceUid: uid.nullable(),
  /** One-based. */
  frameNumber: z.int().positive(),
  /** Which way the physician scrolls through the stack. */
  direction: z.enum(['forward', 'backward']),
  /** True for the viewport that has the physician's hand. */
  isActive: z.boolean(),
});
export type ViewportFocus = z.infer<typeof viewportFocus>;

/** An image that has been on the screen. */
export const viewedImage = z.object({
  seriesInstanceUid: uid,
  sopInstanceUid: uid,
  isLossy: z.boolean(),
  /** 12 for 1:12; null when nobody wrote it. */
  lossyRatio: z.number().positive().nullable(),
  /** Its series was still coming. */
  isPartial: z.boolean(),
});
export type ViewedImage = z.infer<typeof viewedImage>;

export const studiesContract = {
  /**
   * Opens a study for reading: it is fetched before all others and never evicted until closed. Answers at once with what is known;
   * `study-changed` events tell when there is more. Metadata and frames come from `/metadata` and `/frames` (see request-paths.ts).
   */
  open: method('study/unknown').input(z.object({ studyId })).output(openStudy),
  describe: method('study/unknown').input(z.object({ studyId })).output(openStudy),
  close: method('study/unknown').input(z.object({ studyId })).output(z.object({})),
  /** Images that have been on the screen, with the state they were in. The worst state of each is kept and goes into the report. */
  recordViewed: method('study/unknown').input(z.object({ studyId, images: z.array(viewedImage).min(1).max(5000) })).output(z.object({})),
  /** Whether the study stays on this machine whatever room is needed. */
  keep: method('study/unknown').input(z.object({ studyId, keep })).output(z.object({})),
  /** A person has seen a change. `take-over` gives the study its corrected identity; `acknowledge` leaves everything as it is. */
  settleChange: method('study/unknown')
    .input(z.object({ studyId, changeId: z.int().positive(), decision: z.enum(['acknowledge', 'take-over']) }))
    .output(openStudy),
  /** What is under the eye now, all viewports of the window. Replaces what this window said before. */
  focus: method().input(z.object({ windowId: z.string().max(64), viewports: z.array(viewportFocus).max(64) })).output(z.object({})),
};
