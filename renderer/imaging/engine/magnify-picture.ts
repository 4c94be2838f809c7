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
 * the processor errs by two greys, and takes longer: here each line of the picture is stretched once.
 * @param target one word for each pixel of `area`, row by row
 */
export function magnifyPicture({ words, columns, rows, isGrey }: WordPicture, [a, b, c, d, e, f]: PixelToDevice, area: CoveredArea, target: Uint32Array): void {
  const isUpright = Math.abs(b) < 1e-9 && Math.abs(c) < 1e-9;
  const across = isUpright ? axisSteps(area.left, area.right, e, a, columns, 1) : axisSteps(area.left, area.right, e, c, rows, 1);
  const down = isUpright ? axisSteps(area.top, area.bottom, f, d, rows, columns) : axisSteps(area.top, area.bottom, f, b, columns, 1);
  const width = area.right - area.left;
  const stride = isUpright ? 1 : columns;
  for (let bits = 0; bits < (isGrey ? 8 : 24); bits += 8) {
    // Each line of the picture is stretched once; the lines of the canvas between two of them are mixtures.
    const [one, other] = [{ start: -1, levels: new Int32Array(width) }, { start: -1, levels: new Int32Array(width) }];
    const lineAt = (start: number, kept: number): Int32Array => {
      const known = one.start === start ? one : other.start === start ? other : undefined;
      if (known !== undefined) return known.levels;
      const free = one.start === kept ? other : one;
      free.start = start;
      stretchLine(words, start, stride, bits, across, free.levels);
      return free.levels;
    };
    for (let row = 0; row < area.bottom - area.top; row += 1) {
      const upper = down.before[row] ?? 0;
      const lower = down.after[row] ?? 0;
      const upperLevels = lineAt(upper, lower);
      const lowerLevels = lineAt(lower, upper);
      if (isGrey) writeGrey(upperLevels, lowerLevels, down.share[row] ?? 0, target, row * width);
      else addChannel(upperLevels, lowerLevels, down.share[row] ?? 0, target, row * width, bits);
    }
  }
}

/** One line of the picture in as many levels as the canvas is wide, in 2048ths of a level. */
function stretchLine(words: Uint32Array, start: number, stride: number, bits: number, { before, after, share }: AxisSteps, levels: Int32Array): void {
  for (let column = 0; column < levels.length; column += 1) {
    const part = share[column] ?? 0;
    const left = ((words[start + Math.imul(before[column] ?? 0, stride)] ?? 0) >>> bits) & 0xff;
    const right = ((words[start + Math.imul(after[column] ?? 0, stride)] ?? 0) >>> bits) & 0xff;
    levels[column] = Math.imul(left, FULL_SHARE - part) + Math.imul(right, part);
  }
}

function writeGrey(upper: Int32Array, lower: Int32Array, share: number, target: Uint32Array, start: number): void {
  const rest = FULL_SHARE - share;
  for (let column = 0; column < upper.length; column += 1) {
    const grey = (Math.imul(upper[column] ?? 0, rest) + Math.imul(lower[column] ?? 0, share) + HALF) >> SHIFT;
    target[start + column] = 0xff000000 | Math.imul(grey, 0x010101);
  }
}

function addChannel(upper: Int32Array, lower: Int32Array, share: number, target: Uint32Array, start: number, bits: number): void {
  const rest = FULL_SHARE - share;
  for (let column = 0; column < upper.length; column += 1) {
    const level = (Math.imul(upper[column] ?? 0, rest) + Math.imul(lower[column] ?? 0, share) + HALF) >> SHIFT;
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
