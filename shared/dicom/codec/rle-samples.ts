import type { SampleArray } from '../pixel/stored-values.ts';
import { nativeSamples } from './native-samples.ts';
import { damagedCodestream } from './damaged-codestream.ts';

export interface RleLayout {
  readonly pixelCount: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
}

const HEADER_BYTES = 64;

/**
 * Decodes an RLE frame. Segments hold one byte of every pixel, the most significant first, sample after sample (PS3.5 G.2); the samples come
 * out interleaved whatever Planar Configuration says.
 * @throws AppError `file/damaged` when a segment is missing or ends early
 */
export function rleSamples(bytes: Uint8Array, { pixelCount, samplesPerPixel, bitsAllocated }: RleLayout): SampleArray {
  const bytesPerSample = bitsAllocated === 1 ? 1 : bitsAllocated / 8;
  if (![1, 2, 4].includes(bytesPerSample)) throw damagedCodestream(`RLE with Bits Allocated ${bitsAllocated}`);
  if (bytes.length < HEADER_BYTES) throw damagedCodestream('the RLE header is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const expected = samplesPerPixel * bytesPerSample;
  if (count !== expected) throw damagedCodestream(`${count} RLE segments where ${expected} are needed`);
  const segmentBytes = bitsAllocated === 1 ? Math.ceil(pixelCount / 8) : pixelCount;
  const words = bytesPerSample === 1 ? new Uint8Array(segmentBytes * samplesPerPixel) : bytesPerSample === 2 ? new Uint16Array(pixelCount * samplesPerPixel) : new Uint32Array(pixelCount * samplesPerPixel);
  const interleaved = new Uint8Array(words.buffer);
  for (let segment = 0; segment < count; segment += 1) {
    const start = view.getUint32(4 + segment * 4, true);
    const next = segment + 1 < count ? view.getUint32(8 + segment * 4, true) : bytes.length;
    if (start < HEADER_BYTES || start > bytes.length || next < start) throw damagedCodestream('the RLE segments lie outside the frame');
    const sample = Math.floor(segment / bytesPerSample);
    // Words are little endian in memory: the most significant byte lies last.
    const byteInWord = bytesPerSample - 1 - (segment % bytesPerSample);
    unpack(bytes.subarray(start, Math.min(next, bytes.length)), interleaved, sample * bytesPerSample + byteInWord, samplesPerPixel * bytesPerSample, segmentBytes);
  }
  return bitsAllocated === 1 ? nativeSamples(interleaved, { sampleCount: pixelCount, bitsAllocated: 1, isBigEndian: false, isFloat: false }) : words;
}

/** PackBits (PS3.5 G.3) into every `step`th byte from `at` on. */
function unpack(packed: Uint8Array, target: Uint8Array, at: number, step: number, byteCount: number): void {
  let to = at;
  let left = byteCount;
  let from = 0;
  while (left > 0) {
    if (from >= packed.length) throw damagedCodestream(`an RLE segment ends ${left} bytes early`);
    const control = packed[from] ?? 0;
    from += 1;
    if (control === 128) continue;
    const isRun = control > 128;
    const length = Math.min(left, isRun ? 257 - control : control + 1);
    if (from + (isRun ? 1 : length) > packed.length) throw damagedCodestream('an RLE segment ends inside a run');
    for (let index = 0; index < length; index += 1) {
      target[to] = packed[isRun ? from : from + index] ?? 0;
      to += step;
    }
    from += isRun ? 1 : control + 1;
    left -= length;
  }
}
