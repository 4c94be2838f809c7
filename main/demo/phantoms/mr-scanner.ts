import { blur } from './image-filter.ts';
import type { ImagePlane } from './image-plane.ts';
import { createRandom } from './random.ts';

export interface MrImageOptions {
  /** Noise of each of the two channels, in units of the signal. */
  readonly noise: number;
  /** Multiplies the signal by the sensitivity of the receiving coil at a place. */
  readonly sensitivity: (x: number, y: number, z: number) => number;
  readonly seed: string;
}

/** Coil shading, point spread of the sampling window and Rician noise. Values below zero cannot occur: it is a magnitude. */
export function acquireMrImage(plane: ImagePlane, ideal: Float32Array, { noise, sensitivity, seed }: MrImageOptions): Float32Array {
  const { positionMm, rowDirection, columnDirection, spacingMm, columns, rows } = plane;
  const soft = blur(ideal, columns, rows, 0.55);
  const wide = blur(soft, columns, rows, 1.1);
  const random = createRandom(`mr/${seed}`);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const right = column * spacingMm;
      const down = row * spacingMm;
      const gain = sensitivity(
        positionMm[0] + rowDirection[0] * right + columnDirection[0] * down,
        positionMm[1] + rowDirection[1] * right + columnDirection[1] * down,
        positionMm[2] + rowDirection[2] * right + columnDirection[2] * down,
      );
      const index = row * columns + column;
      // The window of k-space rings a little at edges.
      const signal = gain * ((soft[index] as number) + 0.4 * ((soft[index] as number) - (wide[index] as number)));
      const real = signal + noise * random.gaussian();
      const imaginary = noise * random.gaussian();
      soft[index] = Math.sqrt(real * real + imaginary * imaginary);
    }
  }
  return soft;
}
