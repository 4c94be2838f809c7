import { catmullRom } from './curve.ts';
import type { Section, Shape } from './shape.ts';

/** A point of an outline, mm: patient x and y. */
export type OutlinePoint = readonly [x: number, y: number];

/** An outline at one level. All outlines of a loft have as many points, in the same order, so that they can be blended. */
export interface Outline {
  readonly z: number;
  readonly points: readonly OutlinePoint[];
}

const SUBDIVISIONS = 4;

/** A solid through closed outlines (anatomy as an atlas draws it, level by level). The ends are flat. */
export function loft(outlines: readonly Outline[]): Shape {
  const levels = [...outlines].sort((left, right) => left.z - right.z).map(({ z, points }) => ({ z, points: roundOff(points) }));
  return {
    box: boxOf(levels),
    at: (z) => polygonDistance(blend(levels, z)),
  };
}

/** A polyline at one level with its half thickness at each point. */
export interface RibbonLevel {
  readonly z: number;
  readonly points: readonly (readonly [x: number, y: number, halfThickness: number])[];
}

/** A curved sheet of given thickness, such as the blade of a scapula. */
export function ribbon(outlines: readonly RibbonLevel[]): Shape {
  const levels = [...outlines].sort((left, right) => left.z - right.z).map(({ z, points }) => ({ z, points: Float64Array.from(points.flat()) }));
  let maxHalf = 0;
  for (const { points } of outlines) for (const point of points) maxHalf = Math.max(maxHalf, point[2]);
  const xy = levels.map(({ z, points }) => ({ z, points: points.filter((_, index) => index % 3 !== 2) }));
  const box = boxOf(xy);
  return {
    box: { ...box, minX: box.minX - maxHalf, maxX: box.maxX + maxHalf, minY: box.minY - maxHalf, maxY: box.maxY + maxHalf },
    at: (z) => ribbonDistance(blend(levels, z)),
  };
}

interface Level {
  readonly z: number;
  readonly points: Float64Array;
}

/** Doubles the detail of a drawn outline with a closed Catmull-Rom spline. */
function roundOff(points: readonly OutlinePoint[]): Float64Array {
  const count = points.length;
  const rounded = new Float64Array(count * SUBDIVISIONS * 2);
  const pick = (index: number): OutlinePoint => points[(index + count) % count] as OutlinePoint;
  let write = 0;
  for (let index = 0; index < count; index += 1) {
    for (let step = 0; step < SUBDIVISIONS; step += 1) {
      const t = step / SUBDIVISIONS;
      for (const axis of [0, 1] as const) {
        rounded[write] = catmullRom(pick(index - 1)[axis], pick(index)[axis], pick(index + 1)[axis], pick(index + 2)[axis], t);
        write += 1;
      }
    }
  }
  return rounded;
}

function blend(levels: readonly Level[], z: number): Float64Array {
  let upper = levels.findIndex((level) => level.z >= z);
  if (upper === -1) upper = levels.length - 1;
  const to = levels[upper] as Level;
  const from = levels[Math.max(0, upper - 1)] as Level;
  if (from === to || z >= to.z) return to.points;
  const fraction = (z - from.z) / (to.z - from.z);
  const before = (levels[Math.max(0, upper - 2)] as Level).points;
  const after = (levels[Math.min(levels.length - 1, upper + 1)] as Level).points;
  return to.points.map((value, index) => catmullRom(before[index] ?? 0, from.points[index] ?? 0, value, after[index] ?? 0, fraction));
}

/** Distance to a closed polygon by its edges, sign by the crossing number. */
function polygonDistance(points: Float64Array): Section {
  const count = points.length / 2;
  let minX = Infinity;
  let maxX = -Infinity;
  let minY = Infinity;
  let maxY = -Infinity;
  for (let index = 0; index < count; index += 1) {
    const x = points[2 * index] as number;
    const y = points[2 * index + 1] as number;
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  return (x, y) => {
    const outside = Math.max(minX - x, x - maxX, minY - y, y - maxY);
    if (outside > 4) return outside;
    let nearest = Infinity;
    let inside = false;
    let previousX = points[2 * count - 2] as number;
    let previousY = points[2 * count - 1] as number;
    for (let index = 0; index < count; index += 1) {
      const currentX = points[2 * index] as number;
      const currentY = points[2 * index + 1] as number;
      const edgeX = previousX - currentX;
      const edgeY = previousY - currentY;
      const toX = x - currentX;
      const toY = y - currentY;
      let along = (toX * edgeX + toY * edgeY) / (edgeX * edgeX + edgeY * edgeY + 1e-12);
      along = along < 0 ? 0 : along > 1 ? 1 : along;
      const dx = toX - edgeX * along;
      const dy = toY - edgeY * along;
      const square = dx * dx + dy * dy;
      if (square < nearest) nearest = square;
      if (currentY > y !== previousY > y && x < (edgeX * (y - currentY)) / edgeY + currentX) inside = !inside;
      previousX = currentX;
      previousY = currentY;
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
  };
}

function ribbonDistance(points: Float64Array): Section {
  const count = points.length / 3;
  return (x, y) => {
    let nearest = Infinity;
    for (let index = 0; index + 1 < count; index += 1) {
      const ax = points[3 * index] as number;
      const ay = points[3 * index + 1] as number;
      const ar = points[3 * index + 2] as number;
      const edgeX = (points[3 * index + 3] as number) - ax;
      const edgeY = (points[3 * index + 4] as number) - ay;
      const edgeR = (points[3 * index + 5] as number) - ar;
      let along = ((x - ax) * edgeX + (y - ay) * edgeY) / (edgeX * edgeX + edgeY * edgeY + 1e-12);
      along = along < 0 ? 0 : along > 1 ? 1 : along;
      const dx = x - ax - edgeX * along;
      const dy = y - ay - edgeY * along;
      const distance = Math.sqrt(dx * dx + dy * dy) - ar - edgeR * along;
      if (distance < nearest) nearest = distance;
    }
    return nearest;
  };
}

function boxOf(levels: readonly Level[]): Shape['box'] {
  let minX = Infinity;
  let maxX = -Infinity;
  let minY = Infinity;
  let maxY = -Infinity;
  for (const { points } of levels) {
    for (let index = 0; index < points.length; index += 2) {
      minX = Math.min(minX, points[index] as number);
      maxX = Math.max(maxX, points[index] as number);
      minY = Math.min(minY, points[index + 1] as number);
      maxY = Math.max(maxY, points[index + 1] as number);
    }
  }
  // Blending between levels may overshoot a little.
  return { minX: minX - 3, maxX: maxX + 3, minY: minY - 3, maxY: maxY + 3, minZ: (levels[0] as Level).z, maxZ: (levels.at(-1) as Level).z };
}
