/** A straight piece of an outline, in the grid of pixels: corners, the first pixel begins at 0, 0. */
export type OutlinePiece = readonly [fromColumn: number, fromRow: number, toColumn: number, toRow: number];

/** From here on a pixel counts as part of a fractional segment: half of it. */
const HALF = 128;

/**
 * The edges between pixels that belong to a segment and those that do not, each straight run in one piece. Nothing is smoothed: the outline runs
 * where the pixels end. The edge of the grid closes a segment that reaches it.
 * @param cover 0 to 255, row by row
 */
export function segmentOutline(cover: ArrayLike<number>, rows: number, columns: number): readonly OutlinePiece[] {
  const isIn = (column: number, row: number) => column >= 0 && row >= 0 && column < columns && row < rows && (cover[row * columns + column] ?? 0) >= HALF;
  const pieces: OutlinePiece[] = [];
  for (let row = 0; row <= rows; row += 1) {
    runs(columns, (column) => isIn(column, row - 1) !== isIn(column, row), (from, to) => pieces.push([from, row, to, row]));
  }
  for (let column = 0; column <= columns; column += 1) {
    runs(rows, (row) => isIn(column - 1, row) !== isIn(column, row), (from, to) => pieces.push([column, from, column, to]));
  }
  return pieces;
}

function runs(count: number, holds: (at: number) => boolean, tell: (from: number, to: number) => void): void {
  let start: number | undefined;
  for (let at = 0; at <= count; at += 1) {
    const is = at < count && holds(at);
    if (is && start === undefined) start = at;
    else if (!is && start !== undefined) {
      tell(start, at);
      start = undefined;
    }
  }
}
