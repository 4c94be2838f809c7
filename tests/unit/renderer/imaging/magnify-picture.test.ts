import { expect, test } from 'vitest';
import { coveredArea, isStraightAndMagnified, magnifyPicture } from '#renderer/imaging/engine/magnify-picture.ts';
import type { PixelToDevice } from '#renderer/imaging/engine/pixel-to-device.ts';

const grey = (level: number) => (0xff000000 | (level << 16) | (level << 8) | level) >>> 0;

function magnified(words: readonly number[], columns: number, rows: number, toDevice: PixelToDevice, width: number, height: number, isGrey = true) {
  const area = coveredArea(toDevice, columns, rows, width, height)!;
  const target = new Uint32Array((area.right - area.left) * (area.bottom - area.top));
  magnifyPicture({ words: Uint32Array.from(words), columns, rows, isGrey }, toDevice, area, target);
  return { area, target };
}
const levels = (target: Uint32Array) => [...target].map((word) => word & 0xff);

test('twice as large, greys lie on straight lines between the middles of the pixels', () => {
  // Two pixels of 0 and 200 on four: middles at 0.5 and 1.5 of the picture, asked at 0.25, 0.75, 1.25, 1.75: 0, 200 * 0.25, 200 * 0.75, 200.
  const { target, area } = magnified([grey(0), grey(200)], 2, 1, [2, 0, 0, 2, 0, 0], 4, 2);
  expect(area).toEqual({ left: 0, top: 0, right: 4, bottom: 2 });
  expect(levels(target)).toEqual([0, 50, 150, 200, 0, 50, 150, 200]);
  expect([...target].every((word) => word >>> 24 === 0xff)).toBe(true);
});

test('both ways at once', () => {
  // Rows 0 100 and 100 200; three times as large: the middle of nine is the mean of all four in its middle, (0 + 100 + 100 + 200) / 4.
  const { target } = magnified([grey(0), grey(100), grey(100), grey(200)], 2, 2, [1.5, 0, 0, 1.5, 0, 0], 3, 3);
  // Asked at 0.5/1.5 - 0.5 < 0 (the first), 1 - 0.5 = 0.5, and beyond 1 (the last)
  expect(levels(target)).toEqual([0, 50, 100, 50, 100, 150, 100, 150, 200]);
});

test('mirrored, turned by a quarter, and cut off at the edge of the canvas', () => {
  // Mirrored: the corner of the picture lies at 4, and its columns run to the left.
  expect(levels(magnified([grey(0), grey(200)], 2, 1, [-2, 0, 0, 1, 4, 0], 4, 1).target)).toEqual([200, 150, 50, 0]);
  // A quarter to the right: column runs down (b), row runs to the left (c). One row of 0, 200 stands upright.
  expect(levels(magnified([grey(0), grey(200)], 2, 1, [0, 2, -1, 0, 1, 0], 1, 4).target)).toEqual([0, 50, 150, 200]);
  const cut = magnified([grey(0), grey(200)], 2, 1, [2, 0, 0, 1, -1, 0], 2, 1);
  expect([cut.area, levels(cut.target)]).toEqual([{ left: 0, top: 0, right: 2, bottom: 1 }, [50, 150]]);
  expect(coveredArea([2, 0, 0, 2, 50, 0], 2, 2, 40, 40)).toBeUndefined();
});

test('colours are mixed channel by channel', () => {
  // Red 200 beside blue 100 (memory holds red first): a quarter of the way 150 red, 25 blue.
  const { target } = magnified([(0xff000000 | 200) >>> 0, (0xff000000 | (100 << 16)) >>> 0], 2, 1, [2, 0, 0, 1, 0, 0], 4, 1, false);
  expect([...target].map((word) => [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff])).toEqual([[200, 0, 0], [150, 0, 25], [50, 0, 75], [0, 0, 100]]);
});

test('no grey is more than half a level beside the exact one', () => {
  const side = 16;
  const words = Array.from({ length: side * side }, (_, index) => grey((index * 97) % 256));
  const scale = 7.3;
  const { target, area } = magnified(words, side, side, [scale, 0, 0, scale, 0, 0], 117, 117);
  let worst = 0;
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let x = area.left; x < area.right; x += 1) {
      const place = (at: number) => Math.min(side - 1, Math.max(0, (at + 0.5) / scale - 0.5));
      const [u, v] = [place(x), place(y)];
      const [column, row] = [Math.floor(u), Math.floor(v)];
      const at = (dx: number, dy: number) => words[Math.min(side - 1, row + dy) * side + Math.min(side - 1, column + dx)]! & 0xff;
      const exact = at(0, 0) * (1 - u + column) * (1 - v + row) + at(1, 0) * (u - column) * (1 - v + row) + at(0, 1) * (1 - u + column) * (v - row) + at(1, 1) * (u - column) * (v - row);
      worst = Math.max(worst, Math.abs(exact - (target[y * 117 + x]! & 0xff)));
    }
  }
  // Half a level of rounding, and two shares to the nearest 4096th: 2 * 255 / 4096
  expect(worst).toBeLessThanOrEqual(0.5 + (2 * 255) / 4096);
});

test('what is oblique or smaller than it is, is left to the browser', () => {
  expect(isStraightAndMagnified([2, 0, 0, 2, 3, 4])).toBe(true);
  expect(isStraightAndMagnified([0, -1, 1, 0, 3, 4])).toBe(true);
  expect(isStraightAndMagnified([0.5, 0, 0, 0.5, 0, 0])).toBe(false);
  expect(isStraightAndMagnified([1, 1, -1, 1, 0, 0])).toBe(false);
});
