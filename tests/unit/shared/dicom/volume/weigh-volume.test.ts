import { expect, test } from 'vitest';
import { budgetBeside, decideVolume, processorReason, volumeBudgetBytes, weighVolume, type GraphicsLimits } from '#shared/dicom/volume/weigh-volume.ts';

const GIGABYTE = 1024 ** 3;
const card: GraphicsLimits = { isSoftware: false, largestEdge: 2048, largestPicture: 16_384 };
const whole = { bytesPerVoxel: 2, mayBeHalved: false } as const;
const ct = (slices: number) => ({ columns: 512, rows: 512, slices, ...whole });

test('a CT of 2000 slices is whole on 8 GB and put together on 4 GB, and never refused', () => {
  // 512 * 512 * 2000 * 2 = 1,048,576,000 bytes; an eighth of 8 GB is 1,073,741,824, of 4 GB 536,870,912.
  expect(decideVolume(ct(2000), { budgetBytes: volumeBudgetBytes(8), graphics: card })).toEqual({ weight: { kind: 'full', bytes: 1_048_576_000 }, drawnBecause: 'proved-greys' });
  // 256 * 256 * 2000 * 2 = 262,144,000.
  expect(decideVolume(ct(2000), { budgetBytes: volumeBudgetBytes(4), graphics: card }).weight).toEqual({ kind: 'decimated', factor: 2, isHalfPrecision: false, bytes: 262_144_000 });
  // The least a browser tells is 0.25 GB: 32 MB are too little even for a sixteenth, 65,536,000.
  expect(decideVolume(ct(2000), { budgetBytes: volumeBudgetBytes(0.25), graphics: card }).weight).toEqual({ kind: 'too-large', bytes: 1_048_576_000 });
});

test('a budget that is met to the byte is kept, one byte less is the next rung', () => {
  expect(weighVolume(ct(2000), 1_048_576_000).kind).toBe('full');
  expect(weighVolume(ct(2000), 1_048_575_999)).toMatchObject({ kind: 'decimated', factor: 2 });
});

test.each([
  ['software stands in for a card', ct(100), { ...card, isSoftware: true }, 'no-card'],
  ['as many slices as an edge of a texture has', ct(2048), card, 'proved-greys'],
  ['one slice more', ct(2049), card, 'beyond-card'],
  ['rows that are more than a picture may have', { columns: 512, rows: 1025, slices: 10 }, { ...card, largestPicture: 1024 }, 'beyond-card'],
  ['a card that names no limit', ct(1), { isSoftware: false, largestEdge: undefined, largestPicture: undefined }, 'beyond-card'],
] as const)('%s', (_name, size, graphics, reason) => {
  expect(processorReason(size, graphics)).toBe(reason);
});

test('it is the volume that is built that must fit the card, not the one that was scanned', () => {
  // 3000 x 3000 pixels: 9,000,000 * 100 * 2 = 1.8e9 bytes. Four to one they are 1500 x 1500.
  expect(decideVolume({ columns: 3000, rows: 3000, slices: 100, ...whole }, { budgetBytes: GIGABYTE, graphics: card })).toMatchObject({ weight: { kind: 'decimated', factor: 2 }, drawnBecause: 'proved-greys' });
});

test('volumes that are open beside it count, and a quarter is left for the last one', () => {
  expect([budgetBeside(1000, 0), budgetBeside(1000, 600), budgetBeside(1000, 900), budgetBeside(1000, 2000)]).toEqual([1000, 400, 250, 250]);
});
