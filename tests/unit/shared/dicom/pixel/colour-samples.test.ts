import { expect, test } from 'vitest';
import { toRgb } from '#shared/dicom/pixel/colour-samples.ts';
import type { DecodedSamples } from '#shared/dicom/pixel/decoded-samples.ts';

const rgbOf = (values: DecodedSamples['values'], colourSpace: string, rest: Partial<DecodedSamples> = {}) =>
  toRgb({ values, arrangement: 'interleaved', colourSpace, bitsStored: 8, embeddedBits: new Map(), ...rest }, 2);

test('YBR_FULL becomes RGB', () => {
  // Grey keeps its value. Y 76, Cb 85, Cr 255 is red: 76 + 1.402 * 127 = 254.05; 76 + 0.344136 * 43 - 0.714136 * 127 = 0.10; 76 - 1.772 * 43 = -0.2
  expect([...rgbOf(Uint8Array.of(100, 128, 128, 76, 85, 255), 'YBR_FULL')!]).toEqual([100, 100, 100, 254, 0, 0]);
});

test('YBR_FULL_422 shares the colour of two pixels', () => {
  // Y 50, Y 60, Cb 128, Cr 228: 50 + 140.2 = 190, 50 - 71.4 = 0 and 60 + 140.2 = 200, 60 - 71.4 = 0
  expect([...rgbOf(Uint8Array.of(50, 60, 128, 228), 'YBR_FULL_422', { arrangement: 'half-chroma' })!]).toEqual([190, 0, 50, 200, 0, 60]);
});

test('YBR_PARTIAL spreads 16 to 235 over black to white', () => {
  expect([...rgbOf(Uint8Array.of(16, 128, 128, 235, 128, 128), 'YBR_PARTIAL_422')!]).toEqual([0, 0, 0, 255, 255, 255]);
});

test('what a JPEG 2000 codec has turned back stays as it is', () => {
  expect([...rgbOf(Uint8Array.of(1, 2, 3, 4, 5, 6), 'YBR_RCT')!]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('colours of 16 bits keep their highest eight', () => {
  // 0xff80 / 256 = 255.5, 0x0180 / 256 = 1.5
  expect([...rgbOf(Uint16Array.of(0xff80, 0x0180, 0, 0x8000, 0x7fff, 0xffff), 'RGB', { bitsStored: 16 })!]).toEqual([255, 1, 0, 128, 127, 255]);
});

test.each([['too few samples', Uint8Array.of(1, 2, 3), 'RGB'], ['a space that nobody uses', new Uint8Array(6), 'CMYK']])('%s give no picture', (_, samples, space) => {
  expect(rgbOf(samples, space)).toBeUndefined();
});
