import { expect, test } from 'vitest';
import { segmentOutline } from '#shared/dicom/segmentation/segment-outline.ts';

const coverOf = (...rows: readonly string[]) => rows.join('').split('').map((sign) => (sign === '#' ? 255 : sign === 'o' ? 127 : 0));

test('a square of two by two has four sides of two', () => {
  expect(segmentOutline(coverOf('....', '.##.', '.##.', '....'), 4, 4)).toEqual([[1, 1, 3, 1], [1, 3, 3, 3], [1, 1, 1, 3], [3, 1, 3, 3]]);
});

test('a hole has an outline of its own, and the edge of the grid closes what reaches it', () => {
  const pieces = segmentOutline(coverOf('###', '#.#', '###'), 3, 3);
  expect(pieces).toEqual([[0, 0, 3, 0], [1, 1, 2, 1], [1, 2, 2, 2], [0, 3, 3, 3], [0, 0, 0, 3], [1, 1, 1, 2], [2, 1, 2, 2], [3, 0, 3, 3]]);
});

test('less than half of a pixel is outside, and nothing has no outline', () => {
  expect(segmentOutline(coverOf('o.', '..'), 2, 2)).toEqual([]);
});
