/** One measured figure. `tests/benchmarks/README.md` says what each key means. */
export interface Figure {
  /** Fixed name, unit at its end: `openHeldMedianMs`. */
  readonly key: string;
  readonly value: number;
  /** What physics or the issue allows, in the same unit: at most, unless `bound` says at least. */
  readonly limit?: number;
  readonly bound?: 'at-least';
  /** What was measured, in words for the table. */
  readonly what: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0 to 1; the nearest rank, so that each answer was measured */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** Largest and smallest beside the median: a figure of one run is not worth much. */
export function spreadWords(values: readonly number[]): string {
  return `${values.length} times, ${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
}
