import type { PixelPoint, PixelSize } from './pixel-point.ts';

/** Distance between two points, in the unit of the pixel size. */
export function distanceBetween(from: PixelPoint, to: PixelPoint, pixelSize: PixelSize): number {
  return Math.hypot((to[0] - from[0]) * pixelSize.column, (to[1] - from[1]) * pixelSize.row);
}
