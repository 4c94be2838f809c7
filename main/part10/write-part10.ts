import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { numberOf, textOf, type DataElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { joinBitFrames } from './cut-native-frames.ts';
import { isNative, TRANSFER_SYNTAX } from './transfer-syntax.ts';
import { concatenate, hasWideText, writeDataSet, writeElement } from './write-data-set.ts';

/** (0002,0012) and (0002,0013): who wrote a file. Fixed for this program. */
export const IMPLEMENTATION_CLASS_UID = '2.25.231112149763109882082278528659006562777';
export const IMPLEMENTATION_VERSION_NAME = 'TONGYUE_0_1';

export interface WritePart10Options {
  /** Of the frames. Native ones are written as explicit little endian; without frames any native one may be named. */
  readonly transferSyntaxUid: string;
  /** Element path, or BulkDataURI as the data set has it, to bytes (little endian). */
  readonly bulkData?: ReadonlyMap<string, Uint8Array>;
  /** One encoded frame each, in order, as `ReceivedInstance.frames`. */
  readonly frames?: readonly Uint8Array[];
}

/**
 * Writes a DICOM JSON data set as a Part 10 file (PS3.10 7.1) in explicit VR little endian. The same input gives the same bytes: there is no
 * time, no random number and no choice in them. Text outside ASCII makes the file ISO_IR 192. DS and IS that are given as text stay as they are.
 * @throws Error when the data set cannot be written without changing what it says: a caller's mistake
 */
export function writePart10(dataSet: DataSet, { transferSyntaxUid, bulkData = new Map(), frames = [] }: WritePart10Options): Uint8Array {
  if (transferSyntaxUid === TRANSFER_SYNTAX.explicitBigEndian && frames.length > 0) throw new Error('big endian frames are not written');
  const isEncapsulated = !isNative(transferSyntaxUid) && frames.length > 0;
  const writtenSyntax = isNative(transferSyntaxUid) ? TRANSFER_SYNTAX.explicitLittleEndian : transferSyntaxUid;
  const { withoutPixels, behindPixels } = splitAtPixels(dataSet);
  const charactersDeclared = hasWideText(dataSet) ? buildDataSet({ SpecificCharacterSet: 'ISO_IR 192' }) : {};
  const source = (elementPath: string, uri: string) => bulkData.get(elementPath) ?? bulkData.get(uri);
  return concatenate([
    ...writeFileMeta(dataSet, writtenSyntax),
    writeDataSet({ ...withoutPixels, ...charactersDeclared }, source),
    ...(frames.length === 0 ? [] : isEncapsulated ? encapsulate(frames) : [writeNativePixels(dataSet, frames)]),
    writeDataSet(behindPixels, source),
  ]);
}

function splitAtPixels(dataSet: DataSet): { readonly withoutPixels: DataSet; readonly behindPixels: DataSet } {
  const withoutPixels: Record<string, DataElement> = {};
  const behindPixels: Record<string, DataElement> = {};
  for (const [tag, element] of Object.entries(dataSet)) {
    const isPixels = tag >= '7FE00001' && tag <= '7FE00010';
    if (tag <= '0002FFFF' || isPixels) continue;
    (tag < '7FE00001' ? withoutPixels : behindPixels)[tag] = element;
  }
  return { withoutPixels, behindPixels };
}

function writeFileMeta(dataSet: DataSet, transferSyntaxUid: string): readonly Uint8Array[] {
  const text = (tag: string, vr: string, value: string) => writeElement(tag, vr, Buffer.from(value, 'latin1'));
  const sopClassUid = textOf(dataSet, 'SOPClassUID');
  const sopInstanceUid = textOf(dataSet, 'SOPInstanceUID');
  if (!isUid(sopClassUid) || !isUid(sopInstanceUid)) throw new Error('a file needs SOP Class UID and SOP Instance UID');
  const group = concatenate([
    writeElement('00020001', 'OB', Uint8Array.of(0, 1)),
    text('00020002', 'UI', sopClassUid),
    text('00020003', 'UI', sopInstanceUid),
    text('00020010', 'UI', transferSyntaxUid),
    text('00020012', 'UI', IMPLEMENTATION_CLASS_UID),
    text('00020013', 'SH', IMPLEMENTATION_VERSION_NAME),
  ]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, group.length, true);
  return [new Uint8Array(128), Buffer.from('DICM', 'latin1'), writeElement('00020000', 'UL', length), group];
}

function writeNativePixels(dataSet: DataSet, frames: readonly Uint8Array[]): Uint8Array {
  const bitsAllocated = numberOf(dataSet, 'BitsAllocated') ?? 8;
  const frameBits = (numberOf(dataSet, 'Rows') ?? 0) * (numberOf(dataSet, 'Columns') ?? 0) * (numberOf(dataSet, 'SamplesPerPixel') ?? 1);
  const joined = bitsAllocated === 1 && frameBits % 8 !== 0 ? joinBitFrames(frames, frameBits) : concatenate(frames);
  // Float pixels have no Bits Stored. PS3.3 C.7.6.24, C.7.6.25
  const isFloat = bitsAllocated >= 32 && numberOf(dataSet, 'BitsStored') === undefined;
  if (isFloat) return bitsAllocated === 32 ? writeElement('7FE00008', 'OF', joined) : writeElement('7FE00009', 'OD', joined);
  return writeElement('7FE00010', bitsAllocated > 8 ? 'OW' : 'OB', joined);
}

/** One fragment a frame behind a Basic Offset Table, which stays empty where an offset would need more than four bytes. PS3.5 A.4 */
function encapsulate(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  const items = frames.map((frame) => writeItem(0xe000, frame));
  const offsets: number[] = [];
  let position = 0;
  for (const item of items) {
    offsets.push(position);
    position += item.length;
  }
  const table = new Uint8Array((offsets.at(-1) ?? 0) > 0xffff_ffff ? 0 : offsets.length * 4);
  const view = new DataView(table.buffer);
  if (table.length > 0) offsets.forEach((offset, index) => view.setUint32(index * 4, offset, true));
  const header = writeElement('7FE00010', 'OB', new Uint8Array());
  new DataView(header.buffer).setUint32(8, 0xffff_ffff, true);
  return [header, writeItem(0xe000, table), ...items, writeItem(0xe0dd, new Uint8Array())];
}

function writeItem(element: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + content.length + (content.length % 2));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, element, true);
  view.setUint32(4, bytes.length - 8, true);
  bytes.set(content, 8);
  return bytes;
}
