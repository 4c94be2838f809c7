import { expect, test } from 'vitest';
import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import { sliceDistanceMm } from '#shared/dicom/volume/volume-grid.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { planVolume, type VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import { madeSlice, madeSlices } from '#tests/support/passports/made-series.ts';

function verdictOf(images: readonly ImageDescription[]) {
  return planVolume(passportOfSeries(images).stacks[0]!);
}
function planOf(images: readonly ImageDescription[]): VolumePlan {
  const verdict = verdictOf(images);
  if (verdict.status !== 'possible') throw new Error(verdict.reason);
  return verdict.plan;
}
const kinds = ({ layers }: VolumePlan) => layers.map(({ kind }) => kind);

test('regular slices become the grid that they are, from the lowest along their normal, without a mark', () => {
  const plan = planOf(madeSlices(5, 2.5));
  expect([plan.marks, kinds(plan)]).toEqual([[], ['frame', 'frame', 'frame', 'frame', 'frame']]);
  expect(plan.grid.slices).toBe(5);
  expect(sliceDistanceMm(plan.grid)).toBeCloseTo(2.5, 9);
});

test('a tilted gantry stays in the grid: its edge goes through the corners, and every picture says so', () => {
  const angle = (14 * Math.PI) / 180;
  const plan = planOf(madeSlices(10, 5, (index) => ({ ImageOrientationPatient: [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)], ImagePositionPatient: [-100, -120, index * 5] })));
  expect(plan.marks).toEqual([{ kind: 'tilt-corrected', degrees: expect.closeTo(14, 6) }]);
  for (const [axis, value] of [0, 0, 5].entries()) expect(plan.grid.sliceStepMm[axis]).toBeCloseTo(value, 9);
  // Planes are 5 cos 14° = 4.851 mm apart.
  expect(sliceDistanceMm(plan.grid)).toBeCloseTo(4.8515, 4);
});

test('a missing slice is left empty: nothing is made up between its neighbours', () => {
  // 0 to 45 mm in steps of 5 without 20: ten layers, the fifth is empty.
  const plan = planOf(madeSlices(10, 5).filter((_, index) => index !== 4));
  expect(kinds(plan)).toEqual(['frame', 'frame', 'frame', 'frame', 'gap', 'frame', 'frame', 'frame', 'frame', 'frame']);
  expect(plan.marks).toEqual([{ kind: 'gaps', count: 1 }]);
});

test('slices of 5 mm that become 2.5 mm are put on steps of 2.5 mm, halfway between where there is none', () => {
  const images = [0, 5, 10, 12.5, 15, 17.5, 20].map((at, index) => madeSlice(`s${index}`, index + 1, at, { SliceThickness: index < 2 ? 5 : 2.5 }));
  const plan = planOf(images);
  // 0, 2.5, 5, 7.5, 10 ... 20
  expect(kinds(plan)).toEqual(['frame', 'between', 'frame', 'between', 'frame', 'frame', 'frame', 'frame', 'frame']);
  expect(plan.layers[1]).toMatchObject({ kind: 'between', share: 0.5 });
  expect(plan.marks).toEqual([{ kind: 'resampled', smallestMm: 2.5, largestMm: 5 }]);
});

test.each([
  ['a scout', madeSlices(1, 5, () => ({ ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] })), 'localizer'],
  ['scouts that lie behind each other', madeSlices(4, 5, () => ({ ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] })), 'localizer'],
  ['one slice', madeSlices(1, 5), 'too-few-slices'],
  ['two slices', madeSlices(2, 5), 'too-few-slices'],
  ['a slice that came twice', [...madeSlices(6, 5), madeSlice('again', 3, 10)], 'duplicate-slices'],
  ['a tilt that is not in the positions', madeSlices(10, 5, () => ({ GantryDetectorTilt: -15, ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] })), 'tilt-not-in-positions'],
  ['colour', madeSlices(6, 5, () => ({ PhotometricInterpretation: 'RGB', SamplesPerPixel: 3, BitsAllocated: 8, BitsStored: 8, HighBit: 7 })), 'colour'],
  ['corners on a curve', [0, 1, 2, 3, 4, 5].map((index) => madeSlice(`s${index}`, index + 1, 0, { ImagePositionPatient: [index * index, 0, 5 * index] })), 'irregular'],
] as const)('no volume is made of %s', (_name, images, reason) => {
  expect(verdictOf(images)).toEqual({ status: 'refused', reason });
});

test('two orientations or two examinations in one series are stacks of their own, and each has its own verdict', () => {
  const axial = madeSlices(5, 2);
  const coronal = [0, 1, 2, 3].map((index) => madeSlice(`c${index}`, 20 + index, 0, { ImageOrientationPatient: [1, 0, 0, 0, 0, -1], ImagePositionPatient: [0, index * 3, 0] }));
  const verdicts = passportOfSeries([...axial, ...coronal]).stacks.map((stack) => planVolume(stack));
  expect(verdicts.map((verdict) => (verdict.status === 'possible' ? verdict.plan.grid.slices : verdict.reason))).toEqual([5, 4]);
  // The same slices once more with another matrix: a second stack that is whole in itself.
  const finer = [0, 1, 2].map((index) => madeSlice(`f${index}`, 40 + index, index * 4, { Rows: 128, Columns: 128, PixelSpacing: [0.5, 0.5] }));
  expect(passportOfSeries([...axial, ...finer]).stacks.map((stack) => planVolume(stack).status)).toEqual(['possible', 'possible']);
});
