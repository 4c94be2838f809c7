import { NAL_TYPE, nalType, type NalUnit, type TimedPicture } from './h264-stream.ts';

/** Ticks of the times that a picture brings. */
const TICKS_PER_SECOND = 90_000;

/**
 * Packs H.264 pictures into an MP4 file that a browser plays (ISO/IEC 14496-12, 14496-15). The pictures are not touched.
 * @param pictures in decoding order
 * @returns undefined without pictures, or without the parameters that a decoder needs
 */
export function writeMp4(pictures: readonly TimedPicture[], { rows, columns }: { readonly rows: number; readonly columns: number }): Uint8Array | undefined {
  const all = pictures.flatMap(({ nalUnits }) => nalUnits);
  const sequence = all.find((unit) => nalType(unit) === NAL_TYPE.sequenceParameters);
  const parameters = distinct(all.filter((unit) => nalType(unit) === NAL_TYPE.pictureParameters));
  const firstKey = pictures.findIndex(isKey);
  if (sequence === undefined || parameters.length === 0 || firstKey === -1) return undefined;
  // What comes before the first whole picture cannot be decoded.
  const shown = pictures.slice(firstKey);
  const samples = shown.map(({ nalUnits }) => concat(nalUnits.filter(isPicturePart).flatMap((unit) => [u32(unit.length), unit])));
  const durations = durationsOf(shown);
  const duration = durations.reduce((sum, ticks) => sum + ticks, 0);
  const offsets = offsetsOf(shown);
  const fileType = box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'));
  const movie = (dataOffset: number) =>
    box(
      'moov',
      fullBox('mvhd', 0, u32(0), u32(0), u32(TICKS_PER_SECOND), u32(duration), u32(0x10000), u16(0x100), zeros(10), MATRIX, zeros(24), u32(2)),
      box(
        'trak',
        fullBox('tkhd', 3, u32(0), u32(0), u32(1), u32(0), u32(duration), zeros(16), MATRIX, u32(columns * 0x10000), u32(rows * 0x10000)),
        // The file begins with the first picture that is shown, which may not be the first that is decoded.
        box('edts', fullBox('elst', 0, u32(1), u32(duration), u32(firstDisplay(shown, offsets)), u32(0x10000))),
        box(
          'mdia',
          fullBox('mdhd', 0, u32(0), u32(0), u32(TICKS_PER_SECOND), u32(duration), u16(0x55c4), u16(0)),
          fullBox('hdlr', 0, u32(0), ascii('vide'), zeros(12), ascii('video\0')),
          box(
            'minf',
            fullBox('vmhd', 1, zeros(8)),
            box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
            box(
              'stbl',
              fullBox('stsd', 0, u32(1), sampleEntry(sequence, parameters, rows, columns)),
              fullBox('stts', 0, ...runs(durations)),
              fullBox('ctts', 0, ...runs(offsets)),
              fullBox('stss', 0, ...list(shown.flatMap((picture, index) => (isKey(picture) ? [index + 1] : [])))),
              fullBox('stsc', 0, u32(1), u32(1), u32(samples.length), u32(1)),
              fullBox('stsz', 0, u32(0), u32(samples.length), ...samples.map(({ length }) => u32(length))),
              fullBox('stco', 0, u32(1), u32(dataOffset)),
            ),
          ),
        ),
      ),
    );
  const header = fileType.length + movie(0).length + 8;
  return concat([fileType, movie(header), box('mdat', ...samples)]);
}

const MATRIX = concat([u32(0x10000), zeros(12), u32(0x10000), zeros(12), u32(0x40000000)]);

function isKey({ nalUnits }: TimedPicture): boolean {
  return nalUnits.some((unit) => nalType(unit) === NAL_TYPE.instantSlice);
}

/** Parameters stand in the header, delimiters in no MP4. */
function isPicturePart(unit: NalUnit): boolean {
  const type = nalType(unit);
  return type !== NAL_TYPE.sequenceParameters && type !== NAL_TYPE.pictureParameters && type !== NAL_TYPE.delimiter;
}

/** From each picture to the next; the last lasts as long as the one before it. */
function durationsOf(pictures: readonly TimedPicture[]): readonly number[] {
  const steps = pictures.slice(1).map(({ decodeTicks }, index) => Math.max(0, decodeTicks - (pictures[index]?.decodeTicks ?? 0)));
  return [...steps, steps.at(-1) ?? TICKS_PER_SECOND / 25];
}

/** How long after its decoding a picture is shown, moved so that none is negative. */
function offsetsOf(pictures: readonly TimedPicture[]): readonly number[] {
  const offsets = pictures.map(({ decodeTicks, displayTicks }) => displayTicks - decodeTicks);
  const least = Math.min(0, ...offsets);
  return offsets.map((offset) => offset - least);
}

/** When the earliest picture is shown, ticks after the first is decoded. */
function firstDisplay(pictures: readonly TimedPicture[], offsets: readonly number[]): number {
  const begin = pictures[0]?.decodeTicks ?? 0;
  return Math.min(...pictures.map(({ decodeTicks }, index) => decodeTicks - begin + (offsets[index] ?? 0)));
}

/** ISO/IEC 14496-15 5.3.3.1. */
function sampleEntry(sequence: NalUnit, parameters: readonly NalUnit[], rows: number, columns: number): Uint8Array {
  const configuration = box(
    'avcC', Uint8Array.of(1, sequence[1] ?? 0, sequence[2] ?? 0, sequence[3] ?? 0, 0xff, 0xe1), u16(sequence.length), sequence,
    Uint8Array.of(parameters.length), ...parameters.flatMap((unit) => [u16(unit.length), unit]),
  );
  return box('avc1', zeros(6), u16(1), zeros(16), u16(columns), u16(rows), u32(0x480000), u32(0x480000), zeros(4), u16(1), zeros(32), u16(0x18), u16(0xffff), configuration);
}

function distinct(units: readonly NalUnit[]): readonly NalUnit[] {
  return [...new Map(units.map((unit) => [unit.join(','), unit])).values()];
}

/** Equal values behind each other are written once with their count. */
function runs(values: readonly number[]): readonly Uint8Array[] {
  const entries: { count: number; readonly value: number }[] = [];
  for (const value of values) {
    const last = entries.at(-1);
    if (last?.value === value) last.count += 1;
    else entries.push({ count: 1, value });
  }
  return [u32(entries.length), ...entries.flatMap(({ count, value }) => [u32(count), u32(value)])];
}

function list(values: readonly number[]): readonly Uint8Array[] {
  return [u32(values.length), ...values.map(u32)];
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(parts);
  return concat([u32(content.length + 8), ascii(type), content]);
}

function fullBox(type: string, flags: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return box(type, u32(flags), ...parts);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function u32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 255, value & 255);
}

function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
