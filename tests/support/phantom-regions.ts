import type { ImagePlane } from '#main/demo/phantoms/image-plane.ts';

/** A transverse plane of the given field of view around the midline. */
export function transverse(z: number, fieldMm: number, columns: number, centerY = 0): ImagePlane {
  const spacingMm = fieldMm / columns;
  return { positionMm: [-fieldMm / 2 + spacingMm / 2, centerY - fieldMm / 2 + spacingMm / 2, z], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], spacingMm, columns, rows: columns };
}

/** Values of the pixels within a disc. */
export function valuesIn({ positionMm, spacingMm, columns, rows }: ImagePlane, image: Float32Array, x: number, y: number, radiusMm: number): number[] {
  const values: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const dx = positionMm[0] + column * spacingMm - x;
      const dy = positionMm[1] + row * spacingMm - y;
      if (dx * dx + dy * dy <= radiusMm * radiusMm) values.push(image[row * columns + column]!);
    }
  }
  return values;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function standardDeviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
