import type { PixelPoint, PixelSize } from './pixel-point.ts';

/**
 * The angle at `vertex` between the directions to the other two points, as it is on a picture with square shape.
 * @returns 0 to 180 degrees; undefined when a side has no length
 */
export function angleAt(vertex: PixelPoint, from: PixelPoint, to: PixelPoint, pixelSize: PixelSize): number | undefined {
  const side = (end: PixelPoint) => [(end[0] - vertex[0]) * pixelSize.column, (end[1] - vertex[1]) * pixelSize.row] as const;
  const [ax, ay] = side(from);
  const [bx, by] = side(to);
  if ((ax === 0 && ay === 0) || (bx === 0 && by === 0)) return undefined;
  return (Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 180) / Math.PI;
}
