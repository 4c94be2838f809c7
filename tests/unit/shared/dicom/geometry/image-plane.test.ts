import { expect, test } from 'vitest';
import { parseImageOrientation, patientToPixel, pixelToPatient, planeNormal, positionAlongNormalMm, sameOrientation, type ImagePlane } from '#shared/dicom/geometry/image-plane.ts';

// Sagittal plane: rows run anterior to posterior (+y), columns run head to feet (-z); pixels are 0.5 mm wide and 2 mm high.
const sagittal: ImagePlane = {
  positionMm: [10, -100, 80], rowDirection: [0, 1, 0], columnDirection: [0, 0, -1], columnSpacingMm: 0.5, rowSpacingMm: 2,
};

test('the first pixel lies at Image Position (Patient)', () => {
  expect(pixelToPatient(sagittal, 0, 0)).toEqual([10, -100, 80]);
});

test('columns advance by column spacing, rows by row spacing', () => {
  // y = -100 + 4 * 0.5 = -98;  z = 80 - 3 * 2 = 74
  expect(pixelToPatient(sagittal, 4, 3)).toEqual([10, -98, 74]);
});

test('a point of the plane is found again as a pixel, seen along the normal', () => {
  // (-98 + 100) / 0.5 = 4;  (80 - 74) / 2 = 3;  x = 99 lies off the plane
  expect(patientToPixel(sagittal, [99, -98, 74])).toEqual([4, 3]);
});

test('the normal is row direction times column direction', () => {
  // (0,1,0) × (0,0,-1) = (1*-1 - 0*0, 0*0 - 0*-1, 0*0 - 1*0) = (-1, 0, 0)
  expect(planeNormal(sagittal)).toEqual([-1, 0, 0]);
});

test('the position along the normal is the projection of Image Position (Patient)', () => {
  // (10,-100,80) · (-1,0,0) = -10
  expect(positionAlongNormalMm(sagittal)).toBe(-10);
});

test('an orientation that a device rounded is read and brought to length 1', () => {
  const orientation = parseImageOrientation([0.6006, 0.8008, 0, 0, 0, -1]);
  // A length of 1.001: 0.6006 / 1.001 = 0.6
  expect(orientation?.rowDirection[0]).toBeCloseTo(0.6, 10);
});

test.each([
  ['too few values', [1, 0, 0, 0, 1]],
  ['a row without length', [0, 0, 0, 0, 1, 0]],
  ['directions that are not upright on each other', [1, 0, 0, 0.6, 0.8, 0]],
  ['directions that are longer than 1', [2, 0, 0, 0, 1, 0]],
])('an orientation with %s is none', (_, values) => {
  expect(parseImageOrientation(values)).toBeUndefined();
});

test('orientations that differ by rounding are the same, those that differ by two degrees are not', () => {
  const straight = parseImageOrientation([1, 0, 0, 0, 1, 0])!;
  const rounded = parseImageOrientation([0.99999, 0.004, 0, -0.004, 0.99999, 0])!;
  // sin 2° = 0.0349
  const tilted = parseImageOrientation([1, 0, 0, 0, 0.99939, 0.0349])!;
  expect([sameOrientation(straight, rounded), sameOrientation(straight, tilted)]).toEqual([true, false]);
});
