import type { PixelToDevice } from './pixel-to-device.ts';

/** A picture as words of red, green, blue, alpha in memory order, row by row. */
export interface WordPicture {
  readonly words: Uint32Array;
  readonly columns: number;
  readonly rows: number;
  /** Red, green and blue are alike everywhere. */
  readonly isGrey: boolean;
}

/** The part of the canvas that a picture covers, device pixels; `right` and `bottom` are the first beyond. */
export interface CoveredArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the pixels of one axis of the canvas lie between the pixels of the picture: the one before, the one after, and the share of the latter in 2048ths. */
interface AxisSteps {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly share: Int32Array;
}

const FULL_SHARE = 2048;
/** Two shares of eleven bits and eight of a grey stay below 2 ** 31. */
const SHIFT = 22;
const HALF = 1 << (SHIFT - 1);

/** Whether a picture lies straight on the canvas (turned by quarters, mirrored) and not smaller than it is. */
export function isStraightAndMagnified([a, b, c, d]: PixelToDevice): boolean {
  const isUpright = Math.abs(b) < 1e-9 && Math.abs(c) < 1e-9;
  const isQuarterTurned = Math.abs(a) < 1e-9 && Math.abs(d) < 1e-9;
  return (isUpright && Math.abs(a) >= 1 && Math.abs(d) >= 1) || (isQuarterTurned && Math.abs(b) >= 1 && Math.abs(c) >= 1);
}

/** The pixels of a canvas whose middles lie on a picture; undefined where there are none. */
export function coveredArea([a, b, c, d, e, f]: PixelToDevice, columns: number, rows: number, width: number, height: number): CoveredArea | undefined {
  const [x, y] = [e + a * columns + c * rows, f + b * columns + d * rows];
  const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
  const area = { left: within(Math.min(e, x), width), top: within(Math.min(f, y), height), right: within(Math.max(e, x), width), bottom: within(Math.max(f, y), height) };
  return area.right > area.left && area.bottom > area.top ? area : undefined;
}

/**
 * Enlarges a picture with straight lines between the middles of its pixels (bilinear), within half a grey of the exact value. The browser's own way in
 * the processor errs by two greys, and takes longer: here each line of the picture is mixed once for all pixels of a line of the canvas.
 * @param target one word for each pixel of `area`, row by row
 */
export function magnifyPicture({ words, columns, rows, isGrey }: WordPicture, [a, b, c, d, e, f]: PixelToDevice, area: CoveredArea, target: Uint32Array): void {
  const isUpright = Math.abs(b) < 1e-9 && Math.abs(c) < 1e-9;
  const across = isUpright ? axisSteps(area.left, area.right, e, a, columns, 1) : axisSteps(area.left, area.right, e, c, rows, 1);
  const down = isUpright ? axisSteps(area.top, area.bottom, f, d, rows, columns) : axisSteps(area.top, area.bottom, f, b, columns, 1);
  const width = area.right - area.left;
  const count = isUpright ? columns : rows;
  const stride = isUpright ? 1 : columns;
  const line = new Int32Array(count);
  for (let row = 0; row < area.bottom - area.top; row += 1) {
    const rowStart = row * width;
    const upper = down.before[row] ?? 0;
    const lower = down.after[row] ?? 0;
    const share = down.share[row] ?? 0;
    for (let bits = 0; bits < (isGrey ? 8 : 24); bits += 8) {
      for (let place = 0; place < count; place += 1) {
        const step = place * stride;
        line[place] = (((words[upper + step] ?? 0) >>> bits) & 0xff) * (FULL_SHARE - share) + (((words[lower + step] ?? 0) >>> bits) & 0xff) * share;
      }
      if (isGrey) writeGrey(line, across, target, rowStart, width);
      else addChannel(line, across, target, rowStart, width, bits);
    }
  }
}

function writeGrey(line: Int32Array, { before, after, share }: AxisSteps, target: Uint32Array, start: number, width: number): void {
  for (let column = 0; column < width; column += 1) {
    const part = share[column] ?? 0;
    const grey = ((line[before[column] ?? 0] ?? 0) * (FULL_SHARE - part) + (line[after[column] ?? 0] ?? 0) * part + HALF) >> SHIFT;
    target[start + column] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
}

function addChannel(line: Int32Array, { before, after, share }: AxisSteps, target: Uint32Array, start: number, width: number, bits: number): void {
  for (let column = 0; column < width; column += 1) {
    const part = share[column] ?? 0;
    const level = ((line[before[column] ?? 0] ?? 0) * (FULL_SHARE - part) + (line[after[column] ?? 0] ?? 0) * part + HALF) >> SHIFT;
    target[start + column] = (bits === 0 ? 0xff000000 : (target[start + column] ?? 0)) | (level << bits);
  }
}

/** @param offset place of the picture's corner; @param scale device pixels for a pixel, negative when mirrored; @param stride words from one pixel to the next */
function axisSteps(from: number, to: number, offset: number, scale: number, count: number, stride: number): AxisSteps {
  const steps = { before: new Int32Array(to - from), after: new Int32Array(to - from), share: new Int32Array(to - from) };
  for (let index = 0; index < to - from; index += 1) {
    const place = Math.min(count - 1, Math.max(0, (from + index + 0.5 - offset) / scale - 0.5));
    const before = Math.floor(place);
    steps.before[index] = before * stride;
    steps.after[index] = Math.min(count - 1, before + 1) * stride;
    steps.share[index] = Math.round((place - before) * FULL_SHARE);
  }
  return steps;
}
