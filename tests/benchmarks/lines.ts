import { measureBrokenLine } from './lines-broken.ts';
import { measureDay } from './lines-day.ts';
import { measureStrokeAndScroll } from './lines-stroke.ts';
import { measureFirstImageAndSeries, type BenchmarkRow } from './lines-first-image.ts';

/** All figures of the lines, one after the other; the program is built (`node main/build.mjs`). */
export const LINE_BENCHMARKS: readonly (() => Promise<readonly BenchmarkRow[]>)[] = [measureDay, measureBrokenLine, measureStrokeAndScroll, () => measureFirstImageAndSeries()];

// `node tests/benchmarks/lines.ts` measures these alone.
if (import.meta.main) {
  for (const measure of LINE_BENCHMARKS) {
    for (const { key, unit, value, limit } of await measure()) process.stdout.write(`${value <= limit ? 'ok  ' : 'OVER'} ${key}: ${value} ${unit} (limit ${limit})\n`);
  }
}
