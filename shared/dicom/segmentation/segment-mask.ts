import { mapPoint, type GridMapping } from '../geometry/frame-alignment.ts';
import type { SegmentationType } from './segmentation.ts';

/**
 * Takes the bits of a binary frame apart: the first pixel is the lowest bit of the first byte. PS3.5 8.1.1. Rows do not begin at bytes.
 * @param bytes one frame that begins at a byte
 * @returns one value, 0 or 1, a pixel; undefined when bits are missing
 */
export function unpackBits(bytes: Uint8Array, pixelCount: number): Uint8Array | undefined {
  if (bytes.length * 8 < pixelCount) return undefined;
  const values = new Uint8Array(pixelCount);
  for (let index = 0; index < pixelCount; index += 1) values[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  return values;
}

/**
 * How much of each pixel belongs to a segment.
 * @param values stored values of one frame
 * @param fullValue the value that means all of a pixel, for a fractional segmentation
 * @returns 0 to 255, a value a pixel
 */
export function segmentCover(values: ArrayLike<number>, type: SegmentationType, segmentNumber: number, fullValue: number): Uint8ClampedArray {
  const cover = new Uint8ClampedArray(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (type === 'labelmap') cover[index] = value === segmentNumber ? 255 : 0;
    else cover[index] = type === 'fractional' ? (value / fullValue) * 255 : value === 0 ? 0 : 255;
  }
  return cover;
}

/**
 * Lays a cover onto the grid of an image: each pixel of the image takes the value under its centre, 0 outside.
 * @param toCover from pixels of the image to pixels of the cover
 */
export function coverOnImage(
  cover: ArrayLike<number>,
  size: { readonly rows: number; readonly columns: number },
  toCover: GridMapping,
  image: { readonly rows: number; readonly columns: number },
): Uint8Array {
  const result = new Uint8Array(image.rows * image.columns);
  for (let row = 0; row < image.rows; row += 1) {
    for (let column = 0; column < image.columns; column += 1) {
      const [x, y] = mapPoint(toCover, column + 0.5, row + 0.5).map(Math.floor) as [number, number];
      if (x >= 0 && y >= 0 && x < size.columns && y < size.rows) result[row * image.columns + column] = cover[y * size.columns + x] ?? 0;
    }
  }
  return result;
}

/** Intersection over union of two masks of one size; 1 for two empty ones. */
export function intersectionOverUnion(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let both = 0;
  let either = 0;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const isLeft = (left[index] ?? 0) > 0;
    const isRight = (right[index] ?? 0) > 0;
    if (isLeft && isRight) both += 1;
    if (isLeft || isRight) either += 1;
  }
  return either === 0 ? 1 : both / either;
}
