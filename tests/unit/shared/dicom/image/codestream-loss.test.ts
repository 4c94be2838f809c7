import { expect, test } from 'vitest';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';

/** SOC, SIZ (length 4 here), COD with the wavelet in its tenth byte after the length. */
const jpeg2000 = (wavelet: number) =>
  Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 0, 0, 0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, wavelet);
/** SOI, SOF55 (length 4 here), SOS with one component and NEAR. */
const jpegLs = (near: number) => Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 0, 4, 0, 0, 0xff, 0xda, 0, 8, 1, 1, 0, near, 0, 0);
/** SOI and a frame header with one component. */
const jpeg = (process: number) => Uint8Array.of(0xff, 0xd8, 0xff, process, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0);

test.each([
  ['JPEG 2000 with the 9-7 wavelet', '1.2.840.10008.1.2.4.91', jpeg2000(0)],
  ['HTJ2K with the 9-7 wavelet', '1.2.840.10008.1.2.4.203', jpeg2000(0)],
  ['JPEG-LS with NEAR 2', '1.2.840.10008.1.2.4.81', jpegLs(2)],
  ['JPEG-LS with NEAR 2 that calls itself lossless', '1.2.840.10008.1.2.4.80', jpegLs(2)],
  ['JPEG 2000 with the 9-7 wavelet that calls itself lossless', '1.2.840.10008.1.2.4.90', jpeg2000(0)],
  ['JPEG Baseline', '1.2.840.10008.1.2.4.50', jpeg(0xc0)],
  ['JPEG Baseline that is labelled lossless', '1.2.840.10008.1.2.4.70', jpeg(0xc0)],
  ['a codestream that ends in its header', '1.2.840.10008.1.2.4.91', jpeg2000(1).subarray(0, 12)],
])('%s has lost something', (_, transferSyntaxUid, codestream) => {
  expect(losesPixels(transferSyntaxUid, codestream)).toBe(true);
});

test.each([
  ['JPEG 2000 with the 5-3 wavelet', '1.2.840.10008.1.2.4.91', jpeg2000(1)],
  ['JPEG-LS with NEAR 0', '1.2.840.10008.1.2.4.81', jpegLs(0)],
  ['lossless JPEG-LS', '1.2.840.10008.1.2.4.80', jpegLs(0)],
  ['lossless HTJ2K whose header cannot be read', '1.2.840.10008.1.2.4.201', jpeg2000(1).subarray(0, 12)],
  ['JPEG lossless', '1.2.840.10008.1.2.4.70', jpeg(0xc3)],
  ['uncompressed', '1.2.840.10008.1.2.1', Uint8Array.of(1, 2)],
])('%s has lost nothing', (_, transferSyntaxUid, codestream) => {
  expect(losesPixels(transferSyntaxUid, codestream)).toBe(false);
});
