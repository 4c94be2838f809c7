import { deflateRawSync } from 'node:zlib';

/** A writer of DICOM bytes for tests: independent of the program's own, and able to write what is wrong. */
export interface TestElement {
  readonly tag: number;
  readonly vr: string;
  /** Written without padding. An array is a sequence of items with known lengths. */
  readonly value: Uint8Array | readonly (readonly TestElement[])[];
  /** What the length field says, where it is to lie. */
  readonly claimedLength?: number;
}

export type Encoding = 'implicit' | 'explicit' | 'big-endian';

export const SYNTAX = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  'big-endian': '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpeg2000: '1.2.840.10008.1.2.4.90',
  rle: '1.2.840.10008.1.2.5',
} as const;

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** Text in Latin-1 (each character one byte), made even with `padding`. */
export function text(tag: number, vr: string, value: string, padding = vr === 'UI' ? '\0' : ' '): TestElement {
  const padded = value.length % 2 === 1 ? value + padding : value;
  return { tag, vr, value: Buffer.from(padded, 'latin1') };
}

export function raw(tag: number, vr: string, value: Uint8Array | readonly number[], claimedLength?: number): TestElement {
  const bytes = Uint8Array.from(value);
  return claimedLength === undefined ? { tag, vr, value: bytes } : { tag, vr, value: bytes, claimedLength };
}

/** A US value that `write` puts into the byte order of the file. */
export function unsignedShort(tag: number, ...values: readonly number[]): TestElement {
  return { tag, vr: 'US', value: Uint8Array.from(values.flatMap((value) => [value & 0xff, value >> 8])) };
}

export function sequence(tag: number, ...items: readonly (readonly TestElement[])[]): TestElement {
  return { tag, vr: 'SQ', value: items };
}

export function write(elements: readonly TestElement[], encoding: Encoding): Uint8Array {
  return Buffer.concat(elements.map((element) => writeOne(element, encoding)));
}

function writeOne({ tag, vr, value, claimedLength }: TestElement, encoding: Encoding): Uint8Array {
  const isLittle = encoding !== 'big-endian';
  const content = value instanceof Uint8Array ? order(value, vr, isLittle) : Buffer.concat(value.map((item) => writeItem(write(item, encoding), isLittle)));
  const header = Buffer.alloc(encoding !== 'implicit' && LONG.has(vr) ? 12 : 8);
  const length = claimedLength ?? content.length;
  put16(header, 0, tag >>> 16, isLittle);
  put16(header, 2, tag & 0xffff, isLittle);
  if (encoding === 'implicit') put32(header, 4, length, isLittle);
  else {
    header.write(vr, 4, 'latin1');
    if (header.length === 12) put32(header, 8, length, isLittle);
    else put16(header, 6, length, isLittle);
  }
  return Buffer.concat([header, content]);
}

export function writeItem(content: Uint8Array, isLittle = true): Uint8Array {
  const header = Buffer.alloc(8);
  put16(header, 0, 0xfffe, isLittle);
  put16(header, 2, 0xe000, isLittle);
  put32(header, 4, content.length, isLittle);
  return Buffer.concat([header, content]);
}

export const SEQUENCE_DELIMITER = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
export const ITEM_DELIMITER = Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0);

/** Encapsulated Pixel Data of fragments; `offsets` fill the Basic Offset Table. */
export function encapsulated(fragments: readonly (Uint8Array | readonly number[])[], offsets: readonly number[] = [], delimiter: Uint8Array = SEQUENCE_DELIMITER): TestElement {
  const table = Buffer.alloc(offsets.length * 4);
  offsets.forEach((offset, index) => table.writeUInt32LE(offset, index * 4));
  const items = [table, ...fragments.map((fragment) => Uint8Array.from(fragment))].map((content) => writeItem(content));
  return raw(0x7fe00010, 'OB', Buffer.concat([...items, delimiter]), 0xffffffff);
}

/** Preamble, prefix, group 0002 and the data set. */
export function part10(transferSyntaxUid: string, dataSet: Uint8Array): Uint8Array {
  const meta = write(
    [raw(0x00020001, 'OB', [0, 1]), text(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.7'), text(0x00020003, 'UI', '1.2.3.4'), text(0x00020010, 'UI', transferSyntaxUid)],
    'explicit',
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const content = transferSyntaxUid === SYNTAX.deflated ? deflateRawSync(dataSet) : dataSet;
  return new Uint8Array(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), write([raw(0x00020000, 'UL', length)], 'explicit'), meta, content]));
}

/** The identity that every object needs. */
export const IDENTITY: readonly TestElement[] = [
  text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  text(0x00080018, 'UI', '1.2.3.4'),
  text(0x0020000d, 'UI', '1.2.3'),
  text(0x0020000e, 'UI', '1.2.3.1'),
];

/** Identity and other elements in the order of their tags. */
export function withIdentity(...elements: readonly TestElement[]): readonly TestElement[] {
  return [...IDENTITY, ...elements].toSorted((one, other) => one.tag - other.tag);
}

/** The description of pixels: rows, columns and what else differs from a single 8-bit grey frame. */
export function pixelDescription(
  rows: number,
  columns: number,
  { bits = 8, samples = 1, photometric = 'MONOCHROME2', frames = '1', signed = 0 }: { bits?: number; samples?: number; photometric?: string; frames?: string; signed?: number } = {},
): readonly TestElement[] {
  return [
    unsignedShort(0x00280002, samples),
    text(0x00280004, 'CS', photometric),
    text(0x00280008, 'IS', frames),
    unsignedShort(0x00280010, rows),
    unsignedShort(0x00280011, columns),
    unsignedShort(0x00280100, bits),
    unsignedShort(0x00280101, bits),
    unsignedShort(0x00280102, bits - 1),
    unsignedShort(0x00280103, signed),
  ];
}

const WORD_SIZES: Readonly<Record<string, number>> = { US: 2, SS: 2, AT: 2, OW: 2, UL: 4, SL: 4, FL: 4, OF: 4, OL: 4, FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 };

function order(value: Uint8Array, vr: string, isLittle: boolean): Uint8Array {
  const size = WORD_SIZES[vr] ?? 1;
  if (isLittle || size === 1) return value;
  const swapped = Uint8Array.from(value);
  for (let start = 0; start + size <= swapped.length; start += size) swapped.subarray(start, start + size).reverse();
  return swapped;
}

function put16(bytes: Buffer, offset: number, value: number, isLittle: boolean): void {
  if (isLittle) bytes.writeUInt16LE(value, offset);
  else bytes.writeUInt16BE(value, offset);
}

function put32(bytes: Buffer, offset: number, value: number, isLittle: boolean): void {
  if (isLittle) bytes.writeUInt32LE(value, offset);
  else bytes.writeUInt32BE(value, offset);
}
