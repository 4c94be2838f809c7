import { boundsOf, statisticsInside, type GreyFrame, type PixelStatistics } from './pixel-statistics.ts';
import type { PixelPoint, PixelSize } from './pixel-point.ts';

/** Area of a closed polygon in the square of the pixel size's unit (shoelace formula); crossings count as they turn. */
export function polygonArea(points: readonly PixelPoint[], pixelSize: PixelSize): number {
  const twice = points.reduce((sum, [column, row], index) => {
    const [nextColumn, nextRow] = points[(index + 1) % points.length] ?? [column, row];
    return sum + column * nextRow - nextColumn * row;
  }, 0);
  return (Math.abs(twice) / 2) * pixelSize.column * pixelSize.row;
}

/** The four corners of an upright rectangle, from two opposite ones. */
export function rectangleCorners([column, row]: PixelPoint, [otherColumn, otherRow]: PixelPoint): readonly PixelPoint[] {
  return [[column, row], [otherColumn, row], [otherColumn, otherRow], [column, otherRow]];
}

/** @returns modality values of the pixels whose centre lies inside or on the edge; undefined when no pixel counts */
export function polygonStatistics(points: readonly PixelPoint[], frame: GreyFrame): PixelStatistics | undefined {
  return statisticsInside(frame, boundsOf(points), (column, row) => isInPolygon(points, column, row));
}

/** Even-odd rule; the edge belongs to the inside. */
export function isInPolygon(points: readonly PixelPoint[], column: number, row: number): boolean {
  let isInside = false;
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    const cross = (nextX - x) * (row - y) - (nextY - y) * (column - x);
    const isBetween = Math.min(x, nextX) - EDGE <= column && column <= Math.max(x, nextX) + EDGE && Math.min(y, nextY) - EDGE <= row && row <= Math.max(y, nextY) + EDGE;
    if (isBetween && Math.abs(cross) <= EDGE * Math.max(1, Math.hypot(nextX - x, nextY - y))) return true;
    if (y > row !== nextY > row && column < ((nextX - x) * (row - y)) / (nextY - y) + x) isInside = !isInside;
  }
  return isInside;
}

/** Points are kept to a thousandth of a pixel. */
const EDGE = 1e-6;
