import { expect, test } from 'vitest';
import { colourSpaceOfJpeg, readJpegHeader } from '#shared/dicom/pixel/jpeg-codestream.ts';

const JFIF = [0xff, 0xe0, 0, 7, 0x4a, 0x46, 0x49, 0x46, 0];
const ADOBE = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];
/** SOI, segments, a frame header of the given process with three components. */
const jpeg = (process: number, precision: number, segments: readonly number[] = [], ids: readonly number[] = [1, 2, 3]) =>
  Uint8Array.from([0xff, 0xd8, ...segments, 0xff, process, 0, 17, precision, 0, 4, 0, 4, ids.length, ...ids.flatMap((id) => [id, 0x11, 0])]);

test('the frame header tells process, precision and components', () => {
  expect(readJpegHeader(jpeg(0xc3, 12, JFIF))).toEqual({ process: 'lossless', precision: 12, componentIds: [1, 2, 3], hasJfif: true, adobeTransform: undefined });
});

test('what is no JPEG has no header', () => {
  expect(readJpegHeader(Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 0, 0, 0, 0, 0, 0))).toBeUndefined();
});

test.each([
  ['says nothing: the image knows, RGB', jpeg(0xc0, 8), 'RGB', 'RGB'],
  ['says nothing: the image knows, YCbCr', jpeg(0xc0, 8), 'YBR_FULL_422', 'YBR_FULL'],
  ['has a JFIF segment: YCbCr whatever the image says', jpeg(0xc0, 8, JFIF), 'RGB', 'YBR_FULL'],
  ['has an Adobe segment that says not turned', jpeg(0xc0, 8, ADOBE), 'YBR_FULL', 'RGB'],
  ['has an Adobe segment that says YCbCr', jpeg(0xc0, 8, [...ADOBE.slice(0, 15), 1]), 'RGB', 'YBR_FULL'],
  ['is lossless: never turned', jpeg(0xc3, 8, JFIF), 'RGB', 'RGB'],
])('a colour JPEG that %s', (_, codestream, declared, expected) => {
  expect(colourSpaceOfJpeg(codestream, declared)).toBe(expected);
});
