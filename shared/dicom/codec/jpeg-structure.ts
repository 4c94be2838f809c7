import { huffmanTable, type HuffmanTable } from './jpeg-bit-reader.ts';
import { damagedCodestream } from './damaged-codestream.ts';

/** One component as the frame header names it. ISO/IEC 10918-1 B.2.2. */
export interface JpegComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantisationTable: number;
}

export interface JpegFrame {
  readonly process: 'baseline' | 'extended' | 'progressive' | 'lossless';
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
  readonly mostAcross: number;
  readonly mostDown: number;
}

/** One scan, with the tables as they stand when it begins. B.2.3. */
export interface JpegScan {
  readonly components: readonly { readonly index: number; readonly dcTable: HuffmanTable | undefined; readonly acTable: HuffmanTable | undefined }[];
  /** Ss: first coefficient, or the predictor of a lossless scan. */
  readonly start: number;
  readonly end: number;
  readonly high: number;
  /** Al: the bit position, or the point transform of a lossless scan. */
  readonly low: number;
  readonly restartInterval: number;
  /** Where the entropy-coded bits begin. */
  readonly dataAt: number;
}

export interface JpegReading {
  readonly onFrame: (frame: JpegFrame) => void;
  /** Reads the bits of a scan. @returns where the next marker stands */
  readonly onScan: (scan: JpegScan, quantisation: readonly (Uint16Array | undefined)[]) => number;
}

const FRAME_PROCESSES: Readonly<Record<number, JpegFrame['process']>> = { 0xc0: 'baseline', 0xc1: 'extended', 0xc2: 'progressive', 0xc3: 'lossless' };

/** Zigzag place to natural place. Figure A.6. */
export const ZIGZAG = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57,
  50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
);

/**
 * Walks the markers of a JPEG from SOI to EOI.
 * @param expectedRows for a JPEG that names its height only behind the first scan (DNL)
 * @throws AppError `file/damaged` for what cannot be decoded, and for a JPEG that ends before its picture does
 */
export function readJpeg(bytes: Uint8Array, expectedRows: number, { onFrame, onScan }: JpegReading): void {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw damagedCodestream('there is no JPEG');
  const quantisation: (Uint16Array | undefined)[] = [];
  const dcTables: (HuffmanTable | undefined)[] = [];
  const acTables: (HuffmanTable | undefined)[] = [];
  let frame: JpegFrame | undefined;
  let restartInterval = 0;
  let hasScan = false;
  let at = 2;
  for (;;) {
    while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0xff && bytes[at + 1] !== 0)) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) {
      // Only the end marker is missing: every bit of the picture was there, or its reader had complained. A progressive one may lack scans.
      if (hasScan && frame !== undefined && frame.process !== 'progressive') return;
      throw damagedCodestream('the JPEG ends early');
    }
    if (marker === 0xd9) {
      if (!hasScan) throw damagedCodestream('the JPEG has no picture');
      return;
    }
    if ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01 || marker === 0xd8) {
      at += 2;
      continue;
    }
    const length = word(bytes, at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || segment.length < length - 2) throw damagedCodestream('a JPEG segment is cut off');
    at += 2 + length;
    if (marker in FRAME_PROCESSES) {
      if (frame !== undefined) throw damagedCodestream('the JPEG has two frame headers');
      frame = readFrame(FRAME_PROCESSES[marker] ?? 'baseline', segment, expectedRows);
      onFrame(frame);
    } else if (marker >= 0xc5 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
      throw damagedCodestream(`the JPEG process SOF${marker - 0xc0} has no decoder`);
    } else if (marker === 0xdb) readQuantisation(segment, quantisation);
    else if (marker === 0xc4) readHuffman(segment, dcTables, acTables);
    else if (marker === 0xdd) restartInterval = word(segment, 0);
    else if (marker === 0xda) {
      if (frame === undefined) throw damagedCodestream('a JPEG scan stands before the frame header');
      hasScan = true;
      at = onScan(readScan(segment, frame, dcTables, acTables, restartInterval, at), [...quantisation]);
    }
  }
}

function readFrame(process: JpegFrame['process'], segment: Uint8Array, expectedRows: number): JpegFrame {
  const count = segment[5] ?? 0;
  const components = Array.from({ length: count }, (_, index): JpegComponent => {
    const at = 6 + index * 3;
    const sampling = segment[at + 1] ?? 0;
    return { id: segment[at] ?? 0, across: sampling >> 4, down: sampling & 15, quantisationTable: segment[at + 2] ?? 0 };
  });
  const rows = word(segment, 1) || expectedRows;
  const columns = word(segment, 3);
  const precision = segment[0] ?? 0;
  if (rows === 0 || columns === 0 || count < 1 || count > 4) throw damagedCodestream('the JPEG frame header says nothing of its size');
  if (components.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4)) throw damagedCodestream('the JPEG sampling factors are broken');
  const isPossible = process === 'lossless' ? precision >= 2 && precision <= 16 : precision === 8 || (precision === 12 && process !== 'baseline');
  if (!isPossible) throw damagedCodestream(`a JPEG of ${precision} bits`);
  return {
    process, precision, rows, columns, components,
    mostAcross: Math.max(...components.map(({ across }) => across)),
    mostDown: Math.max(...components.map(({ down }) => down)),
  };
}

function readQuantisation(segment: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at] ?? 0;
    const isWide = head >> 4 === 1;
    const table = new Uint16Array(64);
    at += 1;
    if (at + (isWide ? 128 : 64) > segment.length) throw damagedCodestream('a JPEG quantisation table is cut off');
    for (let place = 0; place < 64; place += 1) table[ZIGZAG[place] ?? 0] = isWide ? word(segment, at + place * 2) : (segment[at + place] ?? 0);
    at += isWide ? 128 : 64;
    tables[head & 15] = table;
  }
}

function readHuffman(segment: Uint8Array, dcTables: (HuffmanTable | undefined)[], acTables: (HuffmanTable | undefined)[]): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const head = segment[at] ?? 0;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (at + 17 + total > segment.length) throw damagedCodestream('a Huffman table is cut off');
    const tables = head >> 4 === 0 ? dcTables : acTables;
    tables[head & 15] = huffmanTable(counts, segment.subarray(at + 17, at + 17 + total));
    at += 17 + total;
  }
}

function readScan(
  segment: Uint8Array,
  frame: JpegFrame,
  dcTables: readonly (HuffmanTable | undefined)[],
  acTables: readonly (HuffmanTable | undefined)[],
  restartInterval: number,
  dataAt: number,
): JpegScan {
  const count = segment[0] ?? 0;
  if (segment.length < 4 + count * 2) throw damagedCodestream('a JPEG scan header is cut off');
  const components = Array.from({ length: count }, (_, place) => {
    const id = segment[1 + place * 2] ?? 0;
    const selectors = segment[2 + place * 2] ?? 0;
    const index = frame.components.findIndex((component) => component.id === id);
    if (index === -1) throw damagedCodestream('a JPEG scan names a component that is not there');
    return { index, dcTable: dcTables[selectors >> 4], acTable: acTables[selectors & 15] };
  });
  const bits = segment[3 + count * 2] ?? 0;
  return { components, start: segment[1 + count * 2] ?? 0, end: segment[2 + count * 2] ?? 0, high: bits >> 4, low: bits & 15, restartInterval, dataAt };
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
