import { expect, test } from 'vitest';
import { linkedIndex, mayGoRegistered, offsetLinkOf, sliceLinkRefusalOf } from '#shared/imaging-passport/linked-slice.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { madeSlices } from '../../../support/passports/made-series.ts';

const passportOf = (...made: Parameters<typeof madeSlices>) => passportOfSeries(madeSlices(...made)).stacks[0]!;
/** 20 slices, 1 mm apart: z = 0 to 19. */
const thin = passportOf(20, 1);
/** 5 slices, 5 mm apart: z = 0 to 20. */
const thick = passportOf(5, 5);
/** As `thick`, but measured from another zero. */
const other = passportOf(5, 5, () => ({ FrameOfReferenceUID: '1.2.10' }));
const sagittal = passportOf(5, 5, (index) => ({ ImageOrientationPatient: [0, 1, 0, 0, 0, -1], ImagePositionPatient: [index * 5, 0, 0] }));

test('in one frame of reference a slice goes with the nearest one, whatever their numbers', () => {
  expect(sliceLinkRefusalOf(thin, thick)).toBeUndefined();
  // z = 12: the nearest of 0, 5, 10, 15, 20 is 10, the third.
  expect(linkedIndex(thin, 12, thick, { kind: 'space' })).toBe(2);
  // z = 15 is slice 16 of the thin ones.
  expect(linkedIndex(thick, 3, thin, { kind: 'space' })).toBe(15);
});

test('equal positions in different frames of reference link nothing', () => {
  expect(sliceLinkRefusalOf(thick, other)).toBe('different-frame-of-reference');
});

test('another plane is no partner for scrolling', () => {
  expect(sliceLinkRefusalOf(thick, sagittal)).toBe('other-plane');
});

test('where the other stack ends, nothing moves', () => {
  const far = passportOf(3, 5, (index) => ({ ImagePositionPatient: [0, 0, 100 + index * 5] }));
  expect(linkedIndex(thin, 3, far, { kind: 'space' })).toBeUndefined();
});

test('an offset that a hand set is kept in millimetres, also between frames of reference', () => {
  // Slice 3 of the thick ones (z = 10) lies beside z = 4 of the thin ones: the offset is 6 mm; from z = 9 it leads to 15, the fourth.
  const link = offsetLinkOf(thin, 4, other, 2);
  expect(link).toEqual({ kind: 'offset', offsetMm: 6 });
  expect(linkedIndex(thin, 9, other, link)).toBe(3);
});

test('between planes that cross an offset counts images, and ends with the stack', () => {
  const link = offsetLinkOf(thick, 1, sagittal, 3);
  expect(link).toEqual({ kind: 'offset-images', offset: 2 });
  expect([linkedIndex(thick, 0, sagittal, link), linkedIndex(thick, 4, sagittal, link)]).toEqual([2, undefined]);
});

test('by a registration a slice goes to where its middle is led', () => {
  // 30 mm towards the head: z = 12 of the thin ones is z = 42 there. Slices 5 mm apart from z = 25: 25, 30, 35, 40, 45; the nearest to 42 is 40, the fourth.
  const prior = passportOf(5, 5, (index) => ({ FrameOfReferenceUID: '1.2.10', ImagePositionPatient: [0, 0, 25 + index * 5] }));
  const link = { kind: 'registered', transform: { rotation: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], translationMm: [0, 0, 30] }, confidence: 0.9, spreadMm: 1 } as const;
  expect(linkedIndex(thin, 12, prior, link)).toBe(3);
  expect(mayGoRegistered(thin, prior, link.transform)).toBe(true);
  // Where the prior does not reach, it stays: z = 0 is led to 30, which it has; from 70 mm on it has nothing.
  expect(linkedIndex(thin, 19, prior, { ...link, transform: { ...link.transform, translationMm: [0, 0, 70] } })).toBeUndefined();
});

test('a registration that turns slices into another plane links nothing', () => {
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  expect(mayGoRegistered(thin, other, { rotation: [[1, 0, 0], [0, c, -s], [0, s, c]], translationMm: [0, 0, 0] })).toBe(false);
});
