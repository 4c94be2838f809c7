import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { encapsulated, part10, pixelDescription, raw, SYNTAX, withIdentity, write, type Encoding, type TestElement } from '#tests/support/build-part10.ts';

function image(description: readonly TestElement[], pixelData: TestElement, syntax: string = SYNTAX.explicit, encoding: Encoding = 'explicit', ...extra: readonly TestElement[]): Uint8Array {
  return part10(syntax, write([...withIdentity(...description), ...extra, pixelData], encoding));
}

const framesOf = (bytes: Uint8Array) => readPart10(bytes).frames.map((frame) => [...frame]);

function reasonOf(bytes: Uint8Array): string | number | undefined {
  try {
    readPart10(bytes);
    return 'no failure';
  } catch (error) {
    return isAppError(error, 'file/damaged') ? error.facts.reason : String(error);
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('native frames', () => {
  test.each([
    // rows x columns x samples x bits / 8 bytes a frame, two frames
    [8, 1, 1, 'MONOCHROME2', 2],
    [16, 1, 1, 'MONOCHROME2', 4],
    [32, 1, 1, 'MONOCHROME2', 8],
    [64, 1, 1, 'MONOCHROME2', 16],
    [8, 3, 3, 'RGB', 6],
    [16, 3, 3, 'RGB', 12],
    [8, 3, 3, 'YBR_FULL', 6],
    // 422: two samples a pixel
    [8, 3, 3, 'YBR_FULL_422', 4],
  ])('%d bits, %d samples (%d), %s: %d bytes a frame of one row and two columns', (bits, _, samples, photometric, frameBytes) => {
    const values = upTo(frameBytes * 2);
    const bytes = image(pixelDescription(1, 2, { bits, samples, photometric, frames: '2' }), raw(0x7fe00010, 'OW', values));
    expect(framesOf(bytes)).toEqual([values.slice(0, frameBytes), values.slice(frameBytes)]);
  });

  test('422 above pixels with all samples is cut by what is there', () => {
    const values = upTo(12);
    expect(framesOf(image(pixelDescription(1, 2, { samples: 3, photometric: 'YBR_FULL_422', frames: '2' }), raw(0x7fe00010, 'OB', values)))).toEqual([values.slice(0, 6), values.slice(6)]);
  });

  test('1-bit frames that begin inside a byte are moved to its lowest bit', () => {
    // Frames of 3 x 1 pixels: 101, 011, 110 read lowest bit first: bits 1,0,1,0,1,1,1,1,0 = bytes 11110101 (F5) and 0.
    const bytes = image(pixelDescription(1, 3, { bits: 1, frames: '3' }), raw(0x7fe00010, 'OB', [0xf5, 0x00]));
    // 101 -> 5, 011 (first pixel 0) -> 6, 110 -> 3
    expect(framesOf(bytes)).toEqual([[0b101], [0b110], [0b011]]);
  });

  test('1-bit frames of whole bytes stay as they are', () => {
    expect(framesOf(image(pixelDescription(2, 8, { bits: 1, frames: '2' }), raw(0x7fe00010, 'OB', [1, 2, 3, 4])))).toEqual([[1, 2], [3, 4]]);
  });

  test('a big endian file keeps 16-bit pixels as they are and gives 8-bit pixels in their order', () => {
    const wide = image(pixelDescription(1, 2, { bits: 16 }), raw(0x7fe00010, 'OW', [0x34, 0x12, 0x78, 0x56]), SYNTAX['big-endian'], 'big-endian');
    expect(framesOf(wide)).toEqual([[0x12, 0x34, 0x56, 0x78]]);
    const narrow = image(pixelDescription(1, 4), raw(0x7fe00010, 'OW', [1, 2, 3, 4]), SYNTAX['big-endian'], 'big-endian');
    expect(framesOf(narrow)).toEqual([[1, 2, 3, 4]]);
    const bytes = image(pixelDescription(1, 4), raw(0x7fe00010, 'OB', [1, 2, 3, 4]), SYNTAX['big-endian'], 'big-endian');
    expect(framesOf(bytes)).toEqual([[1, 2, 3, 4]]);
  });

  test('float and double float pixels are frames too', () => {
    const description = (bits: number) => pixelDescription(1, 2, { bits }).filter(({ tag }) => tag !== 0x00280101 && tag !== 0x00280102);
    expect(framesOf(image(description(32), raw(0x7fe00008, 'OF', upTo(8))))).toEqual([upTo(8)]);
    expect(framesOf(image(description(64), raw(0x7fe00009, 'OD', upTo(16))))).toEqual([upTo(16)]);
  });

  test('padding behind the last frame is dropped', () => {
    expect(framesOf(image(pixelDescription(1, 3), raw(0x7fe00010, 'OB', [1, 2, 3, 0])))).toEqual([[1, 2, 3]]);
  });

  test('an image without Number of Frames has one', () => {
    const description = pixelDescription(1, 2).filter(({ tag }) => tag !== 0x00280008);
    expect(framesOf(image(description, raw(0x7fe00010, 'OB', [1, 2])))).toEqual([[1, 2]]);
  });

  test('an empty Pixel Data means no pixels', () => {
    expect(readPart10(image(pixelDescription(1, 2), raw(0x7fe00010, 'OB', [])))).toMatchObject({ numberOfFrames: 0, frames: [] });
  });

  test.each<[string, Uint8Array]>([
    ['Pixel Data has 3 of the 4 bytes of 2 frames', image(pixelDescription(1, 2, { frames: '2' }), raw(0x7fe00010, 'OB', [1, 2, 3]))],
    ['Pixel Data has 2 of the 4 bytes of 1 frames', image(pixelDescription(2, 2), raw(0x7fe00010, 'OW', [1, 2], 4))],
    ['Pixel Data holds more than the 1 frames declared', image(pixelDescription(2, 2), raw(0x7fe00010, 'OB', upTo(8)))],
    ['Number of Frames is 0', image(pixelDescription(2, 2, { frames: '0' }), raw(0x7fe00010, 'OB', upTo(4)))],
    ['Number of Frames is 1000000000', image(pixelDescription(2, 2, { frames: '1000000000' }), raw(0x7fe00010, 'OB', upTo(4)))],
    ['Bits Allocated is 10', image(pixelDescription(2, 2, { bits: 10 }), raw(0x7fe00010, 'OB', upTo(6)))],
    ['Rows is missing or zero', image(pixelDescription(0, 2), raw(0x7fe00010, 'OB', [1, 2]))],
    ['Pixel Data is not encapsulated under a transfer syntax that compresses', image(pixelDescription(1, 2), raw(0x7fe00010, 'OB', [1, 2]), SYNTAX.jpegBaseline)],
    ['Pixel Data is encapsulated under a native transfer syntax', image(pixelDescription(1, 2), encapsulated([[1, 2]]))],
  ])('%s: refused', (reason, bytes) => {
    expect(reasonOf(bytes)).toBe(reason);
  });
});

describe('encapsulated frames', () => {
  // Codestreams that begin with SOI and end with EOI; the second is odd and padded.
  const first = [0xff, 0xd8, 0xff, 0xe0, 1, 1, 0xff, 0xd9];
  const second = [0xff, 0xd8, 0xff, 0xe0, 2, 0xff, 0xd9];
  const jpeg = (frames: string, pixelData: TestElement, ...extra: readonly TestElement[]) => image(pixelDescription(1, 2, { frames }), pixelData, SYNTAX.jpegBaseline, 'explicit', ...extra);
  const offsetTable = (...numbers: readonly number[]) => Uint8Array.from(numbers.flatMap((number) => [number & 0xff, number >> 8, 0, 0, 0, 0, 0, 0]));

  test('as many fragments as frames, without a table', () => {
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]])))).toEqual([first, second]);
  });

  test('several fragments a frame by the Basic Offset Table', () => {
    // Items: 8 + 4, 8 + 4, 8 + 8 bytes: the second frame begins at 24.
    expect(framesOf(jpeg('2', encapsulated([first.slice(0, 4), first.slice(4), [...second, 0]], [0, 24])))).toEqual([first, second]);
  });

  test('several fragments a frame without a table: a frame begins where a codestream does', () => {
    expect(framesOf(jpeg('2', encapsulated([first.slice(0, 4), first.slice(4), second.slice(0, 4), [...second.slice(4), 0]])))).toEqual([first, second]);
  });

  test('one frame of many fragments', () => {
    expect(framesOf(jpeg('1', encapsulated([first.slice(0, 2), first.slice(2, 4), first.slice(4)])))).toEqual([first]);
  });

  test('a Basic Offset Table that does not fit the fragments is not believed', () => {
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]], [0, 4])))).toEqual([first, second]);
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]], [16, 0])))).toEqual([first, second]);
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]], [0])))).toEqual([first, second]);
  });

  test('the Extended Offset Table tells the frames and their lengths without padding', () => {
    // Items of 8 + 8 bytes: offsets 0 and 16; lengths 8 and 7.
    const tables = [raw(0x7fe00001, 'OV', offsetTable(0, 16)), raw(0x7fe00002, 'OV', offsetTable(8, 7))];
    const instance = readPart10(jpeg('2', encapsulated([first, [...second, 0]]), ...tables));
    expect(instance.frames.map((frame) => [...frame])).toEqual([first, second]);
    expect(Object.keys(instance.metadata).filter((tag) => tag.startsWith('7FE0'))).toEqual([]);
  });

  test('an Extended Offset Table that does not fit is not believed', () => {
    const tables = [raw(0x7fe00001, 'OV', offsetTable(0, 12)), raw(0x7fe00002, 'OV', offsetTable(8, 7))];
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]]), ...tables))).toEqual([first, second]);
  });

  test('only one zero behind the end of an image is padding', () => {
    expect(framesOf(jpeg('1', encapsulated([[...first, 0]])))).toEqual([first]);
    expect(framesOf(jpeg('1', encapsulated([[...first, 0, 0]])))).toEqual([[...first, 0, 0]]);
    expect(framesOf(image(pixelDescription(1, 2), encapsulated([[1, 0]]), '1.2.840.10008.1.2.8.1'))).toEqual([[1, 0]]);
  });

  test('a sequence delimiter inside a fragment is pixel data', () => {
    const tricky = [0xff, 0xd8, 0xff, 0xe0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0, 0xff, 0xd9];
    expect(framesOf(jpeg('1', encapsulated([tricky])))).toEqual([tricky]);
  });

  test('RLE frames are told apart by their headers', () => {
    // One segment that begins at 64; then one byte of data.
    const frame = (value: number) => [1, 0, 0, 0, 64, 0, 0, 0, ...Array<number>(56).fill(0), 0, value];
    const fragments = [frame(7).slice(0, 64), frame(7).slice(64), frame(9)];
    expect(framesOf(image(pixelDescription(1, 1, { frames: '2' }), encapsulated(fragments), SYNTAX.rle))).toEqual([frame(7), frame(9)]);
  });

  test('a video is one frame, whatever Number of Frames says', () => {
    expect(framesOf(image(pixelDescription(1, 2, { frames: '250' }), encapsulated([[1, 2], [3, 4]]), '1.2.840.10008.1.2.4.102'))).toEqual([[1, 2, 3, 4]]);
  });

  test('a missing delimiter at the end of the file is tolerated when the last image is whole', () => {
    expect(framesOf(jpeg('2', encapsulated([first, [...second, 0]], [], new Uint8Array())))).toEqual([first, second]);
    expect(reasonOf(jpeg('1', encapsulated([first.slice(0, 4)], [], new Uint8Array())))).toBe('Pixel Data ends inside frame 1');
  });

  test('a fragment that is cut off is damage', () => {
    const whole = jpeg('2', encapsulated([first, [...second, 0]], [], new Uint8Array()));
    expect(reasonOf(whole.subarray(0, whole.length - 4))).toBe('Pixel Data ends inside its fragment 2');
  });

  test.each<[string, Uint8Array]>([
    ['1 fragments cannot be told apart into 2 frames', jpeg('2', encapsulated([first]))],
    ['3 fragments cannot be told apart into 2 frames', jpeg('2', encapsulated([first, first, first]))],
    ['Pixel Data has no fragment', jpeg('1', encapsulated([]))],
  ])('%s: refused', (reason, bytes) => {
    expect(reasonOf(bytes)).toBe(reason);
  });
});
