import { expect, test } from 'vitest';
import { extractStoredValues, extremesOf, storedValueRange, type StoredFormat } from '#shared/dicom/pixel/stored-values.ts';

const format = (bitsStored: number, highBit: number, isSigned: boolean): StoredFormat => ({ bitsAllocated: 16, bitsStored, highBit, isSigned });

test('junk above the stored bits is masked', () => {
  // 0xF123 with 12 bits stored: 0x123 = 291
  expect([...extractStoredValues(Uint16Array.of(0xf123), format(12, 11, false), false)]).toEqual([291]);
});

test('a signed value of twelve bits carries its sign', () => {
  // 0x0FFF is -1 in twelve bits, 0x0800 is -2048, 0x07FF is 2047
  expect([...extractStoredValues(Uint16Array.of(0x0fff, 0x0800, 0x07ff), format(12, 11, true), false)]).toEqual([-1, -2048, 2047]);
});

test('bits that lie high in the word come down first', () => {
  // High bit 15, 12 stored: 0x1230 >> 4 = 0x123 = 291; signed 0xFFF0 >> 4 = 0xFFF = -1
  expect([...extractStoredValues(Uint16Array.of(0x1230), format(12, 15, false), false)]).toEqual([291]);
  expect([...extractStoredValues(Uint16Array.of(0xfff0), format(12, 15, true), false)]).toEqual([-1]);
});

test('what a codec has already brought down is not moved again', () => {
  expect([...extractStoredValues(Uint16Array.of(291), format(12, 15, false), true)]).toEqual([291]);
});

test('a decoder that already carried the sign changes nothing', () => {
  expect([...extractStoredValues(Int16Array.of(-2000, 5), format(16, 15, true), true)]).toEqual([-2000, 5]);
});

test('unsigned sixteen bits keep their largest value', () => {
  expect([...extractStoredValues(Uint16Array.of(65_535), format(16, 15, false), false)]).toEqual([65_535]);
});

test('the words that were given are not changed', () => {
  const words = Uint16Array.of(0xf123);
  extractStoredValues(words, format(12, 11, false), false);
  expect(words[0]).toBe(0xf123);
});

test('the range of a format follows bits and sign', () => {
  expect([storedValueRange(format(12, 11, true)), storedValueRange(format(10, 9, false))]).toEqual([[-2048, 2047], [0, 1023]]);
});

test('the extremes of a frame are its smallest and largest value', () => {
  expect(extremesOf(Int16Array.of(3, -7, 5))).toEqual([-7, 5]);
});
