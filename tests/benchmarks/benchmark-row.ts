/** One figure of `npm run bench`, beside what it must reach. */
export interface BenchmarkRow {
  readonly key: string;
  readonly unit: string;
  readonly value: number;
  /** `at-least` or `at-most` the limit. */
  readonly bound: 'at-least' | 'at-most';
  readonly limit: number;
}

/** The value below which 95 of 100 lie. */
export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN;
}
