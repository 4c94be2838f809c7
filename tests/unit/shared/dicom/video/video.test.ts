import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { NAL_TYPE, nalType, nalUnitsOf, picturesOf } from '#shared/dicom/video/h264-stream.ts';
import { readTransportStream } from '#shared/dicom/video/transport-stream.ts';
import { videoCodecOf, videoContainerOf } from '#shared/dicom/video/video-syntax.ts';
import { writeMp4 } from '#shared/dicom/video/write-mp4.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../../../fixtures/video/${name}`, import.meta.url)));
const MP4 = fixture('moving-pattern.mp4');
const STREAM = fixture('moving-pattern.ts.bin');
const SIZE = { rows: 48, columns: 64 };

const u32 = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

/** The content of the first box of a path, such as `moov/trak/mdia`. */
function boxOf(file: Uint8Array, path: string): Uint8Array {
  let inside = file;
  for (const type of path.split('/')) {
    let at = 0;
    while (at + 8 <= inside.length && String.fromCharCode(...inside.subarray(at + 4, at + 8)) !== type) at += u32(inside, at);
    inside = inside.subarray(at + 8, at + u32(inside, at));
  }
  return inside;
}

/** Pictures of an MP4, as bytes with length prefixes, without units that stand in the header too. */
function slicesOf(file: Uint8Array): readonly string[] {
  const data = boxOf(file, 'mdat');
  const slices: string[] = [];
  for (let at = 0; at + 4 <= data.length; at += 4 + u32(data, at)) {
    const unit = data.subarray(at + 4, at + 4 + u32(data, at));
    if (nalType(unit) === NAL_TYPE.slice || nalType(unit) === NAL_TYPE.instantSlice) slices.push(Buffer.from(unit).toString('hex'));
  }
  return slices;
}

test.each([
  ['1.2.840.10008.1.2.4.100', 'mpeg2'], ['1.2.840.10008.1.2.4.101', 'mpeg2'], ['1.2.840.10008.1.2.4.102', 'h264'], ['1.2.840.10008.1.2.4.106', 'h264'],
  ['1.2.840.10008.1.2.4.102.1', 'h264'], ['1.2.840.10008.1.2.4.107', 'hevc'], ['1.2.840.10008.1.2.4.90', undefined], ['1.2.840.10008.1.2.4.110', undefined],
] as const)('transfer syntax %s is a video of kind %s', (uid, codec) => expect(videoCodecOf(uid)).toBe(codec));

test('a container is told by its bytes', () => {
  expect(videoContainerOf(MP4)).toBe('mp4');
  expect(videoContainerOf(STREAM)).toBe('transport-stream');
  expect(videoContainerOf(Uint8Array.of(0, 0, 0, 1, 0x67))).toBe('elementary-stream');
  expect(videoContainerOf(new Uint8Array(600))).toBeUndefined();
});

test('a video counts as one frame, whatever Number of Frames says', () => {
  const image = describeImage(buildDataSet({ AvailableTransferSyntaxUID: '1.2.840.10008.1.2.4.102', NumberOfFrames: 300, Rows: 48, Columns: 64 }));
  expect(image.video).toBe('h264');
  expect(image.frames).toHaveLength(1);
});

test('a transport stream gives its six pictures in decoding order with their times', () => {
  const pictures = readTransportStream(STREAM);
  // 10 pictures a second: 9000 ticks apart.
  expect(pictures.map(({ decodeTicks }, index) => decodeTicks - (pictures[0]?.decodeTicks ?? 0) - index * 9000)).toEqual([0, 0, 0, 0, 0, 0]);
  // No picture is shown before it is decoded, and all six are shown at different times.
  expect(pictures.every(({ decodeTicks, displayTicks }) => displayTicks >= decodeTicks)).toBe(true);
  expect(new Set(pictures.map(({ displayTicks }) => displayTicks)).size).toBe(6);
});

test('packed into MP4 the pictures of a transport stream are byte for byte those of the MP4 it was made from', () => {
  const packed = writeMp4(readTransportStream(STREAM), SIZE) ?? new Uint8Array();
  expect(slicesOf(MP4)).toHaveLength(6);
  expect(slicesOf(packed)).toEqual(slicesOf(MP4));
});

test('the file says where its pictures begin, how large they are and which can be decoded alone', () => {
  const packed = writeMp4(readTransportStream(STREAM), SIZE) ?? new Uint8Array();
  const tables = 'moov/trak/mdia/minf/stbl';
  const offset = u32(boxOf(packed, `${tables}/stco`), 8);
  const data = boxOf(packed, 'mdat');
  expect(offset).toBe(data.byteOffset - packed.byteOffset);
  const sizes = boxOf(packed, `${tables}/stsz`);
  expect(Array.from({ length: u32(sizes, 8) }, (_, index) => u32(sizes, 12 + index * 4)).reduce((sum, size) => sum + size, 0)).toBe(data.length);
  // A key picture every three pictures: the first and the fourth.
  const keys = boxOf(packed, `${tables}/stss`);
  expect([u32(keys, 4), u32(keys, 8), u32(keys, 12)]).toEqual([2, 1, 4]);
  // 6 * 9000 ticks of 1/90000 s are 0.6 s.
  expect(u32(boxOf(packed, 'moov/mvhd'), 16)).toBe(54_000);
});

test('a bare stream is cut where a new picture begins, not at every unit', () => {
  const unit = (type: number, ...rest: readonly number[]) => [0, 0, 0, 1, type, ...rest];
  // A picture of two slices (the second begins at another macroblock), then one of one slice.
  const stream = Uint8Array.from([...unit(0x67, 1), ...unit(0x68, 2), ...unit(0x65, 0x88), ...unit(0x65, 0x40), ...unit(0x41, 0x9a)]);
  expect(nalUnitsOf(stream)).toHaveLength(5);
  expect(picturesOf(stream).map((units) => units.map(nalType))).toEqual([[7, 8, 5, 5], [1]]);
});

test('bytes without a picture make no file', () => {
  expect(readTransportStream(new Uint8Array(188 * 4))).toEqual([]);
  expect(writeMp4([], SIZE)).toBeUndefined();
});
