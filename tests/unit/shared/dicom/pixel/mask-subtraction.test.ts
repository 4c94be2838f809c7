import { expect, test } from 'vitest';
import { subtractMask, subtractionWindow } from '#shared/dicom/pixel/mask-subtraction.ts';

const [columns, rows] = [24, 20];
const frame = (value: (column: number, row: number) => number) => Float32Array.from({ length: columns * rows }, (_, index) => value(index % columns, Math.floor(index / columns)));
const at = (values: Float32Array, column: number, row: number) => values[row * columns + column];

/** The patient moved by half a pixel to the right and a quarter up, then a vessel filled: 100 less. Bone is a slope, which mixing of neighbours meets exactly. */
const mask = frame((column, row) => 1000 + 3 * column + 5 * row);
const isVessel = (column: number, row: number) => column === 12 && row >= 4 && row < 16;
const live = frame((column, row) => 1000 + 3 * (column - 0.5) + 5 * (row + 0.25) - (isVessel(column, row) ? 100 : 0));

test('with the true shift nothing but the vessel is left', () => {
  const difference = subtractMask({ live, mask, columns, rows, isLinearIntensity: false }, [0.5, -0.25]);
  for (let row = 1; row < rows - 1; row += 1) for (let column = 1; column < columns - 1; column += 1) expect(at(difference, column, row)).toBeCloseTo(isVessel(column, row) ? -100 : 0, 3);
});

test('without a shift the movement is seen: 3 * -0.5 + 5 * 0.25', () => {
  const difference = subtractMask({ live, mask, columns, rows, isLinearIntensity: false }, [0, 0]);
  expect(at(difference, 5, 5)).toBeCloseTo(-0.25, 3);
  // A pixel too far to the right: 3 * (1 - 0.5) - 0.25 * 5 * -1.
  expect(at(subtractMask({ live, mask, columns, rows, isLinearIntensity: false }, [1, 0]), 5, 5)).toBeCloseTo(-1.5 + 1.25 + 3, 3);
});

test('the mask goes to the right and down with the shift, and its edge goes on', () => {
  const point = frame((column, row) => (column === 3 && row === 4 ? 50 : 0));
  const difference = subtractMask({ live: frame(() => 0), mask: point, columns, rows, isLinearIntensity: false }, [2, 1]);
  expect([at(difference, 5, 5), at(difference, 3, 4)]).toEqual([-50, 0]);
  const edge = subtractMask({ live: frame(() => 7), mask: frame(() => 7), columns, rows, isLinearIntensity: false }, [-6.5, 9.25]);
  expect(edge.every((value) => value === 0)).toBe(true);
});

test('values in proportion to the beam are subtracted as logarithms: a vessel is the same before thick and thin bone', () => {
  const bone = frame((column) => (column < 12 ? 4000 : 500));
  const difference = subtractMask({ live: bone.map((value) => value * 0.8), mask: bone, columns, rows, isLinearIntensity: true }, [0, 0]);
  // 1000 * ln 0.8 = -223.14.
  expect(at(difference, 3, 3)).toBeCloseTo(-223.14, 1);
  expect(at(difference, 20, 3)).toBeCloseTo(-223.14, 1);
});

test('the window holds the vessel and nothing, whatever single pixels say', () => {
  const difference = subtractMask({ live, mask, columns, rows, isLinearIntensity: false }, [0.5, -0.25]);
  const { windowCenter, windowWidth } = subtractionWindow(difference);
  expect(windowCenter - windowWidth / 2).toBeLessThanOrEqual(-99);
  expect(windowCenter + windowWidth / 2).toBeGreaterThanOrEqual(0);
});
