import { expect, test } from 'vitest';
import { fusionColours } from '#shared/dicom/volume/fusion-colours.ts';

const pixels = (values: readonly number[], limit: number) => {
  const rgba = fusionColours(values, limit, 'hot');
  return values.map((_, index) => Array.from(rgba.subarray(index * 4, index * 4 + 4)));
};

test('no uptake, negative noise and what was not measured are clear', () => {
  expect(pixels([0, -3, Number.NaN], 5)).toEqual([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
});

test('the limit and all above it have the last colour, opaque', () => {
  expect(pixels([5, 50], 5)).toEqual([[255, 255, 255, 255], [255, 255, 255, 255]]);
});

test('between its steps a table is mixed, and weak uptake lets the picture through', () => {
  // Half of the limit is the third of five steps. A quarter is the second: 0.25 of 0.4 is 62.5 % of 255 = 159.375.
  expect(pixels([2.5, 1.25], 5)).toEqual([[255, 80, 0, 255], [150, 0, 0, 159]]);
  // An eighth lies midway between the first two: 75 red; 0.125 / 0.4 * 255 = 79.69.
  expect(pixels([0.625], 5)).toEqual([[75, 0, 0, 80]]);
});
