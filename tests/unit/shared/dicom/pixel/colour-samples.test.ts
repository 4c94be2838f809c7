import { expect, test } from 'vitest';
import { toRgb, type ColourLayout } from '#shared/dicom/pixel/colour-samples.ts';

const twoPixels = (photometricInterpretation: string, isPlanar = false): ColourLayout => ({ rows: 1, columns: 2, photometricInterpretation, isPlanar });

test('colours that lie plane after plane are interleaved', () => {
  expect([...toRgb(Uint8Array.of(1, 2, 3, 4, 5, 6), twoPixels('RGB', true))!]).toEqual([1, 3, 5, 2, 4, 6]);
});

test('YBR_FULL becomes RGB', () => {
  // Grey keeps its value. Y 76, Cb 85, Cr 255 is red: 76 + 1.402 * 127 = 254.05; 76 + 0.344136 * 43 - 0.714136 * 127 = 0.10; 76 - 1.772 * 43 = -0.2
  expect([...toRgb(Uint8Array.of(100, 128, 128, 76, 85, 255), twoPixels('YBR_FULL'))!]).toEqual([100, 100, 100, 254, 0, 0]);
});

test('YBR_FULL_422 shares the colour of two pixels', () => {
  // Y 50, Y 60, Cb 128, Cr 228: 50 + 140.2 = 190, 50 - 71.4 = 0 and 60 + 140.2 = 200, 60 - 71.4 = 0
  expect([...toRgb(Uint8Array.of(50, 60, 128, 228), twoPixels('YBR_FULL_422'))!]).toEqual([190, 0, 50, 200, 0, 60]);
});

test('what a JPEG 2000 codec has turned back stays as it is', () => {
  expect([...toRgb(Uint8Array.of(1, 2, 3, 4, 5, 6), twoPixels('YBR_RCT'))!]).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each([['too few samples', Uint8Array.of(1, 2, 3), 'RGB'], ['a space that nobody uses', new Uint8Array(6), 'CMYK']])('%s give no picture', (_, samples, space) => {
  expect(toRgb(samples, twoPixels(space))).toBeUndefined();
});
