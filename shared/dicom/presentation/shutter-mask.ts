import { isInsideShutter, type DisplayShutter } from './display-shutter.ts';

/**
 * What a shutter hides of an image: it is neither seen nor measured.
 * @returns one byte a pixel, row by row, 1 where hidden; undefined when nothing is
 */
export function shutterMask(shutter: DisplayShutter, rows: number, columns: number): Uint8Array | undefined {
  const mask = new Uint8Array(rows * columns);
  let hidden = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (isInsideShutter(shutter, column, row)) continue;
      mask[row * columns + column] = 1;
      hidden += 1;
    }
  }
  return hidden === 0 ? undefined : mask;
}
