import type { PixelPoint, PixelSize } from './pixel-point.ts';

/**
 * The angle between two lines as they lie on a picture with square shape: Cobb's angle of the end plates. Both lines are read from left to
 * right, whichever way they were drawn, so that a curve above 90 degrees keeps its value.
 * @returns 0 to 180 degrees; undefined when a line has no length
 */
export function angleBetween(firstLine: readonly [PixelPoint, PixelPoint], secondLine: readonly [PixelPoint, PixelPoint], pixelSize: PixelSize): number | undefined {
  const first = slopeDegrees(firstLine, pixelSize);
  const second = slopeDegrees(secondLine, pixelSize);
  return first === undefined || second === undefined ? undefined : Math.abs(first - second);
}

/** From left to right: -90 to 90. */
function slopeDegrees([from, to]: readonly [PixelPoint, PixelPoint], { column, row }: PixelSize): number | undefined {
  const x = (to[0] - from[0]) * column;
  const y = (to[1] - from[1]) * row;
  if (x === 0 && y === 0) return undefined;
  return (Math.atan2(x < 0 ? -y : y, Math.abs(x)) * 180) / Math.PI;
}

/** How far two points lie apart along a line, in the unit of the pixel size. @returns undefined when the line has no length */
export function distanceAlong(points: readonly [PixelPoint, PixelPoint], [from, to]: readonly [PixelPoint, PixelPoint], { column, row }: PixelSize): number | undefined {
  const x = (to[0] - from[0]) * column;
  const y = (to[1] - from[1]) * row;
  const length = Math.hypot(x, y);
  if (length === 0) return undefined;
  const [first, second] = points;
  return Math.abs((second[0] - first[0]) * column * x + (second[1] - first[1]) * row * y) / length;
}
