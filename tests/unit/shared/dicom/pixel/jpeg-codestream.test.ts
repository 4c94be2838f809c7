import { expect, test } from 'vitest';
import { withoutExtendedJpegBias } from '#shared/dicom/pixel/jpeg-extended-bias.ts';
import { readJpegHeader, syntaxToDecode, withColourSpace } from '#shared/dicom/pixel/jpeg-codestream.ts';

const JFIF = [0xff, 0xe0, 0, 7, 0x4a, 0x46, 0x49, 0x46, 0];
const ADOBE = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];
/** SOI, segments, a frame header of the given process with three components. */
const jpeg = (process: number, precision: number, segments: readonly number[] = [], ids: readonly number[] = [1, 2, 3]) =>
  Uint8Array.from([0xff, 0xd8, ...segments, 0xff, process, 0, 17, precision, 0, 4, 0, 4, ids.length, ...ids.flatMap((id) => [id, 0x11, 0])]);

const BASELINE = '1.2.840.10008.1.2.4.50';
const LOSSLESS = '1.2.840.10008.1.2.4.70';

test('the frame header tells process, precision and components', () => {
  expect(readJpegHeader(jpeg(0xc3, 12, JFIF))).toEqual({ process: 'lossless', precision: 12, componentIds: [1, 2, 3], hasJfif: true, hasAdobe: false });
});

test('what is no JPEG has no header', () => {
  expect(readJpegHeader(Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 0, 0, 0, 0, 0, 0))).toBeUndefined();
});

test.each([
  ['baseline that is labelled lossless', LOSSLESS, jpeg(0xc0, 8), BASELINE],
  ['lossless that is labelled baseline', BASELINE, jpeg(0xc3, 16), LOSSLESS],
  ['twelve bits extended', '1.2.840.10008.1.2.4.51', jpeg(0xc1, 12), '1.2.840.10008.1.2.4.51'],
  ['eight bits progressive', '1.2.840.10008.1.2.4.55', jpeg(0xc2, 8), BASELINE],
  ['twelve bits progressive, which no decoder here does right', '1.2.840.10008.1.2.4.55', jpeg(0xc2, 12), undefined],
  ['near-lossless JPEG-LS', '1.2.840.10008.1.2.4.81', jpeg(0xf7, 8), '1.2.840.10008.1.2.4.80'],
  ['no JPEG at all', BASELINE, Uint8Array.of(1, 2, 3), undefined],
  ['another family', '1.2.840.10008.1.2.4.90', Uint8Array.of(0xff, 0x4f), '1.2.840.10008.1.2.4.90'],
])('%s is decoded as what it is', (_, transferSyntaxUid, codestream, expected) => {
  expect(syntaxToDecode(transferSyntaxUid, codestream)).toBe(expected);
});

test('a colour JPEG that says nothing gets the colour space of its image', () => {
  const marked = withColourSpace(jpeg(0xc0, 8), 'RGB');
  expect(readJpegHeader(marked)?.hasAdobe).toBe(true);
  // The last byte of the Adobe segment: 0 not turned, 1 YCbCr
  expect([marked[17], withColourSpace(jpeg(0xc0, 8), 'YBR_FULL_422')[17]]).toEqual([0, 1]);
});

test.each([['JFIF', JFIF], ['Adobe', ADOBE]])('a colour JPEG with a %s segment speaks for itself', (_, segments) => {
  const codestream = jpeg(0xc0, 8, segments);
  expect(withColourSpace(codestream, 'RGB')).toBe(codestream);
});

test('the bias of the twelve-bit decoder is taken back, but not from what was cut off', () => {
  expect([...withoutExtendedJpegBias(Uint16Array.of(512, 10, 4095))]).toEqual([497, 0, 4095]);
});
