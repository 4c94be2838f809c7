/** Bounds of the waves on the median beat, ms after its start. undefined: not found, or the wave is not there. */
export interface EcgMarks {
  readonly pOnsetMs: number | undefined;
  readonly pOffsetMs: number | undefined;
  readonly qrsOnsetMs: number | undefined;
  /** The J point. */
  readonly qrsOffsetMs: number | undefined;
  readonly tOffsetMs: number | undefined;
}

export type EcgMark = keyof EcgMarks;

/** In the order of time. */
export const ECG_MARKS = ['pOnsetMs', 'pOffsetMs', 'qrsOnsetMs', 'qrsOffsetMs', 'tOffsetMs'] as const satisfies readonly EcgMark[];

/** A physician's marks: each one given replaces ours; `undefined` given on purpose removes it ("there is no P wave"). */
export type MarkOverrides = Partial<EcgMarks>;
