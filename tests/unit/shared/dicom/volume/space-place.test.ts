import { expect, test } from 'vitest';
import { planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import { combine, dot, lengthOf, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { curveAlong, lineLengthMm, smoothLine } from '#shared/dicom/volume/curve.ts';
import { PATIENT_PLANES, planeStackOf, turnedPlanes } from '#shared/dicom/volume/reformatted-planes.ts';
import { THIN } from '#shared/dicom/volume/reslice.ts';
import { liesAlike, placeOnCurve, placeOnPlane, planesThrough, seenOnCurves, seenOnPlanes, wayOnCurve } from '#shared/dicom/volume/space-place.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';

// 100 x 80 x 60 mm: x from -0.5 to 99.5, y from -1 to 79, z from -1.5 to 58.5.
const grid: VolumeGrid = { columns: 100, rows: 40, slices: 20, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 2, 0], sliceStepMm: [0, 0, 3] };
const near = (one: Vector3, other: Vector3) => lengthOf(combine(one, 1, other, -1));
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
};

test('points of a coronal plane are points of the patient', () => {
  const coronal = planeStackOf(grid, PATIENT_PLANES.coronal);
  // Plane 10 lies at y = -0.5 + 10 = 9.5; its first pixel at x = 0, z = 58. Column 20: x = 20. Row 30: z = 58 - 30 = 28.
  const place = placeOnPlane('1.2', 'coronal', at(coronal.planes, 10), THIN, [[20, 30], [60.25, 30]]);
  expect(place.pointsMm).toEqual([[20, 9.5, 28], [60.25, 9.5, 28]]);
  expect(seenOnPlanes(place, 'coronal', coronal)).toEqual({ index: 10, pointsPx: [[20, 30], [60.25, 30]] });
});

test('a shape is seen on its own plane alone, and not after the plane was turned away', () => {
  const coronal = planeStackOf(grid, PATIENT_PLANES.coronal);
  const place = placeOnPlane('1.2', 'coronal', at(coronal.planes, 10), THIN, [[20, 30], [60, 30]]);
  expect(seenOnPlanes(place, 'axial', planeStackOf(grid, PATIENT_PLANES.axial))).toBeUndefined();
  expect(seenOnPlanes(place, 'coronal', planeStackOf(grid, turnedPlanes(PATIENT_PLANES, 'axial', 5).coronal))).toBeUndefined();
  // Planes of another stack that lie half a millimetre off are as near as planes a millimetre apart can be; a shape beside the volume is on none.
  expect(seenOnPlanes({ ...place, pointsMm: [[20, 200, 28]] }, 'coronal', coronal)).toBeUndefined();
});

test('the planes of an oblique place stand upright on each other, and its own lies as it lay', () => {
  const oblique = turnedPlanes(turnedPlanes(PATIENT_PLANES, 'axial', 20), 'coronal', 15);
  const place = placeOnPlane('1.2', 'sagittal', at(planeStackOf(grid, oblique.sagittal).planes, 3), { mode: 'maximum', thicknessMm: 10 }, [[1, 1]]);
  const planes = planesThrough(place);
  expect(liesAlike(planes.sagittal, oblique.sagittal)).toBe(true);
  const normals = [planes.axial, planes.coronal, planes.sagittal].map(planeNormal);
  for (const [one, other] of [[0, 1], [1, 2], [0, 2]] as const) expect(Math.abs(dot(at(normals, one), at(normals, other)))).toBeLessThan(1e-9);
});

test('a place on the first three planes leads to the first three planes', () => {
  const place = placeOnPlane('', 'axial', at(planeStackOf(grid, PATIENT_PLANES.axial).planes, 3), THIN, [[1, 1]]);
  const planes = planesThrough(place);
  expect((['axial', 'coronal', 'sagittal'] as const).map((name) => liesAlike(planes[name], PATIENT_PLANES[name]))).toEqual([true, true, true]);
});

test('a length along a curve is found again on its turn, and in space it runs as the curve does', () => {
  const lineMm: readonly Vector3[] = [[0, 0, 0], [30, 0, 0], [60, 30, 0]];
  const line = smoothLine(lineMm);
  const turns = [0, 10, 20];
  const curves = turns.map((degrees) => curveAlong(line, { stepMm: 1, widthMm: 60, degrees }));
  const curve = at(curves, 1);
  if (curve === undefined) throw new Error('no curve');
  // Down the middle column, 30 of 61 pixels, from row 5 to row 55: 50 mm along the line.
  const place = placeOnCurve('1.2', lineMm, 10, curve, [[30, 5], [30, 55]]);
  expect(place.alongAcrossMm).toEqual([[5, 0], [55, 0]]);
  expect(seenOnCurves(place, lineMm, turns, curve)).toEqual({ index: 1, pointsPx: [[30, 5], [30, 55]] });
  expect(seenOnCurves(place, [...lineMm, [70, 40, 0]], turns, curve)).toBeUndefined();
  const way = wayOnCurve(place, [5, 0], [55, 0]);
  expect(lineLengthMm(way)).toBeCloseTo(50, 0);
  // Straight through the patient it is shorter: that is not what was measured.
  expect(near(at(place.pointsMm, 0), at(place.pointsMm, 1))).toBeLessThan(49.5);
});
