import type { StoredValues } from './stored-values.ts';

/**
 * The decoder for 12-bit JPEG in dicom-image-loader 5.14 makes every value 15 too high: it moves the level by 2056 * 4095 / 255 where
 * 32776 would be right, and (33017 - 32776) / 16 = 15. Values that it cut off at the largest stay there.
 * `tests/e2e/viewer-pixels.spec.ts` fails when the decoder is mended.
 */
const BIAS = 15;

export function withoutExtendedJpegBias(values: StoredValues): Uint16Array {
  return Uint16Array.from(values, (value) => (value >= 4095 ? value : Math.max(0, value - BIAS)));
}
