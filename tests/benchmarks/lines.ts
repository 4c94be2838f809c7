import { measureBrokenLine } from './lines-broken.ts';
import { measureDay } from './lines-day.ts';
import { measureStrokeAndScroll } from './lines-stroke.ts';
import { measureFirstImageAndSeries } from './lines-first-image.ts';
import type { Figure } from './figure.ts';

/** All figures of slow and broken lines, one after the other. */
export async function measureLines(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [measureDay, measureBrokenLine, measureStrokeAndScroll, () => measureFirstImageAndSeries()]) figures.push(...(await measure()));
  return figures;
}
