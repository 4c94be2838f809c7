import { greyLookup, type GreyPresentation } from '../pixel/grey-lookup.ts';
import { isPadding } from '../pixel/pixel-padding.ts';
import { lookUp, type LookupTable } from '../pixel/lookup-table.ts';
import type { FramePresentation } from './presentation-state.ts';

/**
 * `greyLookup` under a presentation state: its transform and its LUT take the place of the image's own, so that MONOCHROME1 is never
 * inverted a second time; the physician's own inversion comes on top. PS3.4 N.2, PS3.3 C.11.6.
 * @returns 0 to 255; index = stored value - `minimum`
 */
export function presentedGreys(
  plain: GreyPresentation,
  { transform, lut }: Pick<FramePresentation, 'transform' | 'lut'>,
  minimum: number,
  maximum: number,
): Uint8ClampedArray {
  const isInverse = lut.kind === 'inverse';
  if (lut.kind !== 'table') return greyLookup({ ...plain, transform, isMonochrome1: isInverse }, minimum, maximum);
  const greys = greyLookup({ ...plain, transform, isMonochrome1: false, isInverted: false }, minimum, maximum);
  return greys.map((grey, index) => (isPadding(plain.padding, minimum + index) ? 0 : throughTable(lut.table, grey, plain.isInverted)));
}

/** The range of the greys is the range of the table's input. PS3.3 C.11.4. */
function throughTable(table: LookupTable, grey: number, isInverted: boolean): number {
  const output = (lookUp(table, table.firstInput + (grey / 255) * (table.entries.length - 1)) / (2 ** table.bits - 1)) * 255;
  return isInverted ? 255 - output : output;
}
