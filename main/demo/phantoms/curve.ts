import type { Point } from './shape.ts';

/**
 * A piecewise cubic through given values that never overshoots them (monotone, Fritsch and Carlson 1980).
 * @param table pairs of position and value, positions ascending; outside them the end values hold
 */
export function curve(...table: readonly (readonly [position: number, value: number])[]): (position: number) => number {
  const positions = Float64Array.from(table, ([position]) => position);
  const values = Float64Array.from(table, ([, value]) => value);
  const last = positions.length - 1;
  const slopes = monotoneSlopes(positions, values);
  return (position) => {
    if (position <= at(positions, 0)) return at(values, 0);
    if (position >= at(positions, last)) return at(values, last);
    let index = 0;
    while (position > at(positions, index + 1)) index += 1;
    const width = at(positions, index + 1) - at(positions, index);
    const t = (position - at(positions, index)) / width;
    const tt = t * t;
    const ttt = tt * t;
    return (2 * ttt - 3 * tt + 1) * at(values, index) + (ttt - 2 * tt + t) * width * at(slopes, index)
      + (3 * tt - 2 * ttt) * at(values, index + 1) + (ttt - tt) * width * at(slopes, index + 1);
  };
}

/** Points along a Catmull-Rom spline through `points`, ends included, at most `stepMm` apart. */
export function smoothPath(points: readonly Point[], stepMm: number): Point[] {
  const path: Point[] = [];
  for (let index = 0; index + 1 < points.length; index += 1) {
    const from = points[index] as Point;
    const to = points[index + 1] as Point;
    const before = points[index - 1] ?? from;
    const after = points[index + 2] ?? to;
    const steps = Math.max(1, Math.ceil(distanceBetween(from, to) / stepMm));
    for (let step = index === 0 ? 0 : 1; step <= steps; step += 1) {
      const t = step / steps;
      path.push([0, 1, 2].map((axis) => catmullRom(before[axis] ?? 0, from[axis] ?? 0, to[axis] ?? 0, after[axis] ?? 0, t)) as unknown as Point);
    }
  }
  return path;
}

export function distanceBetween(left: Point, right: Point): number {
  return Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);
}

/** Uniform Catmull-Rom between the second and the third value. */
export function catmullRom(before: number, from: number, to: number, after: number, t: number): number {
  return 0.5 * (2 * from + (to - before) * t + (2 * before - 5 * from + 4 * to - after) * t * t + (3 * from - before - 3 * to + after) * t * t * t);
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** A bell with height 1 at `center`; `width` is its standard deviation. */
export function bell(value: number, center: number, width: number): number {
  const t = (value - center) / width;
  return Math.exp(-0.5 * t * t);
}

function monotoneSlopes(positions: Float64Array, values: Float64Array): Float64Array {
  const last = positions.length - 1;
  const secant = (index: number) => (at(values, index + 1) - at(values, index)) / (at(positions, index + 1) - at(positions, index));
  const slopes = new Float64Array(positions.length);
  for (let index = 1; index < last; index += 1) {
    const left = secant(index - 1);
    const right = secant(index);
    slopes[index] = left * right <= 0 ? 0 : (2 * left * right) / (left + right);
  }
  if (last > 0) {
    slopes[0] = secant(0);
    slopes[last] = secant(last - 1);
  }
  return slopes;
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
