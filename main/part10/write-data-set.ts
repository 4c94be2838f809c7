import type { DataElement, DataSet, JsonPersonName, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { decimalString, integerString } from './decimal-string.ts';
import { wordSizeOf } from './byte-order.ts';
import { isLongForm, isValueRepresentation } from './element-header.ts';

/** Bytes of a binary element that the data set names by BulkDataURI. @param elementPath such as `54000100/1/54001010` */
export type BulkSource = (elementPath: string, bulkDataUri: string) => Uint8Array | undefined;

const SPECIFIC_CHARACTER_SET = '00080005';
const SINGLE_VALUED: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UR']);
const BINARY_NUMBERS: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

/**
 * The elements of a DICOM JSON data set as explicit VR little endian, ordered by tag, sequences and items with their lengths. Group lengths
 * are left out, and so is Specific Character Set inside items: one set holds for the whole file.
 * @throws Error when the data set cannot be written without changing what it says: a caller's mistake
 */
export function writeDataSet(dataSet: DataSet, bulkSource: BulkSource, path = ''): Uint8Array {
  const tags = Object.keys(dataSet).filter((tag) => !tag.endsWith('0000') && (path === '' || tag !== SPECIFIC_CHARACTER_SET));
  return concatenate(
    tags.sort().map((tag) => {
      const element = dataSet[tag];
      if (element === undefined || !/^[0-9A-F]{8}$/.test(tag)) throw new Error(`${tag} is no tag`);
      return writeElement(tag, element.vr, writeValue(element, bulkSource, `${path}${tag}`));
    }),
  );
}

/** Header and value; an odd value is padded as PS3.5 6.2 says. */
export function writeElement(tag: string, vr: string, value: Uint8Array): Uint8Array {
  if (!isValueRepresentation(vr)) throw new Error(`element ${tag} has no value representation`);
  const length = value.length + (value.length % 2);
  // A value that its own representation has no room for travels as UN. PS3.5 6.2.2 note 7
  const written = isLongForm(vr) || length <= 0xffff ? vr : 'UN';
  const headerLength = isLongForm(written) ? 12 : 8;
  const bytes = new Uint8Array(headerLength + length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  bytes.set([written.charCodeAt(0), written.charCodeAt(1)], 4);
  if (headerLength === 12) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  bytes.set(value, headerLength);
  if (length !== value.length) bytes[headerLength + value.length] = paddingOf(vr);
  return bytes;
}

/** True when some text of the data set is outside ASCII. */
export function hasWideText(dataSet: DataSet): boolean {
  return Object.values(dataSet).some((element) => (element.Value ?? []).some(isWide));
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

function isWide(value: JsonValue): boolean {
  if (typeof value === 'string') return !/^[\0-\x7f]*$/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return isPersonName(value) ? isWide(formatName(value)) : hasWideText(value);
}

function writeValue(element: DataElement, bulkSource: BulkSource, path: string): Uint8Array {
  const { vr, Value: values = [], InlineBinary: inlineBinary, BulkDataURI: bulkDataUri } = element;
  if (vr === 'SQ') return concatenate(values.map((item, index) => writeItem(item, bulkSource, `${path}/${index + 1}/`)));
  if (bulkDataUri !== undefined) {
    const bytes = bulkSource(path, bulkDataUri);
    if (bytes === undefined) throw new Error(`the bytes of element ${path} are missing`);
    return bytes;
  }
  if (inlineBinary !== undefined) return Buffer.from(inlineBinary, 'base64');
  if (wordSizeOf(vr) !== undefined) {
    if (values.length > 0) throw new Error(`element ${path} has representation ${vr} and values that are not bytes`);
    return new Uint8Array();
  }
  const size = BINARY_NUMBERS[vr];
  if (size !== undefined) return writeNumbers(vr, size, values);
  const texts = values.map((value) => toText(vr, value));
  if (!SINGLE_VALUED.has(vr) && texts.some((text) => text.includes('\\'))) throw new Error(`a value of element ${path} contains a backslash`);
  return Buffer.from(texts.join('\\'), 'utf8');
}

function writeItem(item: JsonValue, bulkSource: BulkSource, path: string): Uint8Array {
  if (typeof item === 'string' || typeof item === 'number') throw new Error(`an item at ${path} is no data set`);
  const content = item === null ? new Uint8Array() : writeDataSet(item as DataSet, bulkSource, path);
  const header = new Uint8Array(8);
  header.set([0xfe, 0xff, 0x00, 0xe0]);
  new DataView(header.buffer).setUint32(4, content.length, true);
  return concatenate([header, content]);
}

function writeNumbers(vr: string, size: number, values: readonly JsonValue[]): Uint8Array {
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => writeNumber(view, index * size, vr, value));
  return bytes;
}

function writeNumber(view: DataView, offset: number, vr: string, value: JsonValue): void {
  if (vr === 'AT') {
    if (typeof value !== 'string' || !/^[0-9A-Fa-f]{8}$/.test(value)) throw new Error('AT is written with eight hexadecimal digits');
    view.setUint16(offset, Number.parseInt(value.slice(0, 4), 16), true);
    view.setUint16(offset + 2, Number.parseInt(value.slice(4), 16), true);
    return;
  }
  if (typeof value !== 'number' && typeof value !== 'string') throw new Error(`${vr} holds numbers only`);
  if (vr === 'SV') return view.setBigInt64(offset, BigInt(value), true);
  if (vr === 'UV') return view.setBigUint64(offset, BigInt(value), true);
  const number = Number(value);
  if (vr === 'FD') return view.setFloat64(offset, number, true);
  if (vr === 'FL') return view.setFloat32(offset, number, true);
  const [lowest, highest] = INTEGER_RANGES[vr] ?? [0, 0];
  if (!Number.isInteger(number) || number < lowest || number > highest) throw new Error(`${number} is no ${vr}`);
  if (vr === 'US') view.setUint16(offset, number, true);
  else if (vr === 'SS') view.setInt16(offset, number, true);
  else if (vr === 'UL') view.setUint32(offset, number, true);
  else view.setInt32(offset, number, true);
}

const INTEGER_RANGES: Readonly<Record<string, readonly [lowest: number, highest: number]>> = {
  US: [0, 0xffff],
  SS: [-0x8000, 0x7fff],
  UL: [0, 0xffff_ffff],
  SL: [-0x8000_0000, 0x7fff_ffff],
};

function toText(vr: string, value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'number') {
    if (vr === 'DS') return decimalString(value);
    return vr === 'IS' ? integerString(value) : String(value);
  }
  if (typeof value === 'string') return value;
  if (vr !== 'PN' || !isPersonName(value)) throw new Error(`${vr} holds no items`);
  return formatName(value);
}

function isPersonName(value: JsonPersonName | DataSet): value is JsonPersonName {
  return Object.keys(value).every((key) => key === 'Alphabetic' || key === 'Ideographic' || key === 'Phonetic') && Object.keys(value).length > 0;
}

function formatName({ Alphabetic: alphabetic = '', Ideographic: ideographic = '', Phonetic: phonetic = '' }: JsonPersonName): string {
  return [alphabetic, ideographic, phonetic].join('=').replace(/=+$/, '');
}

/** Text is padded with a space; UIDs and binary values with a zero. */
function paddingOf(vr: string): number {
  return vr === 'UI' || wordSizeOf(vr) !== undefined ? 0 : 0x20;
}
