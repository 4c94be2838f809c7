import type { PixelPoint, PixelSize } from './pixel-point.ts';
import { statisticsInside, type GreyFrame, type PixelStatistics } from './pixel-statistics.ts';

/** An ellipse by its centre and two half axes, all in pixels. The axes need not stand upright on each other in pixels. */
export interface Ellipse {
  readonly center: PixelPoint;
  readonly firstHalfAxis: PixelPoint;
  readonly secondHalfAxis: PixelPoint;
}

/** @param ends both ends of the first axis, then both ends of the second */
export function ellipseOf(ends: readonly PixelPoint[]): Ellipse | undefined {
  const [a, b, c, d] = ends;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return {
    center: [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4],
    firstHalfAxis: [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2],
    secondHalfAxis: [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2],
  };
}

/** Area in the square of the pixel size's unit: pi times the determinant of the half axes. */
export function ellipseArea(ellipse: Ellipse, pixelSize: PixelSize): number {
  return Math.PI * Math.abs(determinant(ellipse)) * pixelSize.column * pixelSize.row;
}

/** @returns modality values; undefined when no pixel counts */
export function ellipseStatistics(ellipse: Ellipse, frame: GreyFrame): PixelStatistics | undefined {
  const scale = determinant(ellipse);
  if (scale === 0) return undefined;
  const [centerColumn, centerRow] = ellipse.center;
  const [ux, uy] = ellipse.firstHalfAxis;
  const [vx, vy] = ellipse.secondHalfAxis;
  const halfWidth = Math.hypot(ux, vx);
  const halfHeight = Math.hypot(uy, vy);
  const bounds = { left: centerColumn - halfWidth, top: centerRow - halfHeight, right: centerColumn + halfWidth, bottom: centerRow + halfHeight };
  return statisticsInside(frame, bounds, (column, row) => {
    const x = column - centerColumn;
    const y = row - centerRow;
    const along = (x * vy - y * vx) / scale;
    const across = (y * ux - x * uy) / scale;
    return along * along + across * across <= 1 + EDGE;
  });
}

/** What rounding may push a centre that lies on the edge. */
const EDGE = 1e-9;

function determinant({ firstHalfAxis: [ux, uy], secondHalfAxis: [vx, vy] }: Ellipse): number {
  return ux * vy - uy * vx;
}
