import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { Keyword } from '#shared/dicom/data-set/attribute.ts';
import { cutEncapsulatedFrames } from './cut-encapsulated-frames.ts';
import { cutNativeFrames, type PixelDescription } from './cut-native-frames.ts';
import { damaged } from './damaged.ts';
import { toJsonDataSet, type BulkData } from './data-set-to-json.ts';
import { tagText, type Tag } from './dictionary.ts';
import type { OpenedPart10 } from './open-part10.ts';
import { readNumbers } from './read-numbers.ts';
import { scanDataSet, type ScannedDataSet, type ScannedElement } from './scan-data-set.ts';
import { isNative, TRANSFER_SYNTAX } from './transfer-syntax.ts';

/** All of a file but its identity, which may be missing. The parts are described at `ReceivedInstance`. */
export interface Part10Content {
  readonly metadata: DataSet;
  readonly bulkData: readonly BulkData[];
  readonly characterSetRepair: string | null;
  readonly frames: readonly Uint8Array[];
  readonly header: Uint8Array;
}

export const EXTENDED_OFFSET_TABLE: Tag = 0x7fe00001;
export const EXTENDED_OFFSET_TABLE_LENGTHS: Tag = 0x7fe00002;
/** Float, Double Float and integer Pixel Data. */
const PIXEL_DATA_TAGS: readonly Tag[] = [0x7fe00008, 0x7fe00009, 0x7fe00010];
/** Data Set Trailing Padding. PS3.10 7.2 */
const TRAILING_PADDING: Tag = 0xfffcfffc;
/** No real object has more; a header may say anything. */
export const MAXIMUM_FRAMES = 1_000_000;

/** @throws AppError `file/damaged` */
export function readContent(bytes: Uint8Array, opened: OpenedPart10): Part10Content {
  const { dataSet, transferSyntaxUid } = opened;
  const scanned = scanDataSet(dataSet, 0, opened.layout);
  const pixelData = scanned.elements.find(({ tag }) => PIXEL_DATA_TAGS.includes(tag));
  const last = scanned.elements.at(-1);
  // Pixels that end early are the cutter's matter; what stands behind them is padding or garbage.
  const isLossHarmless = pixelData !== undefined || last?.tag === TRAILING_PADDING;
  if (last?.isTruncated && !isLossHarmless) throw damaged(`the file ends inside element ${tagText(last.tag)}`);
  const { metadata, bulkData, characterSetRepair } = toJsonDataSet(dataSet, scanned);
  const isEmpty = pixelData === undefined || (pixelData.length === 0 && !pixelData.isTruncated);
  const frames = isEmpty ? [] : cutFrames(dataSet, scanned, pixelData, metadata, transferSyntaxUid);
  return { metadata, bulkData, characterSetRepair, frames, header: headerOf(bytes, opened, isEmpty ? undefined : pixelData) };
}

function cutFrames(
  bytes: Uint8Array,
  scanned: ScannedDataSet,
  pixelData: ScannedElement,
  metadata: DataSet,
  transferSyntaxUid: string,
): readonly Uint8Array[] {
  const declaredFrames = numberOf(metadata, 'NumberOfFrames') ?? 1;
  if (!Number.isSafeInteger(declaredFrames) || declaredFrames < 1 || declaredFrames > MAXIMUM_FRAMES) throw damaged(`Number of Frames is ${declaredFrames}`);
  if (pixelData.fragments !== undefined) {
    if (isNative(transferSyntaxUid)) throw damaged('Pixel Data is encapsulated under a native transfer syntax');
    return cutEncapsulatedFrames({
      bytes,
      pixelData: pixelData.fragments,
      transferSyntaxUid,
      numberOfFrames: declaredFrames,
      extendedOffsets: longNumbers(bytes, scanned, EXTENDED_OFFSET_TABLE),
      extendedLengths: longNumbers(bytes, scanned, EXTENDED_OFFSET_TABLE_LENGTHS),
    });
  }
  if (!transferSyntaxUid.startsWith('1.2.840.10008.1.2')) throw damaged(`the transfer syntax ${transferSyntaxUid} is private`);
  if (!isNative(transferSyntaxUid)) throw damaged('Pixel Data is not encapsulated under a transfer syntax that compresses');
  return cutNativeFrames(pixelDescriptionOf(metadata, declaredFrames), {
    bytes: bytes.subarray(pixelData.valueOffset, pixelData.valueOffset + pixelData.length),
    isLittleEndian: transferSyntaxUid !== TRANSFER_SYNTAX.explicitBigEndian,
    isInWords: pixelData.vr !== 'OB',
  });
}

/** @throws AppError `file/damaged` */
export function pixelDescriptionOf(metadata: DataSet, numberOfFrames: number): PixelDescription {
  return {
    rows: requireCount(metadata, 'Rows'),
    columns: requireCount(metadata, 'Columns'),
    samplesPerPixel: numberOf(metadata, 'SamplesPerPixel') ?? 1,
    bitsAllocated: requireCount(metadata, 'BitsAllocated'),
    photometricInterpretation: textOf(metadata, 'PhotometricInterpretation'),
    numberOfFrames,
  };
}

function requireCount(metadata: DataSet, keyword: Keyword): number {
  const count = numberOf(metadata, keyword);
  if (count === undefined || !Number.isSafeInteger(count) || count < 1) throw damaged(`${keyword} is missing or zero`);
  return count;
}

/** Values of the Extended Offset Table, or of its lengths. */
export function longNumbers(bytes: Uint8Array, scanned: ScannedDataSet, tag: Tag): readonly number[] {
  const element = scanned.elements.find((candidate) => candidate.tag === tag);
  if (element === undefined) return [];
  const value = bytes.subarray(element.valueOffset, element.valueOffset + element.length);
  return (readNumbers('UV', value, element.layout.isLittleEndian) ?? []).map(Number);
}

function headerOf(bytes: Uint8Array, { fileMeta, dataSet, wasDeflated }: OpenedPart10, pixelData: ScannedElement | undefined): Uint8Array {
  const length = pixelData?.headerOffset ?? dataSet.length;
  if (!wasDeflated) return bytes.subarray(0, fileMeta.length + length);
  const meta = asExplicitFileMeta(fileMeta);
  const header = new Uint8Array(meta.length + length);
  header.set(meta);
  header.set(dataSet.subarray(0, length), meta.length);
  return header;
}

/** File meta information of a deflated file that names explicit little endian instead; the group becomes shorter by two bytes. */
function asExplicitFileMeta(fileMeta: Uint8Array): Uint8Array {
  const text = Buffer.from(fileMeta.buffer, fileMeta.byteOffset, fileMeta.length);
  // (0002,0010) UI, 22 bytes.
  const at = text.indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00, 0x55, 0x49, 0x16, 0x00]));
  if (at < 0) return fileMeta;
  const value = Buffer.from(`${TRANSFER_SYNTAX.explicitLittleEndian}\0`, 'latin1');
  const meta = Buffer.concat([text.subarray(0, at), Buffer.from([0x02, 0x00, 0x10, 0x00, 0x55, 0x49, value.length, 0]), value, text.subarray(at + 30)]);
  const lengthAt = meta.indexOf(Buffer.from([0x02, 0x00, 0x00, 0x00, 0x55, 0x4c, 0x04, 0x00]));
  if (lengthAt >= 0 && lengthAt < at) meta.writeUInt32LE(meta.readUInt32LE(lengthAt + 8) - (22 - value.length), lengthAt + 8);
  return meta;
}
