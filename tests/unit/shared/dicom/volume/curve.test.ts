import { expect, test } from 'vitest';
import { combine, dot, lengthOf, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { curveAlong, lineLengthMm, smoothLine, straighten } from '#shared/dicom/volume/curve.ts';
import type { Volume } from '#shared/dicom/volume/volume.ts';

test('a line through two points is straight and as long as they are apart', () => {
  const line = smoothLine([[0, 0, 0], [30, 40, 0]]);
  // sqrt(30^2 + 40^2) = 50
  expect(lineLengthMm(line)).toBeCloseTo(50, 6);
});

test('a line through points of a circle is as long as its arc, within a hundredth', () => {
  // Half of a circle of 40 mm in steps of 15 degrees: pi * 40 = 125.66 mm.
  const points = Array.from({ length: 13 }, (_, index): Vector3 => [40 * Math.cos((index * Math.PI) / 12), 40 * Math.sin((index * Math.PI) / 12), 5]);
  expect(lineLengthMm(smoothLine(points)) / (Math.PI * 40)).toBeCloseTo(1, 2);
});

test('the line goes through every point that was set', () => {
  const points: readonly Vector3[] = [[0, 0, 0], [10, 4, 1], [12, 30, -6], [60, 31, 2]];
  const line = smoothLine(points);
  for (const point of points) expect(Math.min(...line.map((one) => lengthOf(combine(one, 1, point, -1))))).toBeLessThan(1e-9);
});

test('rows of the straightened picture are one step apart along the line and never twist', () => {
  const points = Array.from({ length: 13 }, (_, index): Vector3 => [40 * Math.cos((index * Math.PI) / 12), 40 * Math.sin((index * Math.PI) / 12), index]);
  const curve = curveAlong(smoothLine(points), { stepMm: 1, widthMm: 20, degrees: 30 })!;
  expect(curve.columns).toBe(21);
  for (const [index, { pointMm, across }] of curve.places.entries()) {
    const next = curve.places[index + 1];
    if (next === undefined) continue;
    // A chord of a gentle arc of 1 mm is a little shorter than the arc.
    expect(lengthOf(combine(next.pointMm, 1, pointMm, -1))).toBeCloseTo(1, 2);
    expect(lengthOf(across)).toBeCloseTo(1, 6);
    expect(dot(across, next.across)).toBeGreaterThan(0.999);
  }
});

test('a bent tube is straight in the picture: its wall lies as far from the middle in each row', () => {
  // A tube of 6 mm about a quarter of a circle of 40 mm in the plane z = 20.
  const size = 60;
  const values = new Int16Array(size ** 3);
  for (let k = 0; k < size; k += 1) for (let j = 0; j < size; j += 1) for (let i = 0; i < size; i += 1) {
    values[(k * size + j) * size + i] = Math.hypot(Math.hypot(i, j) - 40, k - 20) <= 6 ? 1000 : 0;
  }
  const volume: Volume = { grid: { columns: size, rows: size, slices: size, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 1, 0], sliceStepMm: [0, 0, 1] }, values, hasNothing: false };
  const points = Array.from({ length: 7 }, (_, index): Vector3 => [40 * Math.cos(((index + 1) * Math.PI) / 16), 40 * Math.sin(((index + 1) * Math.PI) / 16), 20]);
  const curve = curveAlong(smoothLine(points), { stepMm: 0.5, widthMm: 24, degrees: 0 })!;
  const picture = straighten(volume, curve);
  // 24 columns of 0.5 mm to each side. The wall at 6 mm lies 12 columns from the middle, within a voxel: two columns.
  for (let row = 0; row < curve.places.length; row += 1) {
    const inside = Array.from({ length: curve.columns }, (_, column) => picture[row * curve.columns + column]! >= 500);
    expect(Math.abs(inside.indexOf(true) - 12)).toBeLessThanOrEqual(2);
    expect(Math.abs(inside.lastIndexOf(true) - 36)).toBeLessThanOrEqual(2);
  }
});

test('a line without length makes no picture', () => {
  expect(curveAlong(smoothLine([[1, 2, 3]]), { stepMm: 1, widthMm: 20, degrees: 0 })).toBeUndefined();
  expect(curveAlong(smoothLine([[1, 2, 3], [1, 2, 3]]), { stepMm: 1, widthMm: 20, degrees: 0 })).toBeUndefined();
});
