import { characterSetOf, type CharacterSet } from '#shared/dicom/values/character-set.ts';
import type { DataElement, DataSet, JsonPersonName, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { decodeLatin1, type TextKind } from '#shared/dicom/values/text-decoder.ts';
import { characterSetWithin, createTextReader, type TextReader } from './decode-text.ts';
import { knownRepresentationOf, settleRepresentation, tagText, type Tag } from './dictionary.ts';
import { toLittleEndian, wordSizeOf } from './byte-order.ts';
import { readNumbers } from './read-numbers.ts';
import type { ScannedDataSet, ScannedElement } from './scan-data-set.ts';

export interface BulkData {
  /** Such as `54000100/1/54001010`: tags and one-based item numbers. */
  readonly elementPath: string;
  /** Little endian, whatever the file was. */
  readonly bytes: Uint8Array;
}

export interface JsonDataSet {
  readonly metadata: DataSet;
  readonly bulkData: readonly BulkData[];
  readonly characterSetRepair: string | null;
}

/** Longer binary values are kept apart from the metadata. */
const MAXIMUM_INLINE_BYTES = 1024;

const PIXEL_REPRESENTATION: Tag = 0x00280103;
const SPECIFIC_CHARACTER_SET: Tag = 0x00080005;
/** Extended Offset Table and its lengths, Float, Double Float and Pixel Data. */
const PIXEL_TAGS: ReadonlySet<Tag> = new Set([0x7fe00001, 0x7fe00002, 0x7fe00008, 0x7fe00009, 0x7fe00010]);

interface Surroundings {
  readonly characterSet: CharacterSet;
  readonly isSigned: boolean;
  /** '' or `54000100/1/`. */
  readonly path: string;
}

/**
 * DICOM JSON (PS3.18 F.2) of a scanned data set, without group 0002, group lengths and the pixels of the top level. Text is Unicode, so
 * Specific Character Set becomes ISO_IR 192 wherever something else was declared. Padding of PS3.5 6.2 is removed.
 */
export function toJsonDataSet(bytes: Uint8Array, scanned: ScannedDataSet): JsonDataSet {
  const text = createTextReader(bytes, scanned);
  const bulkData: BulkData[] = [];
  const metadata = convertDataSet({ bytes, text, bulkData }, scanned, { characterSet: characterSetOf([]), isSigned: false, path: '' });
  return { metadata, bulkData, characterSetRepair: text.repair() };
}

interface Conversion {
  readonly bytes: Uint8Array;
  readonly text: TextReader;
  readonly bulkData: BulkData[];
}

function convertDataSet(conversion: Conversion, scanned: ScannedDataSet, around: Surroundings): DataSet {
  const within: Surroundings = {
    ...around,
    characterSet: characterSetWithin(conversion.bytes, scanned, around.characterSet),
    isSigned: pixelsAreSigned(conversion.bytes, scanned) ?? around.isSigned,
  };
  const dataSet: Record<string, DataElement> = {};
  for (const element of scanned.elements) {
    const isLeftOut = isAboutTheFile(element.tag) || (around.path === '' && PIXEL_TAGS.has(element.tag));
    const key = tagText(element.tag);
    // The first of two equal tags wins: what stands later is damage or an attempt to hide.
    if (!isLeftOut && !Object.hasOwn(dataSet, key)) dataSet[key] = convertElement(conversion, element, within);
  }
  return dataSet;
}

/** Group lengths, commands (group 0000) and file meta information (group 0002). */
export function isAboutTheFile(tag: Tag): boolean {
  const group = tag >>> 16;
  return group === 0x0000 || group === 0x0002 || (tag & 0xffff) === 0;
}

function convertElement(conversion: Conversion, element: ScannedElement, within: Surroundings): DataElement {
  const path = `${within.path}${tagText(element.tag)}`;
  if (element.items !== undefined) {
    const items = element.items.map((item, index) => convertDataSet(conversion, item, { ...within, path: `${path}/${index + 1}/` }));
    return items.length === 0 ? { vr: 'SQ' } : { vr: 'SQ', Value: items };
  }
  const vr = representationOf(element, within.isSigned);
  const value = conversion.bytes.subarray(element.valueOffset, element.valueOffset + element.length);
  if (element.tag === SPECIFIC_CHARACTER_SET) return { vr, ...withValue(decodeLatin1(value).trim() === '' ? [] : ['ISO_IR 192']) };
  if (wordSizeOf(vr) !== undefined) return convertBinary(conversion, path, vr, element, value);
  const isLittleEndian = element.layout.isLittleEndian || element.vr === 'UN';
  const numbers = readNumbers(vr, value, isLittleEndian);
  if (numbers !== undefined) return { vr, ...withValue(numbers) };
  const kind: TextKind = vr === 'PN' ? 'person-name' : isSingleValued(vr) ? 'single' : 'multiple';
  const { text, repair } = conversion.text.decode(value, kind, within.characterSet);
  const values = withValue(readTexts(vr, text));
  if (repair === undefined) return { vr, ...values };
  const declared = within.characterSet.declared;
  return { vr, ...values, repairedFrom: { declared, readAs: repair, bytes: Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64') } };
}

function convertBinary(conversion: Conversion, path: string, vr: string, element: ScannedElement, value: Uint8Array): DataElement {
  if (value.length === 0) return { vr };
  const isEncapsulated = element.fragments !== undefined;
  const bytes = element.layout.isLittleEndian || isEncapsulated ? value : toLittleEndian(vr, value);
  if (!isEncapsulated && value.length <= MAXIMUM_INLINE_BYTES) {
    return { vr, InlineBinary: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') };
  }
  conversion.bulkData.push({ elementPath: path, bytes });
  return { vr, BulkDataURI: path };
}

/** UN of a tag that PS3.6 knows is what PS3.6 says; such values are little endian. PS3.5 6.2.2 */
export function representationOf(element: ScannedElement, isSigned: boolean): string {
  const known = element.vr === 'UN' ? (knownRepresentationOf(element.tag) ?? 'UN') : element.vr;
  // A sequence whose bytes were no items stays what it was.
  return known === 'SQ' ? 'UN' : settleRepresentation(known, isSigned);
}

function pixelsAreSigned(bytes: Uint8Array, scanned: ScannedDataSet): boolean | undefined {
  const element = scanned.elements.find(({ tag }) => tag === PIXEL_REPRESENTATION);
  if (element === undefined || element.length < 2) return undefined;
  return bytes[element.valueOffset + (element.layout.isLittleEndian ? 0 : 1)] === 1;
}

function withValue(values: readonly JsonValue[]): { readonly Value?: readonly JsonValue[] } {
  return values.every((value) => value === null) ? {} : { Value: values };
}

function isSingleValued(vr: string): boolean {
  return vr === 'LT' || vr === 'ST' || vr === 'UT' || vr === 'UR';
}

function readTexts(vr: string, text: string): readonly JsonValue[] {
  if (isSingleValued(vr)) return [orNull(trimEnd(text))];
  const values = text.split('\\');
  if (vr === 'PN') return values.map(toJsonPersonName);
  if (vr === 'IS' || vr === 'DS') return values.map((value) => toNumber(value.replace(/\0+$/, '').trim()));
  const trim = vr === 'UC' || vr === 'DT' || vr === 'TM' || vr === 'DA' || vr === 'UI' ? trimEnd : trimBoth;
  return values.map((value) => orNull(trim(value)));
}

/** A number where JSON can hold the text's meaning, else the text: a wrong value is shown, not swallowed. */
function toNumber(text: string): JsonValue {
  if (text === '') return null;
  const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  // JSON has no negative zero.
  return Number.isFinite(number) ? number + 0 : text;
}

/** PS3.18 F.2.2: component groups; empty groups are left out. */
function toJsonPersonName(text: string): JsonPersonName | null {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=').map(trimEnd);
  if (alphabetic === '' && ideographic === '' && phonetic === '') return null;
  return {
    ...(alphabetic === '' ? {} : { Alphabetic: alphabetic }),
    ...(ideographic === '' ? {} : { Ideographic: ideographic }),
    ...(phonetic === '' ? {} : { Phonetic: phonetic }),
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function trimEnd(text: string): string {
  return text.replace(/[ \0]+$/, '');
}

function trimBoth(text: string): string {
  return trimEnd(text).replace(/^ +/, '');
}
