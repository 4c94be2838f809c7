import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { KEY_IMAGE_LIMITS, LOGO_LIMITS, sealPicture } from '#main/documents/seal-picture.ts';
import { decodeJpeg } from '#shared/dicom/codec/decode-jpeg.ts';
import { greyJpeg, segment } from '#tests/support/grey-jpeg.ts';

const ramp = greyJpeg(64, 32, (column) => column * 30);
const at = (bytes: Uint8Array, place: number, ...more: readonly Uint8Array[]) => new Uint8Array(Buffer.concat([bytes.subarray(0, place), ...more, bytes.subarray(place)]));

describe('a picture that is sealed', () => {
  test('keeps its pixels and is named by the bytes that remain', () => {
    const sealed = sealPicture(ramp, KEY_IMAGE_LIMITS);
    // Eight squares across: 0, 30, 60 … 210; the first pixel of the third square is 60.
    expect([sealed.widthPx, sealed.heightPx, decodeJpeg(sealed.bytes, 0).samples[16]]).toEqual([64, 32, 60]);
    expect(sealed.sha256).toBe(createHash('sha256').update(sealed.bytes).digest('hex'));
  });

  test('loses what a camera wrote beside it and what stands behind its end', () => {
    const exif = segment(0xe1, Buffer.from('Exif\0\0 patient 陈桂兰'));
    const comment = segment(0xfe, Buffer.from('陈桂兰'));
    const dressed = Buffer.concat([at(ramp, 2, exif, comment), Buffer.from('PK behind the end')]);
    const sealed = sealPicture(dressed, KEY_IMAGE_LIMITS);
    expect(Buffer.from(sealed.bytes).includes('陈桂兰')).toBe(false);
    expect(sealed.sha256).toBe(sealPicture(ramp, KEY_IMAGE_LIMITS).sha256);
  });
});

describe('no picture for a paper is', () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, reason: string])[] = [
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n0000000', 'latin1'), 'no-baseline-jpeg'],
    ['a progressive JPEG', Buffer.from(ramp).map((byte, index) => (byte === 0xc0 && ramp[index - 1] === 0xff ? 0xc2 : byte)), 'no-baseline-jpeg'],
    ['one that ends in the middle of its picture', ramp.subarray(0, ramp.length - 12), 'damaged'],
    ['one without its tables', new Uint8Array(Buffer.concat([ramp.subarray(0, 2), ramp.subarray(20 + 69)])), 'damaged'],
    ['one that is larger than its place', greyJpeg(648, 8, () => 100), 'too-large'],
    ['an empty file', new Uint8Array(), 'no-baseline-jpeg'],
  ];

  test.each(cases)('%s', (_name, bytes, reason) => {
    expect(() => sealPicture(bytes, KEY_IMAGE_LIMITS)).toThrow(expect.objectContaining({ code: 'report/picture-refused', facts: { reason } }));
  });

  test('one of more bytes than a slow line should carry', () => {
    // 320 x 320: 1 600 squares whose shade jumps between 0 and 255: category 8 has a code of 7 bits, 8 bits more and one zero: 1 600 * 16 / 8 = 3 200 bytes.
    const busy = greyJpeg(320, 320, (column, row) => ((column + row) % 2) * 255);
    expect(() => sealPicture(busy, { ...LOGO_LIMITS, bytes: 3_000 })).toThrow(expect.objectContaining({ facts: { reason: 'too-many-bytes' } }));
    expect(sealPicture(busy, LOGO_LIMITS).bytes.length).toBeLessThan(4_000);
  });
});
