import { PAPER_GRID } from '#shared/ecg/layout.ts';
import type { Polyline } from '#shared/ecg/trace-path.ts';

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export interface PaperInks {
  readonly ground: Colour;
  readonly minor: Colour;
  readonly major: Colour;
  readonly trace: Colour;
}

/**
 * A picture in memory, in device pixels. Drawn by our own few lines of code rather than by the canvas: a stroke of 15 000 points takes the canvas
 * some hundred milliseconds without a graphics card, this takes a few, and every machine makes the same picture to the last bit.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row: as ImageData wants it. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  /** The same memory, a pixel a value. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** How much of each pixel the lines drawn so far cover, 0 to 255. */
  readonly coverage: Uint8Array<ArrayBuffer>;
  /** The pixels that are covered at all, in the order they were: a picture costs its ink, not its paper. */
  readonly covered: { count: number; readonly indices: Uint32Array<ArrayBuffer> };
  /** Bands of `BAND_PX` rows whose picture is not on the canvas yet: 1. */
  readonly stale: Uint8Array<ArrayBuffer>;
  /** The paper without curves, as it was drawn last: it is the same in every picture of a scroll. */
  readonly grid: { key: string; readonly pixels: Uint32Array<ArrayBuffer> };
}

export function createRaster(width: number, height: number): Raster {
  const bytes = new Uint8ClampedArray(width * height * 4);
  return {
    width, height, bytes, pixels: new Uint32Array(bytes.buffer), coverage: new Uint8Array(width * height),
    covered: { count: 0, indices: new Uint32Array(width * height) }, stale: new Uint8Array(Math.ceil(height / BAND_PX)).fill(1),
    grid: { key: '', pixels: new Uint32Array(width * height) },
  };
}

/** Rows of pixels that are brought to the canvas together. */
const BAND_PX = 16;

/** The rows from `topPx` to before `endPx` are brought to the canvas with the next picture. */
export function markStale({ stale, height }: Raster, topPx: number, endPx: number): void {
  if (endPx > 0 && topPx < height) stale.fill(1, Math.max(0, Math.floor(topPx / BAND_PX)), Math.ceil(Math.min(height, endPx) / BAND_PX));
}

/** The stretches of rows that the canvas lacks, from the top; from now on it has them. */
export function takeStale({ stale, height }: Raster): readonly { readonly topPx: number; readonly endPx: number }[] {
  const stretches: { topPx: number; endPx: number }[] = [];
  for (const [band, isStale] of stale.entries()) {
    if (isStale === 0) continue;
    const topPx = band * BAND_PX;
    const endPx = Math.min(height, topPx + BAND_PX);
    const last = stretches.at(-1);
    if (last?.endPx === topPx) last.endPx = endPx;
    else stretches.push({ topPx, endPx });
  }
  stale.fill(0);
  return stretches;
}

/**
 * Covers everything with grid paper. Each line lies on the whole pixel nearest to its millimetre and is `linePx` wide: mm are kept because every
 * line is rounded by itself.
 * @param scale pixels per mm
 */
export function drawGrid(raster: Raster, inks: PaperInks, scale: number, linePx: number): void {
  const { width, height, pixels, coverage, covered, grid } = raster;
  const key = [scale, linePx, ...inks.ground, ...inks.minor, ...inks.major].join(' ');
  const isSame = grid.key === key;
  for (let place = 0; place < covered.count; place += 1) {
    const index = covered.indices[place] ?? 0;
    coverage[index] = 0;
    if (isSame) pixels[index] = grid.pixels[index] ?? 0;
  }
  markCovered(raster);
  covered.count = 0;
  if (isSame) return;
  markStale(raster, 0, height);
  const across = lineKinds(width, scale, linePx);
  const down = width >= height ? across : lineKinds(height, scale, linePx);
  const [ground, minor, major] = [packed(inks.ground), packed(inks.minor), packed(inks.major)];
  const plainRow = Uint32Array.from({ length: width }, (_, x) => (across[x] === 2 ? major : across[x] === 1 ? minor : ground));
  const minorRow = Uint32Array.from({ length: width }, (_, x) => (across[x] === 2 ? major : minor));
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    if (down[y] === 2) pixels.fill(major, start, start + width);
    else pixels.set(down[y] === 1 ? minorRow : plainRow, start);
  }
  grid.pixels.set(pixels);
  grid.key = key;
}

/**
 * Lays a line of round joins and ends over the picture, to be inked by `inkLines`. A pixel is covered by how near its centre is to the line.
 * @param scale pixels per mm of the line's coordinates
 * @param widthPx of the line
 */
export function drawLine(raster: Raster, line: Polyline, scale: number, widthPx: number): void {
  // Half a pixel in: a curve on a whole millimetre runs along the middle of its grid line.
  const at = (index: number) => (line[index] ?? NaN) * scale + 0.5;
  if (line.length === 2) coverSegment(raster, at(0), at(1), at(0), at(1), widthPx / 2);
  for (let index = 0; index + 3 < line.length; index += 2) coverSegment(raster, at(index), at(index + 1), at(index + 2), at(index + 3), widthPx / 2);
}

/** Inks what the lines cover. Where lines cross a pixel takes no more ink than the one that covers most of it. */
export function inkLines(raster: Raster, [red, green, blue]: Colour): void {
  const { bytes, coverage, covered } = raster;
  markCovered(raster);
  for (let place = 0; place < covered.count; place += 1) {
    const index = covered.indices[place] ?? 0;
    const share = (coverage[index] ?? 0) / 255;
    const at = index * 4;
    bytes[at] = mixed(bytes[at], red, share);
    bytes[at + 1] = mixed(bytes[at + 1], green, share);
    bytes[at + 2] = mixed(bytes[at + 2], blue, share);
  }
}

/** Every band that has ink. */
function markCovered({ covered, stale, width }: Raster): void {
  const perBand = width * BAND_PX;
  for (let place = 0; place < covered.count; place += 1) stale[Math.floor((covered.indices[place] ?? 0) / perBand)] = 1;
}

function mixed(before = 0, ink: number, share: number): number {
  return before + (ink - before) * share;
}

function coverSegment(raster: Raster, fromX: number, fromY: number, toX: number, toY: number, halfWidth: number): void {
  const { width, height, coverage, covered } = raster;
  const reach = halfWidth + 0.5;
  const left = Math.max(0, Math.floor(Math.min(fromX, toX) - reach));
  const right = Math.min(width - 1, Math.floor(Math.max(fromX, toX) + reach));
  const top = Math.max(0, Math.floor(Math.min(fromY, toY) - reach));
  const bottom = Math.min(height - 1, Math.floor(Math.max(fromY, toY) + reach));
  const alongX = toX - fromX;
  const alongY = toY - fromY;
  const lengthSquared = alongX * alongX + alongY * alongY;
  for (let y = top; y <= bottom; y += 1) {
    const offsetY = y + 0.5 - fromY;
    for (let x = left; x <= right; x += 1) {
      const index = y * width + x;
      if (coverage[index] === 255) continue;
      const offsetX = x + 0.5 - fromX;
      const share = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (offsetX * alongX + offsetY * alongY) / lengthSquared));
      const awayX = offsetX - share * alongX;
      const awayY = offsetY - share * alongY;
      const distanceSquared = awayX * awayX + awayY * awayY;
      if (distanceSquared >= reach * reach) continue;
      const share255 = Math.round(Math.min(1, reach - Math.sqrt(distanceSquared)) * 255);
      const before = coverage[index] ?? 0;
      if (share255 <= before) continue;
      if (before === 0) {
        covered.indices[covered.count] = index;
        covered.count += 1;
      }
      coverage[index] = share255;
    }
  }
}

/** For each pixel of a side: 2 on a major line, 1 on a minor line, 0 between. */
function lineKinds(length: number, scale: number, linePx: number): Uint8Array {
  const kinds = new Uint8Array(length);
  const before = Math.floor(linePx / 2);
  for (let millimetre = PAPER_GRID.minorMm; millimetre * scale < length + linePx; millimetre += PAPER_GRID.minorMm) {
    const kind = millimetre % PAPER_GRID.majorMm === 0 ? 2 : 1;
    const start = Math.round(millimetre * scale) - before;
    for (let pixel = Math.max(0, start); pixel < Math.min(length, start + linePx); pixel += 1) kinds[pixel] = Math.max(kinds[pixel] ?? 0, kind);
  }
  return kinds;
}

/** A colour as one value, whatever order of bytes the machine has. */
function packed([red, green, blue]: Colour): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0;
}
