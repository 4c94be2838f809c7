import { numberOf, type DataSet } from '../data-set/data-set.ts';
import type { StoredFormat } from './stored-values.ts';

/** Stored values that are no image but filler, both ends included. Pixel Padding Value (0028,0120), PS3.3 C.7.5.1.1.2. */
export interface PixelPadding {
  readonly low: number;
  readonly high: number;
}

/** Reads padding value and range limit; the limit may lie below the value. */
export function pixelPaddingOf(dataSet: DataSet, format: StoredFormat): PixelPadding | undefined {
  if (format.isFloat === true) return floatPaddingOf(dataSet, format.bitsAllocated === 64 ? 'DoubleFloat' : 'Float');
  const value = numberOf(dataSet, 'PixelPaddingValue');
  if (value === undefined) return undefined;
  const limit = numberOf(dataSet, 'PixelPaddingRangeLimit') ?? value;
  const ends = [asStored(value, format), asStored(limit, format)] as const;
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** PS3.3 C.7.6.24.1.1, C.7.6.25. */
function floatPaddingOf(dataSet: DataSet, kind: 'Float' | 'DoubleFloat'): PixelPadding | undefined {
  const value = numberOf(dataSet, `${kind}PixelPaddingValue`);
  if (value === undefined) return undefined;
  const limit = numberOf(dataSet, `${kind}PixelPaddingRangeLimit`) ?? value;
  return { low: Math.min(value, limit), high: Math.max(value, limit) };
}

export function isPadding(padding: PixelPadding | undefined, storedValue: number): boolean {
  return padding !== undefined && storedValue >= padding.low && storedValue <= padding.high;
}

/** The value has the sign of the pixels; servers that lost the representation send the same bits with the other sign. */
function asStored(value: number, format: StoredFormat): number {
  const size = 2 ** format.bitsAllocated;
  if (format.isSigned && value >= size / 2) return value - size;
  return !format.isSigned && value < 0 ? value + size : value;
}
