import type { DecodedSamples } from './decoded-samples.ts';
import type { StoredValues } from './stored-values.ts';

/**
 * Red, green, blue, 8 bits each, interleaved; wider samples keep their highest 8 bits. YBR_FULL and YBR_FULL_422 as in PS3.3 C.7.6.3.1.2,
 * YBR_PARTIAL (16 to 235) as in its retired clause.
 * @returns undefined for a colour space that we do not turn, or when samples are missing
 */
export function toRgb({ values, arrangement, colourSpace: space, bitsStored }: DecodedSamples, pixels: number): Uint8Array | undefined {
  const samples = inEightBits(values, bitsStored);
  if (arrangement === 'half-chroma') return samples.length < pixels * 2 ? undefined : fromHalfChroma(samples, pixels, space.startsWith('YBR_PARTIAL'));
  if (samples.length < pixels * 3) return undefined;
  if (space === 'RGB' || space === 'YBR_RCT' || space === 'YBR_ICT') return Uint8Array.from(samples.subarray(0, pixels * 3));
  const isPartial = space.startsWith('YBR_PARTIAL');
  if (!isPartial && space !== 'YBR_FULL' && space !== 'YBR_FULL_422') return undefined;
  const rgb = new Uint8ClampedArray(pixels * 3);
  for (let at = 0; at < pixels * 3; at += 3) putYbr(rgb, at, samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0, isPartial);
  return new Uint8Array(rgb.buffer);
}

function inEightBits(values: StoredValues, bitsStored: number): StoredValues {
  if (bitsStored <= 8) return values;
  const divisor = 2 ** (bitsStored - 8);
  return Uint8Array.from(values, (value) => Math.floor(value / divisor));
}

function fromHalfChroma(samples: StoredValues, pixels: number, isPartial: boolean): Uint8Array {
  const rgb = new Uint8ClampedArray(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const pair = (pixel >> 1) * 4;
    putYbr(rgb, pixel * 3, samples[pair + (pixel & 1)] ?? 0, samples[pair + 2] ?? 0, samples[pair + 3] ?? 0, isPartial);
  }
  return new Uint8Array(rgb.buffer);
}

function putYbr(rgb: Uint8ClampedArray, at: number, y: number, cb: number, cr: number, isPartial: boolean): void {
  const luma = isPartial ? (255 / 219) * (y - 16) : y;
  const spread = isPartial ? 255 / 224 : 1;
  rgb[at] = luma + 1.402 * spread * (cr - 128);
  rgb[at + 1] = luma - 0.344136 * spread * (cb - 128) - 0.714136 * spread * (cr - 128);
  rgb[at + 2] = luma + 1.772 * spread * (cb - 128);
}
