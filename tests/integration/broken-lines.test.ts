import { expect, test } from 'vitest';
import { fetchOverBrokenLine } from '#tests/support/broken-line.ts';

/** `npm run bench` breaks the line fifty times. */
test('after twelve breaks in the middle of images every image is here once, and at most one image a break was fetched twice', async () => {
  const { stored, wanted, imageBytes, bytesTwice } = await fetchOverBrokenLine({ slices: 36, breaks: 12, seed: 20261122 });
  expect(stored.toSorted()).toEqual(wanted.toSorted());
  // 1 % of 36 images is less than one; one a break, 12, is the larger bound.
  expect(bytesTwice).toBeLessThanOrEqual(12 * imageBytes);
});
