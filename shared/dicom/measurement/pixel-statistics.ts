import { isPadding, type PixelPadding } from '../pixel/pixel-padding.ts';
import { toModalityValue, type ModalityTransform } from '../pixel/modality-transform.ts';
import type { StoredValues } from '../pixel/stored-values.ts';
import type { PixelPoint } from './pixel-point.ts';

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

/** Where to look, zero-based pixels; fractions allowed. */
export interface PixelBounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest bounds around points. */
export function boundsOf(points: readonly PixelPoint[]): PixelBounds {
  const columns = points.map(([column]) => column);
  const rows = points.map(([, row]) => row);
  return { left: Math.min(...columns), top: Math.min(...rows), right: Math.max(...columns), bottom: Math.max(...rows) };
}

/**
 * Statistics of the pixels whose centre lies inside.
 * @param isInside asked for zero-based columns and rows within `bounds`
 * @returns modality values; undefined when no pixel counts
 */
export function statisticsInside(frame: GreyFrame, bounds: PixelBounds, isInside: (column: number, row: number) => boolean): PixelStatistics | undefined {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  // Sums run about the first value that counts, so that large offsets cost no digits.
  let origin = 0;
  const lastRow = Math.min(frame.rows - 1, Math.floor(bounds.bottom));
  const lastColumn = Math.min(frame.columns - 1, Math.floor(bounds.right));
  for (let row = Math.max(0, Math.ceil(bounds.top)); row <= lastRow; row += 1) {
    for (let column = Math.max(0, Math.ceil(bounds.left)); column <= lastColumn; column += 1) {
      if (!isInside(column, row)) continue;
      const value = modalityValueAt(frame, column, row);
      if (value === undefined) continue;
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

/** The modality value of one pixel, zero-based whole numbers. @returns undefined outside, for padding and for what a shutter hides */
export function modalityValueAt(frame: GreyFrame, column: number, row: number): number | undefined {
  if (column < 0 || row < 0 || column >= frame.columns || row >= frame.rows) return undefined;
  const place = row * frame.columns + column;
  const stored = frame.values[place];
  if (stored === undefined || Number.isNaN(stored) || isPadding(frame.padding, stored) || frame.hidden?.[place] === 1) return undefined;
  return toModalityValue(frame.transform, stored);
}
