import { damagedCodestream } from './damaged-codestream.ts';

/** A Huffman table as one look-up: the next 16 bits give `length << 8 | symbol`; 0 is no code. */
export type HuffmanTable = Uint16Array;

/** @param counts number of codes of each length 1 to 16. ISO/IEC 10918-1 C.2. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(0x1_0000);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length += 1) {
    for (let index = 0; index < (counts[length - 1] ?? 0); index += 1) {
      const start = code << (16 - length);
      const end = (code + 1) << (16 - length);
      if (end > 0x1_0000) throw damagedCodestream('a Huffman table has too many codes');
      table.fill((length << 8) | (symbols[next] ?? 0), start, end);
      code += 1;
      next += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Reads the entropy-coded bits of one scan. ISO/IEC 10918-1 F.2.2.5, without stuffed zeros. */
export interface JpegBitReader {
  readonly decode: (table: HuffmanTable) => number;
  /** The next bits as an unsigned number. @param count 0 to 16 */
  readonly receive: (count: number) => number;
  /** The next bits as a signed difference: EXTEND of F.2.2.1. */
  readonly receiveSigned: (count: number) => number;
  /** Drops what is left of a byte and steps over a restart marker. */
  readonly restart: () => void;
  /** Where the next marker stands. */
  readonly markerAt: () => number;
}

export function createJpegBitReader(bytes: Uint8Array, start: number): JpegBitReader {
  let position = start;
  let buffer = 0;
  let bits = 0;
  /** Of `bits`, how many were never in the file. */
  let padding = 0;

  function fill(): void {
    while (bits <= 24) {
      let byte = bytes[position] ?? 0;
      if (position >= bytes.length) padding += 8;
      else if (byte === 0xff) {
        let next = position + 1;
        while (bytes[next] === 0xff) next += 1;
        if (bytes[next] === 0) position = next + 1;
        else {
          // A marker: there are no more bits before it.
          byte = 0;
          padding += 8;
        }
      } else position += 1;
      buffer = (buffer << 8) | byte;
      bits += 8;
    }
  }

  function take(count: number): void {
    bits -= count;
    if (bits < padding) throw damagedCodestream('the JPEG ends early');
  }

  function receive(count: number): number {
    if (count === 0) return 0;
    if (bits < count) fill();
    const value = (buffer >>> (bits - count)) & ((1 << count) - 1);
    take(count);
    return value;
  }

  return {
    decode: (table) => {
      if (bits < 16) fill();
      const entry = table[(buffer >>> (bits - 16)) & 0xffff] ?? 0;
      if (entry === 0) throw damagedCodestream(bits - 16 < padding ? 'the JPEG ends early' : 'the JPEG has a code that no table knows');
      take(entry >> 8);
      return entry & 0xff;
    },
    receive,
    receiveSigned: (count) => {
      if (count === 0) return 0;
      const value = receive(count);
      return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    },
    restart: () => {
      buffer = 0;
      bits = 0;
      padding = 0;
      position = markerFrom(bytes, position);
      const marker = bytes[position + 1] ?? 0;
      if (marker < 0xd0 || marker > 0xd7) throw damagedCodestream('a JPEG restart marker is missing');
      position += 2;
    },
    markerAt: () => markerFrom(bytes, position),
  };
}

function markerFrom(bytes: Uint8Array, start: number): number {
  let position = start;
  while (position + 1 < bytes.length) {
    const next = bytes[position + 1] ?? 0;
    if (bytes[position] === 0xff && next !== 0 && next !== 0xff) return position;
    position += 1;
  }
  return bytes.length;
}
