import { expect, test } from 'vitest';
import { createLumbarPhantom } from '#main/demo/phantoms/lumbar/lumbar-phantom.ts';
import { planeAround } from '#main/demo/phantoms/image-plane.ts';
import type { Point } from '#main/demo/phantoms/shape.ts';

const T2 = { repetitionTimeMs: 3500, echoTimeMs: 102 };
const T1 = { repetitionTimeMs: 600, echoTimeMs: 11 };
const phantom = createLumbarPhantom('lumbar');
const midline = planeAround([0, 18, -8], [0, 1, 0], [0, 0, -1], 280 / 320, 320);
const [t2, t1] = phantom.forSequences([T2, T1], { sameLevels: true })(midline) as [Float32Array, Float32Array];

function sample(image: Float32Array, [, y, z]: Point): number {
  const column = Math.round((y - midline.positionMm[1]) / midline.spacingMm);
  const row = Math.round((midline.positionMm[2] - z) / midline.spacingMm);
  return image[row * 320 + column]!;
}

const centerOf = (name: string) => phantom.column.vertebrae.find((vertebra) => vertebra.name === name)!.pose.center;
const discBelow = (name: string) => phantom.column.discs.find(({ above }) => above === name)!.pose.center;
const canalAt = (name: string) => phantom.column.canal[phantom.column.vertebrae.findIndex((vertebra) => vertebra.name === name)]!;

test('spinal fluid is bright on T2 and dark on T1', () => {
  expect(sample(t2, canalAt('L2'))).toBeGreaterThan(1.5 * sample(t2, centerOf('L2')));
  expect(sample(t1, canalAt('L2'))).toBeLessThan(0.6 * sample(t1, centerOf('L2')));
});

test('of the lumbar discs only L4/5 has lost its bright nucleus', () => {
  const nucleus = (name: string) => sample(t2, [0, discBelow(name)[1], discBelow(name)[2] + 1.8]);
  for (const name of ['L1', 'L2', 'L3', 'L5']) expect(nucleus(name)).toBeGreaterThan(1.5 * nucleus('L4'));
});

test('the disc L4/5 bulges into the canal, more to the left', () => {
  const { pose: { center, tilt }, size } = phantom.column.discs.find(({ above }) => above === 'L4')!;
  // A plane along the disc; rows run to the left, columns along the disc to the back. Its centre is pixel 79.5, 79.5 of 160.
  const plane = planeAround(center, [1, 0, 0], [0, Math.cos(tilt), Math.sin(tilt)], 0.5, 160);
  const [axial] = phantom.forSequences([T2])(plane) as [Float32Array];
  const at = (x: number, back: number) => axial[Math.round(79.5 + back / 0.5) * 160 + Math.round(79.5 + x / 0.5)]!;
  // 4.4 mm behind the rim of the disc: still disc on the left of the midline, fluid or fat on the right.
  expect(at(8, size.halfDepth + 4.4)).toBeLessThan(0.6 * at(-9, size.halfDepth + 4.4));
});

test('the lordosis opens to the back, and the sacrum is tipped', () => {
  expect(centerOf('L3')[1]).toBeLessThan(centerOf('L1')[1]);
  expect(centerOf('L3')[1]).toBeLessThan(centerOf('L5')[1]);
  const tilt = (name: string) => phantom.column.vertebrae.find((vertebra) => vertebra.name === name)!.pose.tilt;
  expect((tilt('S1') * 180) / Math.PI).toBeGreaterThan(30);
});

test('the cord ends behind the first lumbar vertebra', () => {
  // Cord is grey on T2, fluid white.
  const [, y12, z12] = canalAt('T12');
  const [, y3, z3] = canalAt('L3');
  expect(sample(t2, [0, y12, z12])).toBeLessThan(0.7 * sample(t2, [0, y3 - 3, z3]));
});
