import { expect, test } from 'vitest';
import { fetchOverBrokenLine } from '#tests/support/broken-line.ts';

test('after fifty breaks in the middle of images every image is here once, and at most one image a break was fetched twice', async () => {
  const { stored, wanted, imageBytes, bytesTwice } = await fetchOverBrokenLine({ slices: 120, breaks: 50, seed: 20261122 });
  expect(stored.toSorted()).toEqual(wanted.toSorted());
  // 1 % of 120 images is 1.2 images; one a break, 50, is the larger bound.
  expect(bytesTwice).toBeLessThanOrEqual(50 * imageBytes);
});
