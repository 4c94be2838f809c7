import { isPadding, type PixelPadding } from '../pixel/pixel-padding.ts';
import { toModalityValue, type ModalityTransform } from '../pixel/modality-transform.ts';
import type { StoredValues } from '../pixel/stored-values.ts';
import type { PixelPoint, PixelSize } from './pixel-point.ts';

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

export interface PixelStatistics {
  /** Pixels that count: their centre lies inside or on the edge, and they are no padding. */
  readonly count: number;
  readonly mean: number;
  /** Of these pixels as a whole (divided by their number). */
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface GreyFrame {
  readonly values: StoredValues;
  readonly columns: number;
  readonly rows: number;
  readonly transform: ModalityTransform;
  readonly padding: PixelPadding | undefined;
  /** Pixels that a display shutter hides, 1 where hidden; they do not count. */
  readonly hidden?: Uint8Array | undefined;
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
  let count = 0;
  let sum = 0;
  let squares = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  // Sums run about the first value that counts, so that large offsets cost no digits.
  let origin = 0;
  const lastRow = Math.min(frame.rows - 1, Math.floor(centerRow + halfHeight));
  const lastColumn = Math.min(frame.columns - 1, Math.floor(centerColumn + halfWidth));
  for (let row = Math.max(0, Math.ceil(centerRow - halfHeight)); row <= lastRow; row += 1) {
    for (let column = Math.max(0, Math.ceil(centerColumn - halfWidth)); column <= lastColumn; column += 1) {
      const x = column - centerColumn;
      const y = row - centerRow;
      const along = (x * vy - y * vx) / scale;
      const across = (y * ux - x * uy) / scale;
      if (along * along + across * across > 1 + EDGE) continue;
      const stored = frame.values[row * frame.columns + column];
      if (stored === undefined || Number.isNaN(stored) || isPadding(frame.padding, stored) || frame.hidden?.[row * frame.columns + column] === 1) continue;
      const value = toModalityValue(frame.transform, stored);
      if (count === 0) origin = value;
      count += 1;
      sum += value - origin;
      squares += (value - origin) ** 2;
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  }
  if (count === 0) return undefined;
  const offset = sum / count;
  const standardDeviation = Math.sqrt(Math.max(0, squares / count - offset ** 2));
  // Floating point pixels may hold what no sum can.
  if (!Number.isFinite(standardDeviation) || !Number.isFinite(offset)) return undefined;
  return { count, mean: origin + offset, standardDeviation, minimum, maximum };
}

/** What rounding may push a centre that lies on the edge. */
const EDGE = 1e-9;

function determinant({ firstHalfAxis: [ux, uy], secondHalfAxis: [vx, vy] }: Ellipse): number {
  return ux * vy - uy * vx;
}
