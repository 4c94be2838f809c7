import { expect, test } from 'vitest';
import { greyLookup, type GreyPresentation } from '#shared/dicom/pixel/grey-lookup.ts';

// Width 256, centre 128 under LINEAR: grey = value. Stored values are modality values here.
const presentation: GreyPresentation = {
  transform: { kind: 'linear', slope: 1, intercept: 0, unit: '1' },
  voi: { kind: 'window', function: 'LINEAR', windowCenter: 128, windowWidth: 256 },
  isMonochrome1: false, isInverted: false, padding: { low: 7, high: 7 },
};
const greyOf = (change: Partial<GreyPresentation>, stored: number) => greyLookup({ ...presentation, ...change }, -100, 300)[stored + 100];

test.each([
  ['MONOCHROME2', {}, 55],
  ['MONOCHROME2, inverted by hand', { isInverted: true }, 200],
  ['MONOCHROME1 is inverted once', { isMonochrome1: true }, 200],
  ['MONOCHROME1, inverted by hand, is as MONOCHROME2', { isMonochrome1: true, isInverted: true }, 55],
])('the stored value 55 of %s', (_, change, grey) => {
  expect(greyOf(change, 55)).toBe(grey);
});

test('padding is black however the image is inverted', () => {
  const greys = [{}, { isInverted: true }, { isMonochrome1: true }, { isMonochrome1: true, isInverted: true }].map((change) => greyOf(change, 7));
  expect(greys).toEqual([0, 0, 0, 0]);
});

test('values below and above the window are black and white', () => {
  expect([-100, 300].map((stored) => greyOf({}, stored))).toEqual([0, 255]);
});

test('a slope that is no whole number loses no grey', () => {
  // 55 * 0.5 + 100 = 127.5; grey 127.5 rounds to even: 128
  expect(greyOf({ transform: { kind: 'linear', slope: 0.5, intercept: 100, unit: '1' } }, 55)).toBe(128);
});
