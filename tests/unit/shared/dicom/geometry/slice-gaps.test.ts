import { expect, test } from 'vitest';
import { countMissingSlices, type PlacedSlice } from '#shared/dicom/geometry/slice-gaps.ts';

const AXIAL = [1, 0, 0, 0, 1, 0];
const SAGITTAL = [0, 1, 0, 0, 0, -1];

const axial = (zMm: number, sliceThicknessMm: number | undefined = 5): PlacedSlice => ({
  imageOrientationPatient: AXIAL, imagePositionPatient: [-120, -120, zMm], sliceThicknessMm,
});
const every = (stepMm: number, count: number, thicknessMm = stepMm) => Array.from({ length: count }, (_, index) => axial(index * stepMm, thicknessMm));

test('a whole series misses nothing, in whatever order it comes', () => {
  expect(countMissingSlices(every(5, 20).toReversed())).toBe(0);
});

test('holes are counted in slices: one of 10 mm and one of 20 mm at 5 mm are 1 + 3', () => {
  const slices = every(5, 20).filter((_, index) => ![4, 10, 11, 12].includes(index));
  expect(countMissingSlices(slices)).toBe(4);
});

test('a sagittal series is measured along its own normal', () => {
  // Row (0,1,0) x column (0,0,-1) = (-1,0,0): the positions along x are 0, 2, 4, 8, 10 mm.
  const slices = [0, 2, 4, 8, 10].map((x): PlacedSlice => ({ imageOrientationPatient: SAGITTAL, imagePositionPatient: [x, -100, 80], sliceThicknessMm: 2 }));
  expect(countMissingSlices(slices)).toBe(1);
});

test('a head CT of 5 mm slices at the base and 10 mm slices above is whole', () => {
  // The last thin slice ends at 45 + 2.5, the first thick one has its centre 5 mm above that: 52.5.
  const base = every(5, 10);
  const above = Array.from({ length: 5 }, (_, index) => axial(52.5 + index * 10, 10));
  expect(countMissingSlices([...base, ...above])).toBe(0);
});

test('thin slices far apart, as high-resolution lung CT has them, are whole', () => {
  expect(countMissingSlices(every(10, 12, 1))).toBe(0);
});

test('several times at each place count once', () => {
  expect(countMissingSlices([...every(3, 10), ...every(3, 10)])).toBe(0);
});

test('a scout beside the slices is a stack of its own', () => {
  const scout: PlacedSlice = { imageOrientationPatient: SAGITTAL, imagePositionPatient: [0, -100, 80], sliceThicknessMm: undefined };
  expect(countMissingSlices([scout, ...every(5, 9).filter((_, index) => index !== 3)])).toBe(1);
});

test('an uneven series, a short one and one without geometry say nothing', () => {
  expect(countMissingSlices([0, 1, 5, 6, 14, 15, 31].map((z) => axial(z)))).toBeUndefined();
  expect(countMissingSlices(every(5, 3))).toBeUndefined();
  expect(countMissingSlices([{ imageOrientationPatient: [], imagePositionPatient: [], sliceThicknessMm: 5 }])).toBeUndefined();
});
