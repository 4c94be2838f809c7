import { blur, blurInto } from './image-filter.ts';
import { createRandom, type Random } from './random.ts';

/** How a reconstruction kernel treats edges and noise. Widths in pixels of a 512 matrix. */
export interface Kernel {
  readonly name: string;
  /** Smoothing of the anatomy; with sharpening, the width of what is enhanced. */
  readonly blurPixels: number;
  /** Edge enhancement: share of the difference to the smoothed image that is added; 0 leaves the image smooth. */
  readonly sharpening: number;
  /** The noise keeps structures between these two widths (a band-pass). */
  readonly fineNoisePixels: number;
  readonly coarseNoisePixels: number;
}

export const SOFT_KERNEL: Kernel = { name: 'soft', blurPixels: 0.75, sharpening: 0, fineNoisePixels: 0.85, coarseNoisePixels: 3.2 };
export const SHARP_KERNEL: Kernel = { name: 'sharp', blurPixels: 1.35, sharpening: 0.6, fineNoisePixels: 0.35, coarseNoisePixels: 1.1 };

export interface CtSliceOptions {
  readonly spacingMm: number;
  /** Standard deviation that a trunk of usual size has about its centre, HU; what is thinner has less. */
  readonly noiseHu: number;
  /** Names the slice: the same name gives the same noise. */
  readonly seed: string;
}

export interface CtScanner {
  /**
   * Adds what the machine does: resolution, edge enhancement and correlated noise that follows the attenuation along the rays.
   * The image it gives holds until the next call.
   */
  readonly reconstruct: (ideal: Float32Array, options: CtSliceOptions) => Float32Array;
}

/** Linear attenuation of water at the effective energy, per mm. */
const WATER_PER_MM = 0.0195;
/** Line integral through which a machine with current modulation delivers its usual noise. */
const USUAL_PATH = 4.4;

/** @param columns square matrix size; widths of the kernel scale with it */
export function createCtScanner(kernel: Kernel, columns: number): CtScanner {
  const scale = Math.max(0.5, columns / 512);
  // A power of two, so that a mask wraps.
  const size = columns > 256 ? 512 : 128;
  const mask = size - 1;
  const random = createRandom(`ct-noise/${kernel.name}`);
  const isotropic = noiseTile(size, random, kernel.fineNoisePixels, kernel.fineNoisePixels, kernel.coarseNoisePixels);
  const acrossRows = noiseTile(size, random, 5, kernel.fineNoisePixels, kernel.coarseNoisePixels * 2.5);
  const downColumns = noiseTile(size, random, kernel.fineNoisePixels, 5, kernel.coarseNoisePixels * 2.5);
  const between = new Float32Array(columns * columns);
  const smooth = new Float32Array(columns * columns);
  return {
    reconstruct(ideal, { spacingMm, noiseHu, seed }) {
      blurInto(ideal, between, smooth, columns, columns, kernel.blurPixels * scale);
      if (kernel.sharpening > 0) {
        // What was blurred widely becomes what is taken away.
        for (let index = 0; index < smooth.length; index += 1) {
          const value = ideal[index] as number;
          smooth[index] = value + kernel.sharpening * (value - (smooth[index] as number));
        }
      }
      const { rows: alongRows, columns: alongColumns } = attenuationAlong(ideal, columns, spacingMm);
      const offsets = createRandom(`slice/${seed}`);
      const [a, b, c, d] = [offsets.below(size), offsets.below(size), offsets.below(size), offsets.below(size)];
      const sign = offsets.next() < 0.5 ? -1 : 1;
      for (let row = 0; row < columns; row += 1) {
        const rowStrength = alongRows[row] as number;
        const first = ((row + a) & mask) * size;
        const second = ((c - row) & mask) * size;
        for (let column = 0; column < columns; column += 1) {
          const columnStrength = alongColumns[column] as number;
          const strength = Math.sqrt(0.5 * (rowStrength * rowStrength + columnStrength * columnStrength));
          const grain = 0.8 * (isotropic[first + ((column + b) & mask)] as number) + 0.6 * sign * (isotropic[second + ((d - column) & mask)] as number);
          const streaks = (rowStrength * (acrossRows[first + ((column + d) & mask)] as number) + columnStrength * (downColumns[first + ((column + c) & mask)] as number)) * 0.165;
          const index = row * columns + column;
          smooth[index] = (smooth[index] as number) + noiseHu * (0.68 * strength * grain + streaks);
        }
      }
      return smooth;
    },
  };
}

/** Relative noise of the rays along each row and each column: the exponential of half the line integral, softened by current modulation. */
function attenuationAlong(ideal: Float32Array, columns: number, spacingMm: number): { rows: Float32Array; columns: Float32Array } {
  const rows = new Float32Array(columns);
  const down = new Float32Array(columns);
  for (let row = 0; row < columns; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      const relative = Math.max(0, (ideal[row * columns + column] as number) + 1000);
      sum += relative;
      down[column] = (down[column] as number) + relative;
    }
    rows[row] = sum;
  }
  const strength = (sum: number) => 0.22 + 0.78 * Math.exp(0.38 * (Math.min(9, sum * 0.001 * WATER_PER_MM * spacingMm) - USUAL_PATH));
  const reach = Math.max(1, Math.round(10 / spacingMm));
  return { rows: blur(rows.map(strength), columns, 1, reach, 0), columns: blur(down.map(strength), columns, 1, reach, 0) };
}

/** A square of noise that tiles without a seam: white noise between two blurs, mean 0, standard deviation 1. */
function noiseTile(size: number, random: Random, fineColumns: number, fineRows: number, coarse: number): Float32Array {
  const white = new Float32Array(size * size);
  for (let index = 0; index < white.length; index += 1) white[index] = random.gaussian();
  const fine = blur(white, size, size, fineColumns, fineRows, true);
  const wide = blur(fine, size, size, coarse, coarse, true);
  let squares = 0;
  for (let index = 0; index < fine.length; index += 1) {
    const value = (fine[index] as number) - 0.85 * (wide[index] as number);
    fine[index] = value;
    squares += value * value;
  }
  const scale = 1 / Math.sqrt(squares / fine.length);
  return fine.map((value) => value * scale);
}
