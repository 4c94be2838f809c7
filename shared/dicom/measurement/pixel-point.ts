/** Column and row, zero-based, to the centre of the pixel; fractions allowed. */
export type PixelPoint = readonly [column: number, row: number];

/** Size of a pixel along a row and down a column, in one unit. */
export interface PixelSize {
  readonly column: number;
  readonly row: number;
}
