/** Maps a pixel corner (column, row; the first pixel begins at 0, 0) to device pixels: a, b, c, d, e, f of a canvas transform. */
export type PixelToDevice = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
