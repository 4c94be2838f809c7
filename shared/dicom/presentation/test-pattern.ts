import { LIGHT_SURROUND } from './display-light.ts';

/**
 * A pattern for the eye and for a photometer, after SMPTE RP 133 and TG18-QC: what a page can honestly offer towards row 35 of the traps. Greys are those
 * of the screen's own scale, 0 to 255; what light they make only a measurement tells.
 */
export interface TestPattern {
  readonly width: number;
  readonly height: number;
  /** One byte a device pixel, row by row. */
  readonly greys: Uint8Array;
}

/** Greys of the squares of the ring: 16 even steps from black to white, 17 apart. */
export const PATCH_GREYS: readonly number[] = Array.from({ length: 16 }, (_, index) => index * 17);
/** 5 % and 95 % of the scale: to be told from the 0 % and 100 % that they lie in. */
export const NEAR_BLACK = 13;
export const NEAR_WHITE = 242;
const BACKGROUND = 128;

/** @param width device pixels, at least 320 @param height device pixels, at least 240 */
export function testPattern(width: number, height: number): TestPattern {
  const greys = new Uint8Array(width * height).fill(BACKGROUND);
  const fill = (left: number, top: number, right: number, bottom: number, grey: (column: number, row: number) => number) => {
    for (let row = Math.max(0, Math.round(top)); row < Math.min(height, Math.round(bottom)); row += 1) {
      for (let column = Math.max(0, Math.round(left)); column < Math.min(width, Math.round(right)); column += 1) greys[row * width + column] = grey(column, row);
    }
  };
  const side = Math.floor(Math.min(width / 12, height / 9));
  // Two rows of eight steps across the middle, from left to right darker below, brighter above.
  for (const [index, grey] of PATCH_GREYS.entries()) {
    const left = width / 2 + ((index % 8) - 4) * side;
    const top = height / 2 + (index < 8 ? side / 2 : -side * 1.5);
    fill(left, top, left + side, top + side, () => grey);
  }
  // Black with 5 % inside, white with 95 % inside.
  const inner = Math.floor(side / 3);
  for (const [at, outer, inside] of [[-2, 0, NEAR_BLACK], [1, 255, NEAR_WHITE]] as const) {
    const left = width / 2 + at * side;
    const top = height / 2 - side * 3.5;
    fill(left, top, left + side, top + side, () => outer);
    fill(left + inner, top + inner, left + side - inner, top + side - inner, () => inside);
  }
  // Every grey once, from left to right.
  fill(width / 2 - 4 * side, height / 2 + side * 2.5, width / 2 + 4 * side, height / 2 + side * 3.25, (column) => Math.min(255, Math.max(0, Math.floor(((column + 0.5 - (width / 2 - 4 * side)) / (8 * side)) * 256))));
  // Lines of one pixel, upright and lying, in the corners and in the middle: a screen that is scaled blurs them.
  const lines = Math.floor(side / 2);
  for (const [x, y] of [[0, 0], [width - 2 * lines, 0], [0, height - lines], [width - 2 * lines, height - lines], [Math.floor(width / 2) - lines, Math.floor(height / 2 - side * 0.5)]] as const) {
    fill(x, y, x + lines, y + lines, (column) => (column % 2 === 0 ? 0 : 255));
    fill(x + lines, y, x + 2 * lines, y + lines, (_column, row) => (row % 2 === 0 ? 0 : 255));
  }
  return { width, height, greys };
}

/** A square of one grey in the middle, a tenth of the area, within the grey that luminance is measured in. @param level 0 to 255 */
export function lightPattern(width: number, height: number, level: number): TestPattern {
  const greys = new Uint8Array(width * height).fill(LIGHT_SURROUND);
  const side = Math.round(Math.sqrt((width * height) / 10));
  const [left, top] = [Math.round((width - side) / 2), Math.round((height - side) / 2)];
  for (let row = top; row < top + side; row += 1) greys.fill(level, row * width + left, row * width + left + side);
  return { width, height, greys };
}
