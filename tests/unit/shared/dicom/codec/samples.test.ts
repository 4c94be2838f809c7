import { expect, test } from 'vitest';
import { nativeSamples } from '#shared/dicom/codec/native-samples.ts';
import { rleSamples } from '#shared/dicom/codec/rle-samples.ts';

const layout = (sampleCount: number, bitsAllocated: number, rest: object = {}) => ({ sampleCount, bitsAllocated, isBigEndian: false, isFloat: false, ...rest });

test('one-bit pixels begin at the lowest bit', () => {
  expect([...nativeSamples(Uint8Array.of(0b0000_0101, 0b1), layout(9, 1))]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1]);
});

test('two packed twelve-bit samples take three bytes', () => {
  // 0xabc and 0x123: bc, 3a, 12
  expect([...nativeSamples(Uint8Array.of(0xbc, 0x3a, 0x12), layout(2, 12))]).toEqual([0xabc, 0x123]);
});

test('words of a big endian frame are turned round', () => {
  expect([...nativeSamples(Uint8Array.of(0x12, 0x34), layout(1, 16, { isBigEndian: true }))]).toEqual([0x1234]);
  expect([...nativeSamples(Uint8Array.of(0x12, 0x34, 0x56, 0x78), layout(1, 32, { isBigEndian: true }))]).toEqual([0x12345678]);
});

test('floats stay what they are', () => {
  expect([...nativeSamples(new Uint8Array(Float32Array.of(0.5, -2).buffer), layout(2, 32, { isFloat: true }))]).toEqual([0.5, -2]);
  expect([...nativeSamples(new Uint8Array(Float64Array.of(0.1).buffer), layout(1, 64, { isFloat: true }))]).toEqual([0.1]);
});

test.each([
  ['too few bytes', () => nativeSamples(new Uint8Array(3), layout(2, 16))],
  ['64-bit whole numbers', () => nativeSamples(new Uint8Array(8), layout(1, 64))],
  ['an odd number of bits', () => nativeSamples(new Uint8Array(8), layout(1, 24))],
])('%s are refused', (_, act) => {
  expect(act).toThrow(expect.objectContaining({ code: 'file/damaged' }));
});

/** A header of segments, then their bytes. */
function rle(...segments: readonly (readonly number[])[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let at = 64;
  segments.forEach((segment, index) => {
    header.setUint32(4 + index * 4, at, true);
    at += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

test('a run repeats the next byte, a literal copies, 128 does nothing', () => {
  // 254: 257 - 254 = 3 times 7; 1: two bytes as they are
  expect([...rleSamples(rle([254, 7, 128, 1, 8, 9]), { pixelCount: 5, samplesPerPixel: 1, bitsAllocated: 8 })]).toEqual([7, 7, 7, 8, 9]);
});

test('the most significant bytes come first', () => {
  expect([...rleSamples(rle([1, 0x12, 0x56], [1, 0x34, 0x78]), { pixelCount: 2, samplesPerPixel: 1, bitsAllocated: 16 })]).toEqual([0x1234, 0x5678]);
});

test('samples of colour come out together', () => {
  expect([...rleSamples(rle([1, 1, 4], [1, 2, 5], [1, 3, 6]), { pixelCount: 2, samplesPerPixel: 3, bitsAllocated: 8 })]).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each([
  ['a missing segment', rle([1, 1, 1]), 16],
  ['a segment that ends early', rle([0, 1]), 8],
  ['a run without its byte', rle([254]), 8],
  ['no header', new Uint8Array(10), 8],
])('RLE with %s is refused', (_, bytes, bitsAllocated) => {
  expect(() => rleSamples(bytes, { pixelCount: 2, samplesPerPixel: 1, bitsAllocated })).toThrow(expect.objectContaining({ code: 'file/damaged' }));
});
