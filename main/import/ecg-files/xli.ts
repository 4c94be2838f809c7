import { unsupportedEcg } from './foreign-ecg.ts';

const CHUNK_HEADER_BYTES = 8;
const CODE_BITS = 10;
/** The last code of ten bits ends the stream. */
const LARGEST_CODE = 2 ** CODE_BITS - 2;
const LITERALS = 256;
/** Added to each coded difference. */
const DIFFERENCE_ZERO = 64;
/** Of one channel: nobody records an ECG of an hour in this format. */
const MOST_BYTES = 2 * 4000 * 3600;

/**
 * The channels of a Philips XLI stream, each a chunk: length (4 bytes), a word that readers leave aside, the first difference (2 bytes), little endian, then LZW codes
 * of ten bits. What they unfold to are 16-bit numbers, all high bytes before all low bytes: two samples, then second differences. After the
 * public description in sierra-ecg-tools (C. A. Watford); proved on the shared recording, whose limb leads agree with Einthoven and whose waves with the device's numbers.
 * @throws AppError `file/unsupported-ecg` when a chunk does not hold together
 */
export function decodeXli(bytes: Uint8Array): readonly Int32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const channels: Int32Array[] = [];
  let offset = 0;
  while (offset + CHUNK_HEADER_BYTES <= bytes.length) {
    const length = view.getInt32(offset, true);
    const first = view.getInt16(offset + 6, true);
    const end = offset + CHUNK_HEADER_BYTES + length;
    if (length <= 0 || end > bytes.length) throw unsupportedEcg('a Philips ECG whose compressed data end too early');
    channels.push(undoDifferences(unpack(expand(bytes.subarray(offset + CHUNK_HEADER_BYTES, end))), first));
    offset = end;
  }
  return channels;
}

/** LZW (T. Welch, 1984) with codes of one width, first bit highest. */
function expand(data: Uint8Array): readonly number[] {
  const words: (readonly number[])[] = Array.from({ length: LITERALS }, (_, value) => [value]);
  const result: number[] = [];
  let previous: readonly number[] | undefined;
  for (let bit = 0; bit + CODE_BITS <= data.length * 8; bit += CODE_BITS) {
    const place = bit >> 3;
    const three = ((data[place] ?? 0) << 16) | ((data[place + 1] ?? 0) << 8) | (data[place + 2] ?? 0);
    const code = (three >> (24 - CODE_BITS - (bit & 7))) & (2 ** CODE_BITS - 1);
    if (code > LARGEST_CODE) break;
    const word: readonly number[] | undefined = words[code] ?? (code === words.length && previous !== undefined ? [...previous, previous[0] ?? 0] : undefined);
    if (word === undefined || result.length + word.length > MOST_BYTES) throw unsupportedEcg('a Philips ECG with compressed data that cannot be');
    if (previous !== undefined && words.length <= LARGEST_CODE) words.push([...previous, word[0] ?? 0]);
    for (const byte of word) result.push(byte);
    previous = word;
  }
  return result;
}

function unpack(bytes: readonly number[]): Int32Array {
  const count = Math.floor(bytes.length / 2);
  return Int32Array.from({ length: count }, (_, index) => (((bytes[index] ?? 0) << 24) | ((bytes[count + index] ?? 0) << 16)) >> 16);
}

function undoDifferences(values: Int32Array, first: number): Int32Array {
  let difference = first;
  for (let index = 2; index < values.length; index += 1) {
    const sample = 2 * (values[index - 1] ?? 0) - (values[index - 2] ?? 0) - difference;
    difference = (values[index] ?? 0) - DIFFERENCE_ZERO;
    values[index] = sample;
  }
  return values;
}
