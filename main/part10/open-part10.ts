import { constants, inflateRawSync } from 'node:zlib';
import { isAppError } from '#shared/errors/app-error.ts';
import { trimUid } from '#shared/dicom/values/uid.ts';
import { damaged, notDicom } from './damaged.ts';
import { isValueRepresentation, readElementHeader, type ByteLayout } from './element-header.ts';
import { isNative, TRANSFER_SYNTAX } from './transfer-syntax.ts';

/** A Part 10 file, taken apart into File Meta Information and data set. PS3.10 7.1 */
export interface OpenedPart10 {
  /** Everything before the data set as it arrived: preamble, prefix and group 0002; empty where there was none. */
  readonly fileMeta: Uint8Array;
  /** The data set, inflated where it was deflated. */
  readonly dataSet: Uint8Array;
  readonly layout: ByteLayout;
  /** Of the pixels in `dataSet`; explicit little endian where the file was deflated. */
  readonly transferSyntaxUid: string;
  readonly wasDeflated: boolean;
  /** Media Storage SOP Class and Instance UID (0002,0002), (0002,0003); '' where absent. */
  readonly mediaStorageSopClassUid: string;
  readonly mediaStorageSopInstanceUid: string;
  /** True when the bytes say themselves that they are DICOM: by the prefix or by group 0002. */
  readonly saysDicom: boolean;
}

/** Against a small file that inflates without end. */
const MAXIMUM_INFLATED_BYTES = 1 << 30;

/** Tag and representation of Transfer Syntax UID (0002,0010). */
const TRANSFER_SYNTAX_HEADER = [0x02, 0x00, 0x10, 0x00, 0x55, 0x49];

const EXPLICIT: ByteLayout = { isExplicit: true, isLittleEndian: true };

/**
 * Accepted without preamble, without prefix and without group 0002 where the bytes look like a data set. Where the data set plainly is not
 * in the byte layout that group 0002 names, the layout that it has is used.
 * @throws AppError `file/not-dicom`, `file/damaged`
 */
export function openPart10(part10: Uint8Array): OpenedPart10 {
  // Views of a Buffer are Buffers, which cost more than the values that are read through them.
  const bytes = new Uint8Array(part10.buffer, part10.byteOffset, part10.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Data may hold the prefix by chance: then it is not followed by an element, and the file begins with one.
  const prefixAt = [128, 0].find((offset) => hasPrefix(bytes, offset) && (startsWithElement(view, offset + 4) || !startsWithElement(view, 0)));
  const metaStart = prefixAt === undefined ? [0, 128, 132].find((offset) => startsWithElement(view, offset)) : prefixAt + 4;
  if (metaStart === undefined) throw notDicom();
  const { values, end } = readFileMeta(bytes, view, metaStart);
  const declared = values.get(0x00020010) ?? '';
  const facts = {
    fileMeta: bytes.subarray(0, end),
    mediaStorageSopClassUid: values.get(0x00020002) ?? '',
    mediaStorageSopInstanceUid: values.get(0x00020003) ?? '',
    saysDicom: prefixAt !== undefined || values.size > 0,
  };
  if (declared === TRANSFER_SYNTAX.deflated) {
    const dataSet = inflate(bytes.subarray(end));
    return { ...facts, dataSet, layout: EXPLICIT, transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, wasDeflated: true };
  }
  const dataSet = bytes.subarray(end);
  const layout = layoutOf(new DataView(dataSet.buffer, dataSet.byteOffset, dataSet.byteLength), declared);
  if (layout === undefined) throw facts.saysDicom ? damaged('there is no data set behind the file meta information') : notDicom();
  const isCompressed = declared !== '' && !isNative(declared);
  return { ...facts, dataSet, layout, transferSyntaxUid: isCompressed ? declared : nativeSyntaxOf(layout), wasDeflated: false };
}

function hasPrefix(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0x44 && bytes[offset + 1] === 0x49 && bytes[offset + 2] === 0x43 && bytes[offset + 3] === 0x4d;
}

/** Group 0002 is always explicit little endian. What stands behind a broken element is skipped with the help of the group length. */
function readFileMeta(bytes: Uint8Array, view: DataView, start: number): { values: ReadonlyMap<number, string>; end: number } {
  const values = new Map<number, string>();
  let position = start;
  let groupEnd: number | undefined;
  while (position + 8 <= bytes.length && view.getUint16(position, true) === 0x0002) {
    const header = headerOrUndefined(view, position);
    const next = header === undefined ? Number.POSITIVE_INFINITY : header.valueOffset + header.length;
    if (header === undefined || next > (groupEnd ?? bytes.length)) {
      if (groupEnd === undefined) throw damaged('the file meta information cannot be read');
      const skipped = Buffer.from(bytes.subarray(position + 1, groupEnd)).indexOf(Buffer.from(TRANSFER_SYNTAX_HEADER));
      if (skipped < 0) return { values, end: groupEnd };
      position += 1 + skipped;
      continue;
    }
    if (header.tag === 0x00020000 && header.length === 4) {
      const end = next + view.getUint32(header.valueOffset, true);
      if (end <= bytes.length) groupEnd = end;
    }
    if (header.length <= 64) values.set(header.tag, trimUid(String.fromCharCode(...bytes.subarray(header.valueOffset, next))));
    position = next;
  }
  return { values, end: position };
}

function headerOrUndefined(view: DataView, position: number): ReturnType<typeof readElementHeader> | undefined {
  try {
    return readElementHeader(view, position, view.byteLength, EXPLICIT);
  } catch (error) {
    if (isAppError(error, 'file/damaged')) return undefined;
    throw error;
  }
}

/** True when the bytes can be the first element of a data set or of group 0002, in any layout. */
function startsWithElement(view: DataView, position: number): boolean {
  if (view.byteLength < position + 8) return false;
  const group = view.getUint16(position, true);
  return group === 0x0002 || group === 0x0008 || group === 0x0800;
}

function layoutOf(view: DataView, declared: string): ByteLayout | undefined {
  if (view.byteLength < 8) return undefined;
  const isLittleEndian = isLittleEndianDataSet(view, declared);
  const vr = String.fromCharCode(view.getUint8(4), view.getUint8(5));
  if (isValueRepresentation(vr)) return { isExplicit: true, isLittleEndian };
  const implicitLength = view.getUint32(4, isLittleEndian);
  if (implicitLength <= view.byteLength - 8 || implicitLength === 0xffff_ffff) return { isExplicit: false, isLittleEndian };
  return declared === '' ? undefined : { isExplicit: declared !== TRANSFER_SYNTAX.implicitLittleEndian, isLittleEndian };
}

/** As declared, unless the first group is 0008 only when read the other way round. */
function isLittleEndianDataSet(view: DataView, declared: string): boolean {
  if (view.getUint16(0, true) === 0x0008) return true;
  if (view.getUint16(0, false) === 0x0008) return false;
  return declared !== TRANSFER_SYNTAX.explicitBigEndian;
}

function nativeSyntaxOf({ isExplicit, isLittleEndian }: ByteLayout): string {
  if (!isLittleEndian) return TRANSFER_SYNTAX.explicitBigEndian;
  return isExplicit ? TRANSFER_SYNTAX.explicitLittleEndian : TRANSFER_SYNTAX.implicitLittleEndian;
}

function inflate(deflated: Uint8Array): Uint8Array {
  try {
    const inflated = inflateRawSync(deflated, { maxOutputLength: MAXIMUM_INFLATED_BYTES, finishFlush: constants.Z_FINISH });
    return new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.byteLength);
  } catch (error) {
    throw damaged('the deflated data set cannot be inflated', error);
  }
}
