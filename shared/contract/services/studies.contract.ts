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
});

export const openStudy = z.object({
  study: worklistRow,
  series: z.array(seriesSummary),
  /** The same patient at the same hospital, newest first. */
  priors: z.array(priorSummary),
  /** Set while the hospital cannot be asked and something is still missing. */
  unreachableSince: instant.nullable(),
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
  /** What is under the eye now, all viewports of the window. Replaces what this window said before. */
  focus: method().input(z.object({ windowId: z.string().max(64), viewports: z.array(viewportFocus).max(64) })).output(z.object({})),
};
