import type { SampleArray } from '../pixel/stored-values.ts';
import { damagedCodestream } from './damaged-codestream.ts';

/** What must be known to read the samples of an uncompressed frame. PS3.5 8.1, 8.2. */
export interface NativeLayout {
  /** Samples of the frame: rows x columns x samples per pixel; two a pixel for YBR_FULL_422. */
  readonly sampleCount: number;
  readonly bitsAllocated: number;
  readonly isBigEndian: boolean;
  /** The frame came from Float or Double Float Pixel Data. PS3.3 C.7.6.24, C.7.6.25. */
  readonly isFloat: boolean;
}

/**
 * The words of an uncompressed frame. 1-bit pixels become a byte each, lowest bit first; 12-bit ones a word each (PS3.5 D, retired packing).
 * @throws AppError `file/damaged` when bytes are missing or the layout is unknown
 */
export function nativeSamples(bytes: Uint8Array, { sampleCount, bitsAllocated, isBigEndian, isFloat }: NativeLayout): SampleArray {
  const needed = Math.ceil((sampleCount * bitsAllocated) / 8);
  if (bytes.length < needed) throw damagedCodestream(`the frame has ${bytes.length} of ${needed} bytes`);
  if (bitsAllocated === 1) return Uint8Array.from({ length: sampleCount }, (_, index) => ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1);
  if (bitsAllocated === 8) return bytes.slice(0, sampleCount);
  if (bitsAllocated === 12) return twelveBitSamples(bytes, sampleCount);
  const wordSize = bitsAllocated / 8;
  if (wordSize !== 2 && wordSize !== 4 && wordSize !== 8) throw damagedCodestream(`Bits Allocated is ${bitsAllocated}`);
  const copy = bytes.slice(0, needed);
  if (isBigEndian) for (let at = 0; at < needed; at += wordSize) copy.subarray(at, at + wordSize).reverse();
  if (wordSize === 2) return new Uint16Array(copy.buffer);
  if (wordSize === 8) {
    if (!isFloat) throw damagedCodestream('64-bit whole numbers');
    return new Float64Array(copy.buffer);
  }
  return isFloat ? new Float32Array(copy.buffer) : new Uint32Array(copy.buffer);
}

/** Two samples in three bytes, the lower bits first. */
function twelveBitSamples(bytes: Uint8Array, sampleCount: number): Uint16Array {
  const samples = new Uint16Array(sampleCount);
  for (let index = 0; index < sampleCount; index += 1) {
    const at = Math.floor((index * 3) / 2);
    const low = bytes[at] ?? 0;
    const high = bytes[at + 1] ?? 0;
    samples[index] = index % 2 === 0 ? low | ((high & 0x0f) << 8) : (low >> 4) | (high << 4);
  }
  return samples;
}
