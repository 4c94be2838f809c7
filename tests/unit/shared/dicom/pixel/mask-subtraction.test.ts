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
  const difference = subtractMask({ live, mask, columns, rows, value: { kind: 'stored' } }, [0.5, -0.25]);
  for (let row = 1; row < rows - 1; row += 1) for (let column = 1; column < columns - 1; column += 1) expect(at(difference, column, row)).toBeCloseTo(isVessel(column, row) ? -100 : 0, 3);
});

test('without a shift the movement is seen: 3 * -0.5 + 5 * 0.25', () => {
  const difference = subtractMask({ live, mask, columns, rows, value: { kind: 'stored' } }, [0, 0]);
  expect(at(difference, 5, 5)).toBeCloseTo(-0.25, 3);
  // A pixel too far to the right: 3 * (1 - 0.5) - 0.25 * 5 * -1.
  expect(at(subtractMask({ live, mask, columns, rows, value: { kind: 'stored' } }, [1, 0]), 5, 5)).toBeCloseTo(-1.5 + 1.25 + 3, 3);
});

test('the mask goes to the right and down with the shift, and its edge goes on', () => {
  const point = frame((column, row) => (column === 3 && row === 4 ? 50 : 0));
  const difference = subtractMask({ live: frame(() => 0), mask: point, columns, rows, value: { kind: 'stored' } }, [2, 1]);
  expect([at(difference, 5, 5), at(difference, 3, 4)]).toEqual([-50, 0]);
  const edge = subtractMask({ live: frame(() => 7), mask: frame(() => 7), columns, rows, value: { kind: 'stored' } }, [-6.5, 9.25]);
  expect(edge.every((value) => value === 0)).toBe(true);
});

test('values in proportion to the beam are subtracted as logarithms: a vessel is the same before thick and thin bone', () => {
  const bone = frame((column) => (column < 12 ? 4000 : 500));
  const difference = subtractMask({ live: bone.map((value) => value * 0.8), mask: bone, columns, rows, value: { kind: 'logarithm' } }, [0, 0]);
  // 1000 * ln 0.8 = -223.14.
  expect(at(difference, 3, 3)).toBeCloseTo(-223.14, 1);
  expect(at(difference, 20, 3)).toBeCloseTo(-223.14, 1);
});

test('the window holds the vessel and nothing, whatever single pixels say', () => {
  const difference = subtractMask({ live, mask, columns, rows, value: { kind: 'stored' } }, [0.5, -0.25]);
  const { windowCenter, windowWidth } = subtractionWindow(difference);
  expect(windowCenter - windowWidth / 2).toBeLessThanOrEqual(-99);
  expect(windowCenter + windowWidth / 2).toBeGreaterThanOrEqual(0);
});

test('under a presentation state its own scale comes first, and what it adds to both is gone', () => {
  const transform = { kind: 'linear', slope: 2, intercept: 500, unit: '1' } as const;
  const difference = subtractMask({ live: frame(() => 30), mask: frame(() => 70), columns, rows, value: { kind: 'transformed', transform } }, [0, 0]);
  // 2 * 30 + 500 - (2 * 70 + 500)
  expect(difference.every((value) => value === -80)).toBe(true);
});

test('nothing lies in the middle third of the window, though all that is left is darker', () => {
  // 100 below nothing and none above: from -100 to 50, nothing at two thirds.
  const vessels = Float32Array.from({ length: 1000 }, (_, index) => (index < 300 ? -100 : 0));
  expect(subtractionWindow(vessels)).toEqual({ windowCenter: -25, windowWidth: 150 });
  expect(subtractionWindow(vessels.map((value) => -value))).toEqual({ windowCenter: 25, windowWidth: 150 });
});
