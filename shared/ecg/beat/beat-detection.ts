import type { NotMeasurableReason } from '../measured.ts';

/** One QRS complex. */
export interface DetectedBeat {
  /** The complex's main deflection, ms after the start of the recording, finer than a sample. */
  readonly timeMs: number;
  /** Alike the beats that the median beat is made of. */
  readonly isDominant: boolean;
}

/** QRS complexes of a stretch in order of time, or why there are none to be trusted. */
export type BeatDetection =
  | { readonly status: 'found'; readonly beats: readonly DetectedBeat[] }
  | { readonly status: 'notFound'; readonly reason: NotMeasurableReason };
