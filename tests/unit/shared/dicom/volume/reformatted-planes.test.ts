import { expect, test } from 'vitest';
import { orientationLabelsOfPlane, UNTURNED } from '#shared/dicom/geometry/orientation-labels.ts';
import { planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import { dot } from '#shared/dicom/geometry/vector3.ts';
import { cutDirection, movedInto, nearestPlane, PATIENT_PLANES, PLANE_NAMES, planeStackOf, turnedPlanes } from '#shared/dicom/volume/reformatted-planes.ts';
import { volumeBudgetBytes, weighVolume } from '#shared/dicom/volume/weigh-volume.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';

// 100 x 80 x 60 mm: x from -0.5 to 99.5, y from -1 to 79, z from -1.5 to 58.5.
const grid: VolumeGrid = { columns: 100, rows: 40, slices: 20, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 2, 0], sliceStepMm: [0, 0, 3] };

test('the three planes have the letters that a radiologist expects', () => {
  const letters = PLANE_NAMES.map((name) => orientationLabelsOfPlane(PATIENT_PLANES[name], UNTURNED));
  expect(letters).toEqual([
    { left: 'R', right: 'L', top: 'A', bottom: 'P' },
    { left: 'R', right: 'L', top: 'H', bottom: 'F' },
    { left: 'A', right: 'P', top: 'H', bottom: 'F' },
  ]);
});

test('planes cover the volume with square pixels as fine as its finest step', () => {
  const coronal = planeStackOf(grid, PATIENT_PLANES.coronal);
  expect([coronal.columns, coronal.rows, coronal.planes.length, coronal.stepMm]).toEqual([100, 60, 80, 1]);
  // Left to right from x = 0, head first from z = 58.5 - 0.5 = 58, front first from y = -1 + 0.5 = -0.5.
  expect(coronal.planes[0]?.positionMm).toEqual([0, -0.5, 58]);
  expect(coronal.planes[79]?.positionMm).toEqual([0, 78.5, 58]);
});

test('a picture is never larger than 768 pixels a side: its pixels are coarser then, and say so', () => {
  const wide = planeStackOf({ ...grid, columns: 2000, columnStepMm: [0.5, 0, 0] }, PATIENT_PLANES.axial);
  // 1000 mm over 768 pixels: 1.302 mm each way.
  expect(wide.columns).toBe(768);
  expect(wide.planes[0]?.columnSpacingMm).toBeCloseTo(1000 / 768, 9);
  expect(wide.planes[0]?.rowSpacingMm).toBeCloseTo(1000 / 768, 9);
});

test('a point finds its plane and is moved into it', () => {
  const axial = planeStackOf(grid, PATIENT_PLANES.axial);
  // Planes at -1, 0, 1 ... 58: z = 20.4 is nearest to 20, number 21.
  const index = nearestPlane(axial, [5, 6, 20.4]);
  expect(index).toBe(21);
  expect(movedInto(axial.planes[index]!, [5, 6, 20.4])).toEqual([5, 6, 20]);
  expect([nearestPlane(axial, [0, 0, -900]), nearestPlane(axial, [0, 0, 900])]).toEqual([0, 59]);
});

test('turning the lines in one plane turns the other two and leaves it as it is', () => {
  const turned = turnedPlanes(PATIENT_PLANES, 'axial', 30);
  expect(turned.axial).toEqual(PATIENT_PLANES.axial);
  // From the right of the picture (L) towards its bottom (P): (cos 30°, sin 30°, 0).
  expect(turned.coronal.rowDirection[0]).toBeCloseTo(Math.cos(Math.PI / 6), 9);
  expect(turned.coronal.rowDirection[1]).toBeCloseTo(0.5, 9);
  const normals = PLANE_NAMES.map((name) => planeNormal(turned[name]));
  expect(dot(normals[0]!, normals[1]!)).toBeCloseTo(0, 9);
  expect(dot(normals[1]!, normals[2]!)).toBeCloseTo(0, 9);
  // The coronal plane is seen in the axial one as a line along its rows.
  const line = cutDirection(turned.axial, turned.coronal);
  expect(Math.abs(dot(line, turned.coronal.rowDirection))).toBeCloseTo(1, 9);
});

test('a volume is weighed before it is built: whole, with fewer pixels, or not at all', () => {
  const size = { columns: 512, rows: 512, slices: 1200, bytesPerVoxel: 2, mayBeHalved: false } as const;
  // 512 * 512 * 1200 * 2 = 629,145,600 bytes
  expect(weighVolume(size, 700e6)).toEqual({ kind: 'full', bytes: 629_145_600 });
  // A quarter of the pixels: 157,286,400
  expect(weighVolume(size, 200e6)).toEqual({ kind: 'decimated', factor: 2, isHalfPrecision: false, bytes: 157_286_400 });
  // Factor 3: 171 * 171 * 1200 * 2 = 70,178,400
  expect(weighVolume(size, 100e6)).toEqual({ kind: 'decimated', factor: 3, isHalfPrecision: false, bytes: 70_178_400 });
  expect(weighVolume(size, 10e6)).toEqual({ kind: 'too-large', bytes: 629_145_600 });
});

test('floats are halved before pixels are put together, where their range is known', () => {
  const size = { columns: 400, rows: 400, slices: 600, bytesPerVoxel: 4, mayBeHalved: true } as const;
  // 400 * 400 * 600 * 4 = 384,000,000 bytes; at 2 bytes 192,000,000; a quarter of the pixels at 2 bytes 48,000,000.
  expect(weighVolume(size, 400e6)).toEqual({ kind: 'full', bytes: 384_000_000 });
  expect(weighVolume(size, 200e6)).toEqual({ kind: 'half-precision', bytes: 192_000_000 });
  expect(weighVolume(size, 100e6)).toEqual({ kind: 'decimated', factor: 2, isHalfPrecision: true, bytes: 48_000_000 });
  expect(weighVolume({ ...size, mayBeHalved: false }, 200e6)).toEqual({ kind: 'decimated', factor: 2, isHalfPrecision: false, bytes: 96_000_000 });
});

test('a volume may take an eighth of the memory, and never more than a browser gives', () => {
  expect([volumeBudgetBytes(4), volumeBudgetBytes(undefined), volumeBudgetBytes(32)]).toEqual([0.5 * 1024 ** 3, 1024 ** 3, 1.5 * 1024 ** 3]);
});
