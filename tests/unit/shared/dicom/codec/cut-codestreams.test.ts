import { expect, test } from 'vitest';
import { decodeJpeg } from '#shared/dicom/codec/decode-jpeg.ts';
import { readJpeg2000Header } from '#shared/dicom/codec/jpeg2000-header.ts';
import { rleSamples } from '#shared/dicom/codec/rle-samples.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { TEST_CODESTREAMS } from '#renderer/imaging/self-test/codestreams.ts';

/** The ramp of 16 x 16 pixels, encoded by dcmtk and others: the value of pixel n is n, or 16 n with 12 bits. */
const SIZE = 16;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const named = (pattern: RegExp) => TEST_CODESTREAMS.filter(({ name }) => pattern.test(name)).map((one) => [one.name, one] as const);

/** Cut off anywhere in the picture. @param tailBytes what may be missing: an end marker */
function everyCut(codestream: Uint8Array, tailBytes = 0): readonly Uint8Array[] {
  const end = codestream.at(-1) === 0 ? codestream.length - 1 : codestream.length;
  return Array.from({ length: end - tailBytes }, (_, length) => codestream.slice(0, length));
}

test.each(named(/^JPEG lossless/))('%s gives the ramp', (_, { base64, bitsStored }) => {
  const decoded = decodeJpeg(bytesOf(base64), SIZE);
  expect(decoded).toMatchObject({ rows: SIZE, columns: SIZE, components: 1 });
  expect([...decoded.samples]).toEqual(Array.from({ length: SIZE * SIZE }, (__, index) => index * (bitsStored === 8 ? 1 : 16)));
});

test.each(named(/^JPEG (baseline|extended|spectral|full|lossless)/))('%s that is cut off is refused, never filled up; without a bit of padding it is still whole', (_, { base64 }) => {
  const whole = decodeJpeg(bytesOf(base64), SIZE).samples;
  let refused = 0;
  const cuts = everyCut(bytesOf(base64), 2);
  for (const cut of cuts) {
    try {
      expect(decodeJpeg(cut, SIZE).samples).toEqual(whole);
    } catch (error) {
      if (!isAppError(error, 'file/damaged')) throw error;
      refused += 1;
    }
  }
  // The last byte may hold nothing but padding.
  expect(refused).toBeGreaterThanOrEqual(cuts.length - 1);
});

test.each(named(/^JPEG (baseline|extended|lossless)/))('%s without its end marker alone is the whole picture', (_, { base64 }) => {
  const codestream = bytesOf(base64);
  const end = codestream.at(-1) === 0 ? codestream.length - 1 : codestream.length;
  expect(decodeJpeg(codestream.slice(0, end - 2), SIZE).samples).toEqual(decodeJpeg(codestream, SIZE).samples);
});

test.each(named(/^(JPEG 2000|HTJ2K)/))('the header of %s knows its size, and that its end is missing', (_, { base64 }) => {
  const codestream = bytesOf(base64);
  expect(readJpeg2000Header(codestream)).toMatchObject({ rows: SIZE, columns: SIZE, components: 1, precision: 12, isSubsampled: false });
  const withoutLastBytes = codestream.slice(0, Math.floor(codestream.length * 0.8));
  expect(() => readJpeg2000Header(withoutLastBytes)).toThrow(expect.objectContaining({ code: 'file/damaged' }));
});

test.each(named(/^RLE/))('%s that is cut off anywhere is refused', (_, { base64 }) => {
  const layout = { pixelCount: SIZE * SIZE, samplesPerPixel: 1, bitsAllocated: 16 };
  const codestream = bytesOf(base64);
  expect([...rleSamples(codestream, layout)].slice(0, 3)).toEqual([0, 16, 32]);
  for (const cut of everyCut(codestream)) expect(() => rleSamples(cut, layout)).toThrow(expect.objectContaining({ code: 'file/damaged' }));
});

test.each(named(/^JPEG extended/))('%s keeps the ramp within the loss of its tables', (_, { base64 }) => {
  const { samples } = decodeJpeg(bytesOf(base64), SIZE);
  // Quality 95: the largest step of the 12-bit ramp is 16.
  samples.forEach((value, index) => expect(Math.abs(value - index * 16)).toBeLessThanOrEqual(32));
});
