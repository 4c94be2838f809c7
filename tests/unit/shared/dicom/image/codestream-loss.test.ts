import { expect, test } from 'vitest';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';

/** SOC, SIZ (length 4 here), COD with the wavelet in its tenth byte after the length. */
const jpeg2000 = (wavelet: number) =>
  Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 0, 0, 0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, wavelet);
/** SOI, SOF55 (length 4 here), SOS with one component and NEAR. */
const jpegLs = (near: number) => Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 0, 4, 0, 0, 0xff, 0xda, 0, 8, 1, 1, 0, near, 0, 0);

test.each([
  ['JPEG 2000 with the 9-7 wavelet', '1.2.840.10008.1.2.4.91', jpeg2000(0), true],
  ['JPEG 2000 with the 5-3 wavelet', '1.2.840.10008.1.2.4.91', jpeg2000(1), false],
  ['HTJ2K with the 9-7 wavelet', '1.2.840.10008.1.2.4.203', jpeg2000(0), true],
  ['JPEG-LS with NEAR 2', '1.2.840.10008.1.2.4.81', jpegLs(2), true],
  ['JPEG-LS with NEAR 0', '1.2.840.10008.1.2.4.81', jpegLs(0), false],
  ['JPEG Baseline', '1.2.840.10008.1.2.4.50', Uint8Array.of(0xff, 0xd8), true],
  ['JPEG lossless', '1.2.840.10008.1.2.4.70', Uint8Array.of(0xff, 0xd8), false],
  ['uncompressed', '1.2.840.10008.1.2.1', Uint8Array.of(1, 2), false],
  ['a codestream that ends in its header', '1.2.840.10008.1.2.4.91', jpeg2000(1).subarray(0, 12), true],
])('%s: loses pixels is %4$s', (_, transferSyntaxUid, codestream, expected) => {
  expect(losesPixels(transferSyntaxUid, codestream)).toBe(expected);
});
