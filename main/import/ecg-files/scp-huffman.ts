import { unsupportedEcg } from './foreign-ecg.ts';

/** One code of a Huffman table of SCP-ECG section 2. EN 1064 5.5 */
export interface HuffmanCode {
  readonly prefixBits: number;
  /** Prefix and what follows it together. */
  readonly totalBits: number;
  /** First bit of the code in the lowest bit, as it stands in the file. */
  readonly reversedPrefix: number;
  /** 1: this code stands for a value; 0: it switches to the table `value`. */
  readonly isValue: boolean;
  readonly value: number;
}

export type HuffmanTable = readonly HuffmanCode[];

/** Table number that stands for the default table. */
export const DEFAULT_TABLE_MARK = 19_999;
const LARGEST_SHORT = 8;
const MOST_PADDING_BITS = 32;

/** The default table: 0 for 0, then 100 and 101 for 1 and -1, one bit more for each step up to 8; ten bits before 8 or 16 bits of plain value. EN 1064 annex C */
export const DEFAULT_TABLE: HuffmanTable = [
  { prefixBits: 1, totalBits: 1, reversedPrefix: 0, isValue: true, value: 0 },
  ...Array.from({ length: LARGEST_SHORT }, (_, index) => index + 1).flatMap((size) => {
    const ones = 2 ** size - 1;
    const bits = size + 2;
    return [
      { prefixBits: bits, totalBits: bits, reversedPrefix: ones, isValue: true, value: size },
      { prefixBits: bits, totalBits: bits, reversedPrefix: ones + 2 ** (bits - 1), isValue: true, value: -size },
    ];
  }),
  { prefixBits: 10, totalBits: 18, reversedPrefix: 0b0111111111, isValue: true, value: 0 },
  { prefixBits: 10, totalBits: 26, reversedPrefix: 0b1111111111, isValue: true, value: 0 },
];

/**
 * Decodes `count` values.
 * @param isExact refuses bytes that hold more than the padding to a word behind them: where the count was worked out and not read, that proves it
 * @throws AppError `file/unsupported-ecg` when a code is none of the table or the bytes end before the last value
 */
export function decodeHuffman(bytes: Uint8Array, tables: readonly HuffmanTable[], count: number, isExact = false): Int32Array {
  const lookups = tables.map((table) => new Map(table.map((code) => [keyOf(code.prefixBits, code.reversedPrefix), code])));
  const longest = Math.max(...tables.flatMap((table) => table.map(({ prefixBits }) => prefixBits)));
  const values = new Int32Array(count);
  const bitCount = bytes.length * 8;
  let bit = 0;
  let lookup = lookups[0];
  const nextBit = (): number => {
    if (bit >= bitCount) throw unsupportedEcg('an SCP-ECG lead whose data end too early');
    const value = ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    bit += 1;
    return value;
  };
  for (let index = 0; index < count; ) {
    let prefix = 0;
    let code: HuffmanCode | undefined;
    for (let length = 1; length <= longest && code === undefined; length += 1) {
      prefix += nextBit() * 2 ** (length - 1);
      code = lookup?.get(keyOf(length, prefix));
    }
    if (code === undefined) throw unsupportedEcg('an SCP-ECG lead with a code that its Huffman table does not hold');
    if (!code.isValue) {
      lookup = lookups[code.value - 1];
      if (lookup === undefined) throw unsupportedEcg('an SCP-ECG lead that asks for a Huffman table that is not there');
      continue;
    }
    const plainBits = code.totalBits - code.prefixBits;
    let value = code.value;
    if (plainBits > 0) {
      let plain = 0;
      for (let each = 0; each < plainBits; each += 1) plain = plain * 2 + nextBit();
      value = plain >= 2 ** (plainBits - 1) ? plain - 2 ** plainBits : plain;
    }
    values[index] = value;
    index += 1;
  }
  if (isExact && bitCount - bit >= MOST_PADDING_BITS) throw unsupportedEcg('an SCP-ECG lead that holds more samples than it says');
  return values;
}

function keyOf(bits: number, reversedPrefix: number): number {
  return reversedPrefix * 64 + bits;
}
