import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { isPadding, pixelPaddingOf } from '#shared/dicom/pixel/pixel-padding.ts';

const signed = { bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true };
const unsigned = { ...signed, isSigned: false };

test('a padding value of a signed image that was sent without its sign is understood', () => {
  // 63536 - 65536 = -2000
  expect(pixelPaddingOf(buildDataSet({ PixelPaddingValue: 63_536 }), signed)).toEqual({ low: -2000, high: -2000 });
});

test('a padding value of an unsigned image that was sent with a sign is understood', () => {
  expect(pixelPaddingOf(buildDataSet({ PixelPaddingValue: -1 }), unsigned)).toEqual({ low: 65_535, high: 65_535 });
});

test('a range limit below the value spans from the limit to the value', () => {
  const padding = pixelPaddingOf(buildDataSet({ PixelPaddingValue: 10, PixelPaddingRangeLimit: 0 }), unsigned);
  expect([-1, 0, 10, 11].map((value) => isPadding(padding, value))).toEqual([false, true, true, false]);
});

test('without a padding value nothing is padding', () => {
  expect(isPadding(pixelPaddingOf(buildDataSet({}), unsigned), 0)).toBe(false);
});
