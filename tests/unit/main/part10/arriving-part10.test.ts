import { describe, expect, test } from 'vitest';
import { createArrivingPart10 } from '#main/part10/arriving-part10.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';
import { encapsulated, ITEM_DELIMITER, part10, pixelDescription, raw, SEQUENCE_DELIMITER, sequence, SYNTAX, text, unsignedShort, withIdentity, write, writeItem, type Encoding, type TestElement } from '#tests/support/build-part10.ts';

const JPEG = SYNTAX.jpegBaseline;
const RLE = SYNTAX.rle;

function film(pixelData: TestElement, { syntax = SYNTAX.explicit, encoding = 'explicit', frames = '3', bits = 8, before = [] }: {
  syntax?: string; encoding?: Encoding; frames?: string; bits?: number; before?: readonly TestElement[];
} = {}): Uint8Array {
  return part10(syntax, write([...withIdentity(...pixelDescription(2, 2, { bits, frames })), ...before, pixelData], encoding));
}

/** A codestream in two bytes of markers, a body and an end; so long that its beginning can be told. */
const jpeg = (mark: number, length = 6) => [0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length }, () => mark), 0xff, 0xd9];
/** What goes on in another fragment. */
const rest = (mark: number, length = 8) => [...Array.from({ length: length - 2 }, () => mark), 0xff, 0xd9];
/** PS3.5 G.5: one segment at byte 64. */
const rle = (mark: number) => [1, 0, 0, 0, 64, 0, 0, 0, ...Array.from({ length: 56 }, () => 0), mark, mark];

/** Frames as they stand after each byte. */
function byteByByte(bytes: Uint8Array) {
  const arriving = createArrivingPart10();
  const hereAt: number[] = [];
  const frames: number[][] = [];
  for (let length = 1; length <= bytes.length; length += 1) {
    arriving.take(bytes.subarray(0, length));
    for (let index = 0; index < arriving.framesHere(); index += 1) {
      const frame = [...(arriving.frame(index) ?? [])];
      // What was given out once never changes.
      if (index < frames.length) expect(frame).toEqual(frames[index]);
      else {
        frames.push(frame);
        hereAt.push(length);
      }
    }
  }
  return { arriving, frames, hereAt };
}

function wholeOf(bytes: Uint8Array): number[][] | 'damaged' {
  try {
    return readPart10(bytes).frames.map((frame) => [...frame]);
  } catch (error) {
    if (isAppError(error, 'file/damaged')) return 'damaged';
    throw error;
  }
}

const native = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const icon = sequence(0x00880200, [unsignedShort(0x00280010, 1), raw(0x7fe00010, 'OW', [1, 2])]);
/** The same in a sequence and an item without lengths. */
const openIcon = raw(0x00880200, 'SQ', [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff, ...write([raw(0x7fe00010, 'OW', [1, 2])], 'explicit'), ...ITEM_DELIMITER, ...SEQUENCE_DELIMITER], 0xffff_ffff);
const longText = text(0x00204000, 'LT', 'x'.repeat(300));
/** Offsets of fragments of 12 bytes, each behind an item header of 8. */
const TABLE = [0, 20, 40];
const three = [jpeg(1), jpeg(2), jpeg(3)];

describe('byte by byte the frames of the whole, each as soon as it is whole', () => {
  test.each<readonly [string, Uint8Array]>([
    ['explicit little endian', film(raw(0x7fe00010, 'OB', native(12)))],
    ['explicit little endian, 16 bits', film(raw(0x7fe00010, 'OW', native(24)), { bits: 16 })],
    ['implicit little endian', film(raw(0x7fe00010, 'OW', native(24)), { syntax: SYNTAX.implicit, encoding: 'implicit', bits: 16 })],
    ['an odd number of bytes, and the zero that makes it even', film(raw(0x7fe00010, 'OB', [...native(12), 0]))],
    ['an icon with pixels of its own before them', film(raw(0x7fe00010, 'OB', native(12)), { before: [longText, icon] })],
    ['an icon in a sequence without a length', film(raw(0x7fe00010, 'OB', native(12)), { before: [openIcon] })],
    ['fragments with a Basic Offset Table', film(encapsulated(three, TABLE), { syntax: JPEG })],
    ['fragments without one', film(encapsulated(three), { syntax: JPEG })],
    ['fragments of odd length, filled up with a zero', film(encapsulated([[...jpeg(1, 5), 0], [...jpeg(2, 5), 0], jpeg(3)]), { syntax: JPEG })],
    // The second frame has fragments of 12 and 8 bytes: offsets 0, 20, 20 + 20 + 16 = 56.
    ['several fragments to a frame with a table', film(encapsulated([jpeg(1), [0xff, 0xd8, 0xff, 0xe0, 2, 2, 2, 2, 2, 2, 2, 2], rest(2), jpeg(3)], [0, 20, 56]), { syntax: JPEG })],
    ['several fragments to a frame without a table', film(encapsulated([jpeg(1), [0xff, 0xd8, 0xff, 0xe0, 2, 2, 2, 2, 2, 2, 2, 2], rest(2), jpeg(3)]), { syntax: JPEG })],
    ['a table of another length, which nobody believes', film(encapsulated(three, [0, 20]), { syntax: JPEG })],
    ['RLE', film(encapsulated([rle(1), rle(2), rle(3)]), { syntax: RLE })],
  ])('%s', (_name, bytes) => {
    const { arriving, frames, hereAt } = byteByByte(bytes);
    expect(frames).toEqual(wholeOf(bytes));
    expect(frames).toHaveLength(3);
    expect(arriving.isWhole()).toBe(true);
    // The first did not wait for the last.
    expect(hereAt[0]).toBeLessThan(hereAt[1] ?? 0);
    expect(hereAt[1]).toBeLessThan(hereAt[2] ?? 0);
    expect(arriving.header()?.metadata).toEqual(readPart10(bytes).metadata);
    expect(arriving.header()).toMatchObject({ sopInstanceUid: readPart10(bytes).sopInstanceUid, transferSyntaxUid: readPart10(bytes).transferSyntaxUid, numberOfFrames: 3 });
  });

  test('an Extended Offset Table says where each ends', () => {
    const long = (...values: readonly number[]) => values.flatMap((value) => [value, 0, 0, 0, 0, 0, 0, 0]);
    const before = [raw(0x7fe00001, 'OV', long(0, 20, 40)), raw(0x7fe00002, 'OV', long(11, 12, 12))];
    const bytes = film(encapsulated([[...jpeg(1, 5), 0], jpeg(2), jpeg(3)]), { syntax: JPEG, before });
    const { arriving, frames } = byteByByte(bytes);
    expect(frames).toEqual(wholeOf(bytes));
    expect([frames[0]?.length, arriving.isWhole()]).toEqual([11, true]);
  });

  test('a native frame is here with its last byte', () => {
    // Frames of 2 x 2 pixels of 8 bits, the value at the very end: 8 and 4 bytes before it.
    const bytes = film(raw(0x7fe00010, 'OB', native(12)));
    expect(byteByByte(bytes).hereAt).toEqual([bytes.length - 8, bytes.length - 4, bytes.length]);
  });

  test('whatever two pieces it comes in, the frames are the same', () => {
    const bytes = film(encapsulated(three, TABLE), { syntax: JPEG });
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const arriving = createArrivingPart10();
      arriving.take(bytes.subarray(0, cut));
      // The buffer has grown into another one.
      arriving.take(Uint8Array.from(bytes));
      expect([0, 1, 2].map((index) => [...(arriving.frame(index) ?? [])])).toEqual(wholeOf(bytes));
    }
  });
});

describe('what is here is never more than the whole will have', () => {
  test('a file that ends early gives the frames before its end, and is not whole', () => {
    const bytes = film(encapsulated(three, TABLE), { syntax: JPEG });
    // Without the delimiter of 8 bytes: nothing says that the third frame does not go on.
    const { arriving, frames } = byteByByte(bytes.subarray(0, bytes.length - 8));
    expect([frames.length, arriving.isWhole()]).toEqual([2, false]);
    const short = film(raw(0x7fe00010, 'OB', native(12)));
    expect(byteByByte(short.subarray(0, short.length - 1)).frames).toHaveLength(2);
  });

  test.each<readonly [string, Uint8Array, number]>([
    // Two declared, three sent: wrong as soon as the third begins.
    ['fewer frames declared than come', film(encapsulated(three), { syntax: JPEG, frames: '2' }), 0],
    ['more frames declared than come', film(encapsulated(three), { syntax: JPEG, frames: '4' }), 0],
    ['a table that points between fragments', film(encapsulated(three, [0, 24, 40]), { syntax: JPEG }), 0],
    ['fragments whose beginnings nobody knows', film(encapsulated([rest(1), rest(2), rest(3)]), { syntax: JPEG }), 0],
  ])('%s: in the end nothing is given', (_name, bytes, count) => {
    const { arriving } = byteByByte(bytes);
    expect([arriving.framesHere(), arriving.frame(0), arriving.header(), arriving.isWhole()]).toEqual([count, undefined, undefined, false]);
  });

  test.each<readonly [string, Uint8Array]>([
    ['pixels that are too few for the frames declared', film(raw(0x7fe00010, 'OB', native(8)))],
    ['pixels for more frames than declared', film(raw(0x7fe00010, 'OB', native(24)))],
    ['a single frame', film(raw(0x7fe00010, 'OB', native(4)), { frames: '1' })],
    ['frames that are no whole bytes', film(raw(0x7fe00010, 'OB', [1, 2]), { bits: 1 })],
    ['big endian', film(raw(0x7fe00010, 'OW', native(24)), { syntax: SYNTAX['big-endian'], encoding: 'big-endian', bits: 16 })],
    ['a video', film(encapsulated(three), { syntax: '1.2.840.10008.1.2.4.102' })],
    ['fragments under a native transfer syntax', film(encapsulated(three))],
    ['bytes that are no DICOM', Uint8Array.from({ length: 4_000 }, (_, index) => [0xe0, 0x7f, 0x10, 0x00][index % 4] ?? 0)],
    ['an item that claims four gigabytes', film({ ...encapsulated([]), value: Uint8Array.from([...writeItem(new Uint8Array()), 0xfe, 0xff, 0x00, 0xe0, 0xfe, 0xff, 0xff, 0xff, ...jpeg(1)]) }, { syntax: JPEG })],
  ])('%s: waited for', (_name, bytes) => {
    expect(byteByByte(bytes).frames).toEqual([]);
  });
});

describe.runIf(hasTestData())('real films, in pieces of 10,000 bytes', () => {
  test.each([
    ['us-xa-nm/xa-cine-ko/000000.dcm', 12],
    ['us-xa-nm/us-cine/I_000007.dcm', 10],
    ['us-xa-nm/us-cine/US-PAL-8-10x-echo.dcm', 10],
    ['us-xa-nm/us-cine/jpeg-ls-Palette.dcm', 10],
    ['transfer-syntaxes/multiframe-fragments/IM00001.fragmented_no_bot_jpeg_baseline.50.dcm', 8],
    ['enhanced/mr/cine-test.dcm', 8],
  ])('%s: the same %d frames, and the first long before the end', (name, count) => {
    const bytes = readTestFile(name);
    const arriving = createArrivingPart10();
    let firstAt = 0;
    for (let length = 10_000; length < bytes.length + 10_000; length += 10_000) {
      arriving.take(bytes.subarray(0, length));
      if (firstAt === 0 && arriving.framesHere() > 0) firstAt = length;
    }
    const { frames, metadata, bulkData } = readPart10(bytes);
    expect([arriving.framesHere(), arriving.isWhole()]).toEqual([count, true]);
    expect(frames.every((frame, index) => Buffer.from(frame).equals(arriving.frame(index) ?? new Uint8Array()))).toBe(true);
    // What stands behind the pixels, such as private elements of one of them, is not here yet.
    expect(metadata).toMatchObject(arriving.header()?.metadata ?? { none: {} });
    expect(arriving.header()?.bulkData).toEqual(bulkData);
    expect(firstAt).toBeLessThan(bytes.length / 2);
  });
});
