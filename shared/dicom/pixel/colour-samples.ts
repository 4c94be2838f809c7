import type { StoredValues } from './stored-values.ts';

/** How three samples a pixel were decoded. */
export interface ColourLayout {
  readonly rows: number;
  readonly columns: number;
  /** Of the samples as they lie before us, such as RGB for what a codec has already turned back. */
  readonly photometricInterpretation: string;
  /** All red, then all green, then all blue: Planar Configuration (0028,0006) is 1. */
  readonly isPlanar: boolean;
}

/**
 * Red, green, blue, 8 bits each, interleaved. YBR_FULL as in PS3.3 C.7.6.3.1.2; YBR_FULL_422 stores Y Y Cb Cr for each pair of pixels.
 * @returns undefined for a colour space that we do not turn, or when samples are missing
 */
export function toRgb(samples: StoredValues, layout: ColourLayout): Uint8Array | undefined {
  const pixels = layout.rows * layout.columns;
  const { photometricInterpretation: space } = layout;
  if (space === 'YBR_FULL_422' && samples.length >= pixels * 2 && samples.length < pixels * 3) return fromHalfChroma(samples, pixels);
  if (samples.length < pixels * 3) return undefined;
  const [step, plane] = layout.isPlanar ? [1, pixels] : [3, 1];
  if (space === 'RGB' || space === 'YBR_RCT' || space === 'YBR_ICT') return interleave(samples, pixels, step, plane);
  if (space !== 'YBR_FULL' && space !== 'YBR_FULL_422') return undefined;
  const rgb = new Uint8ClampedArray(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = pixel * step;
    putYbr(rgb, pixel, samples[at] ?? 0, samples[at + plane] ?? 0, samples[at + 2 * plane] ?? 0);
  }
  return new Uint8Array(rgb.buffer);
}

function interleave(samples: StoredValues, pixels: number, step: number, plane: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = pixel * step;
    rgb[pixel * 3] = samples[at] ?? 0;
    rgb[pixel * 3 + 1] = samples[at + plane] ?? 0;
    rgb[pixel * 3 + 2] = samples[at + 2 * plane] ?? 0;
  }
  return rgb;
}

function fromHalfChroma(samples: StoredValues, pixels: number): Uint8Array {
  const rgb = new Uint8ClampedArray(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const pair = (pixel >> 1) * 4;
    putYbr(rgb, pixel, samples[pair + (pixel & 1)] ?? 0, samples[pair + 2] ?? 0, samples[pair + 3] ?? 0);
  }
  return new Uint8Array(rgb.buffer);
}

function putYbr(rgb: Uint8ClampedArray, pixel: number, y: number, cb: number, cr: number): void {
  rgb[pixel * 3] = y + 1.402 * (cr - 128);
  rgb[pixel * 3 + 1] = y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128);
  rgb[pixel * 3 + 2] = y + 1.772 * (cb - 128);
}
