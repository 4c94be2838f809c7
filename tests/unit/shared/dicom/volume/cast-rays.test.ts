import { expect, test } from 'vitest';
import { castRays, transferTable, WHOLE_BOX, type RayView } from '#shared/dicom/volume/cast-rays.ts';
import { thinFactors, thinnedVolume } from '#shared/dicom/volume/thin-volume.ts';
import { NOTHING_STORED, type Volume } from '#shared/dicom/volume/volume.ts';
import { voxelToPatient, type VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';

const cube = (size: number, stepMm = 1): VolumeGrid => ({
  columns: size, rows: size, slices: size, originMm: [0, 0, 0], columnStepMm: [stepMm, 0, 0], rowStepMm: [0, stepMm, 0], sliceStepMm: [0, 0, stepMm],
});

function filled(grid: VolumeGrid, value: (x: number, y: number, z: number) => number): Volume {
  const values = new Int16Array(grid.columns * grid.rows * grid.slices);
  for (let k = 0; k < grid.slices; k += 1) for (let j = 0; j < grid.rows; j += 1) for (let i = 0; i < grid.columns; i += 1) values[(k * grid.rows + j) * grid.columns + i] = value(...voxelToPatient(grid, [i, j, k]));
  return { grid, values, hasNothing: values.includes(NOTHING_STORED) };
}

/** From the front: to the right on the screen is the patient's left (+x), down is to the feet (-z). 21 x 21 pixels of 1 mm. */
const front: RayView = {
  orientation: { rowDirection: [1, 0, 0], columnDirection: [0, 0, -1] }, centerMm: [10, 10, 10], pixelMm: 1, columns: 21, rows: 21, box: WHOLE_BOX, style: { kind: 'maximum', low: 0, high: 1000 },
};
const pixel = ({ rgba, columns }: ReturnType<typeof castRays>, column: number, row: number) => Array.from(rgba.subarray((row * columns + column) * 4, (row * columns + column) * 4 + 4));

test('the largest value along each ray is its grey, wherever along the ray it lies', () => {
  // 500 at x = 4, z = 15, deep in the volume; 1000 at x = 16, z = 15.
  const volume = filled(cube(21), (x, y, z) => (x === 4 && y === 17 && z === 15 ? 500 : x === 16 && y === 2 && z === 15 ? 1000 : 0));
  const picture = castRays(volume, front);
  // z = 15 is 5 mm above the middle: row 10 - 5 = 5. 500 of 1000 is 127.5, stored as 128.
  expect(pixel(picture, 4, 5)).toEqual([128, 128, 128, 255]);
  expect(pixel(picture, 16, 5)).toEqual([255, 255, 255, 255]);
  expect(pixel(picture, 10, 10)).toEqual([0, 0, 0, 255]);
});

test('turned by 90 degrees about the head-feet axis, left and right become front and back', () => {
  const volume = filled(cube(21), (x, y, z) => (x === 4 && y === 17 && z === 15 ? 1000 : 0));
  // From the patient's left: to the right on the screen is the back (+y).
  const picture = castRays(volume, { ...front, orientation: { rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] } });
  expect(pixel(picture, 17, 5)[0]).toBe(255);
  expect(pixel(picture, 4, 5)[0]).toBe(0);
});

test('what the crop box leaves out is not seen', () => {
  const volume = filled(cube(21), (_x, y) => (y === 2 ? 1000 : y === 15 ? 400 : 0));
  expect(pixel(castRays(volume, front), 10, 10)[0]).toBe(255);
  // Rows from a quarter of 20 on: y = 5 to 20. 400 / 1000 * 255 = 102.
  const cropped = castRays(volume, { ...front, box: { low: [0, 0.25, 0], high: [1, 1, 1] } });
  expect(pixel(cropped, 10, 10)[0]).toBe(102);
});

test('voxels that hold nothing are neither dark nor bright', () => {
  const volume = filled(cube(21), (x, y) => (x < 10 ? NOTHING_STORED : y === 10 ? 1000 : -1000));
  const picture = castRays(volume, { ...front, style: { kind: 'maximum', low: -2000, high: 1000 } });
  expect(pixel(picture, 3, 10)[0]).toBe(0);
  expect(pixel(picture, 15, 10)[0]).toBe(255);
});

test('an opaque surface hides what lies behind it and is brightest where it faces the eye', () => {
  const ball = filled(cube(21), (x, y, z) => (Math.hypot(x - 10, y - 10, z - 10) <= 7 ? 1000 : 0));
  const stops = [{ value: 400, colour: [200, 100, 50] as const, opacity: 1 }, { value: 2000, colour: [200, 100, 50] as const, opacity: 1 }];
  const picture = castRays(ball, { ...front, style: { kind: 'shaded', stops } });
  const [red = 0, green = 0, blue = 0] = pixel(picture, 10, 10);
  // Straight on: all of the light, in the colour of the stop.
  expect([red, green, blue]).toEqual([200, 100, 50]);
  const [side = 0] = pixel(picture, 16, 10);
  expect(side).toBeGreaterThan(0.3 * 200 - 1);
  expect(side).toBeLessThan(0.9 * red);
  expect(pixel(picture, 19, 10).slice(0, 3)).toEqual([0, 0, 0]);
});

test('opacity is that of a millimetre, whatever the step', () => {
  // 1 - (1 - 0.5) ** 2 = 0.75 for a step of two millimetres.
  const stops = [{ value: 0, colour: [255, 255, 255] as const, opacity: 0.5 }, { value: 10, colour: [255, 255, 255] as const, opacity: 0.5 }];
  expect(transferTable(stops, 2).table[3]).toBeCloseTo(0.75, 6);
  expect(transferTable(stops, 1).table[3]).toBeCloseTo(0.5, 6);
});

test('a volume is thinned along its finest edge first, and its voxels stay where they are', () => {
  // 100 x 100 x 20 voxels of 1 x 1 x 4 mm: halving both fine edges gives 50 * 50 * 20 = 50,000.
  const grid: VolumeGrid = { columns: 100, rows: 100, slices: 20, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 1, 0], sliceStepMm: [0, 0, 4] };
  expect(thinFactors(grid, 50_000)).toEqual([2, 2, 1]);
  const thin = thinnedVolume(filled(grid, (x, y, z) => x + 2 * y + 3 * z), 50_000);
  // The first block holds x = 0, 1 and y = 0, 1: its middle is (0.5, 0.5), its mean 0.5 + 2 * 0.5 = 1.5, stored as 2.
  expect(thin.grid).toMatchObject({ columns: 50, rows: 50, slices: 20, originMm: [0.5, 0.5, 0], columnStepMm: [2, 0, 0] });
  expect(thin.values[0]).toBe(2);
});

test('the mean of a block leaves out what holds nothing; a block of nothing is nothing', () => {
  const grid: VolumeGrid = { ...cube(2), rows: 1, slices: 1, columns: 4 };
  const volume: Volume = { grid, values: new Int16Array([NOTHING_STORED, 8, NOTHING_STORED, NOTHING_STORED]), hasNothing: true };
  const thin = thinnedVolume(volume, 2);
  expect([...thin.values]).toEqual([8, NOTHING_STORED]);
  expect(thin.hasNothing).toBe(true);
});
