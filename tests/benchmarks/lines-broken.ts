import { fetchOverBrokenLine } from '#tests/support/broken-line.ts';
import type { Figure } from './figure.ts';

/** What fifty disconnects in the middle of images cost. The bound: one image each, or 1 % of the study where that is more. */
export async function measureBrokenLine(): Promise<readonly Figure[]> {
  const slices = 120;
  const breaks = 50;
  const { imageBytes, bytesTwice } = await fetchOverBrokenLine({ slices, breaks, seed: 20261122 });
  const bound = Math.max(0.01 * slices, breaks) * imageBytes;
  return [{ key: 'bytesTwiceRatio', what: 'bytes fetched twice after 50 disconnects, over one image each', value: Math.round((bytesTwice / bound) * 1000) / 1000, limit: 1 }];
}
