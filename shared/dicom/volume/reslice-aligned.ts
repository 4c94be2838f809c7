import { NOTHING_STORED, type Volume } from './volume.ts';
import type { VoxelPoint } from './volume-grid.ts';

/** A picture as a grid of points in voxels. */
export interface PointGrid {
  readonly columns: number;
  readonly rows: number;
  readonly start: VoxelPoint;
  readonly across: VoxelPoint;
  readonly down: VoxelPoint;
}

export type Axis = 0 | 1 | 2;

/** The axes of the grid along which the rows and columns of a picture run; undefined when they run across them. */
export function alignedAxes({ across, down }: Pick<PointGrid, 'across' | 'down'>): readonly [across: Axis, down: Axis] | undefined {
  const [one, other] = [onlyAxis(across), onlyAxis(down)];
  return one === undefined || other === undefined || one === other ? undefined : [one, other];
}

/** The axis along which a way runs; undefined when it runs along several, or along none. */
export function onlyAxis(way: VoxelPoint): Axis | undefined {
  const axes = ([0, 1, 2] as const).filter((axis) => Math.abs(way[axis]) > 1e-9);
  return axes.length === 1 ? axes[0] : undefined;
}

/** Where samples along one axis lie between two voxels; `before` is -1 outside of the grid. */
interface Places {
  readonly before: Int32Array;
  /** Weight of the voxel after, 0 to 1. */
  readonly share: Float32Array;
  /** From the first to the last place inside. */
  readonly first: number;
  readonly last: number;
  /** Every place inside is a voxel itself. */
  readonly isWhole: boolean;
}

/** A sample that is nearer to a voxel, in voxels, is that voxel: less than the rounding of positions. */
const SAME_VOXEL = 1e-6;

function placesOf(wanted: readonly number[], size: number, tolerance: number): Places {
  const before = new Int32Array(wanted.length).fill(-1);
  const share = new Float32Array(wanted.length);
  const end = size - 1;
  let [first, last, isWhole] = [wanted.length, -1, true];
  for (const [index, at] of wanted.entries()) {
    if (!(at >= -0.5 - tolerance && at <= end + 0.5 + tolerance)) continue;
    const nearest = Math.round(at);
    const place = Math.min(end, Math.max(0, Math.abs(at - nearest) < SAME_VOXEL ? nearest : at));
    before[index] = Math.trunc(place);
    share[index] = place - Math.trunc(place);
    isWhole &&= share[index] === 0;
    first = Math.min(first, index);
    last = index;
  }
  return { before, share, first, last, isWhole };
}

function evenly(start: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index * step);
}

export interface AlignedCut {
  readonly points: PointGrid;
  readonly axes: readonly [across: Axis, down: Axis];
  /** Where sheets of samples lie along the third axis, in voxels from `points`. */
  readonly sheets: readonly number[];
  readonly mode: 'maximum' | 'minimum' | 'mean';
  /** The value at a point of which some neighbour holds nothing; NaN for none. */
  readonly around: (x: number, y: number, z: number) => number;
  /** What rounding may push a point outwards, in voxels. */
  readonly tolerance: number;
}

/**
 * A picture that lies along the grid, as most do, of one sheet of samples or of several behind each other. Row by row, what lies between voxels is worked
 * out for whole lines: first between rows of the volume, then along the picture's row, then between the lines of the third axis, each of which is
 * read once for all sheets. The largest of sixteen sheets so costs a fraction of sixteen pictures.
 * @param results columns by rows, NaN where nothing was found: filled
 */
export function cutAligned(volume: Volume, { points, axes: [a, b], sheets, mode, around, tolerance }: AlignedCut, results: Float32Array): void {
  const { values, hasNothing, grid } = volume;
  const sizes = [grid.columns, grid.rows, grid.slices] as const;
  const strides = [1, grid.columns, grid.columns * grid.rows] as const;
  const c = (3 - a - b) as Axis;
  const along = placesOf(evenly(points.start[a], points.across[a], points.columns), sizes[a], tolerance);
  const below = placesOf(evenly(points.start[b], points.down[b], points.rows), sizes[b], tolerance);
  // Rising, so that a line that was read for one sheet is there for the next.
  const rising = sheets.toSorted((left, right) => left - right);
  const deep = placesOf(rising.map((offset) => points.start[c] + offset), sizes[c], tolerance);
  const inside = Array.from(deep.before, (before, sheet) => ({ before, share: deep.share[sheet] ?? 0, at: points.start[c] + (rising[sheet] ?? 0) })).filter(({ before }) => before >= 0);
  if (inside.length === 0 || along.last < 0) return;
  const width = along.last - along.first + 1;
  const lines = createLines({ values, hasNothing, along, width, stepA: strides[a], stepB: strides[b], lastA: sizes[a] - 1 });
  const isMean = mode === 'mean';
  const weights = isMean ? weightsOf(inside) : undefined;

  for (let row = Math.max(0, below.first); row <= below.last; row += 1) {
    const rowBefore = below.before[row] ?? -1;
    if (rowBefore < 0) continue;
    const start = rowBefore * strides[b];
    const share = below.share[row] ?? 0;
    const target = results.subarray(row * points.columns + along.first, row * points.columns + along.first + width);
    const lineAt = (place: number) => lines.at(place, start + place * strides[c], share);
    lines.begin();
    if (weights !== undefined) {
      target.fill(0);
      for (const [place, weight] of weights) addWeighted(target, lineAt(place), weight);
    } else {
      for (const [sheet, { before, share: part }] of inside.entries()) {
        const near = lineAt(before);
        const far = part > 0 ? lineAt(before + 1) : near;
        if (sheet === 0) mixInto(target, near, far, part);
        else if (mode === 'maximum') keepLargest(target, near, far, part);
        else keepSmallest(target, near, far, part);
      }
    }
    if (hasNothing) mendRow(target, row);
  }

  /** Where some neighbour of some sheet holds nothing, each sheet is asked for by itself. */
  function mendRow(target: Float32Array, row: number): void {
    for (let column = 0; column < width; column += 1) {
      if (!Number.isNaN(target[column] ?? Number.NaN)) continue;
      const place = along.first + column;
      const point: [number, number, number] = [0, 0, 0];
      point[a] = points.start[a] + place * points.across[a];
      point[b] = points.start[b] + row * points.down[b];
      let [found, count] = [Number.NaN, 0];
      for (const { at } of inside) {
        point[c] = at;
        const value = around(point[0], point[1], point[2]);
        if (Number.isNaN(value)) continue;
        found = count === 0 ? value : isMean ? found + value : mode === 'maximum' ? Math.max(found, value) : Math.min(found, value);
        count += 1;
      }
      target[column] = isMean ? found / count : found;
    }
  }
}

/** How much each voxel of the third axis counts in the mean of all sheets; together 1. */
function weightsOf(inside: readonly { readonly before: number; readonly share: number }[]): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  const add = (place: number, weight: number) => weight > 0 && weights.set(place, (weights.get(place) ?? 0) + weight / inside.length);
  for (const { before, share } of inside) {
    add(before, 1 - share);
    add(before + 1, share);
  }
  return weights;
}

interface LineSource extends Pick<Volume, 'values' | 'hasNothing'> {
  readonly along: Places;
  readonly width: number;
  /** From voxel to voxel along the picture's rows and columns. */
  readonly stepA: number;
  readonly stepB: number;
  readonly lastA: number;
}

interface Lines {
  /** Another row of the picture: no line of the one before is true. */
  readonly begin: () => void;
  /** The samples of a row of the picture at one voxel of the third axis; NaN where a neighbour holds nothing. The last two are kept. */
  readonly at: (place: number, start: number, share: number) => Float32Array;
}

function createLines({ values, hasNothing, along, width, stepA, stepB, lastA }: LineSource): Lines {
  const kept = [{ place: -1, line: new Float32Array(width) }, { place: -1, line: new Float32Array(width) }];
  let next = 0;
  const firstVoxel = along.before[along.first] ?? 0;
  const lastVoxel = along.before[along.last] ?? 0;
  const lowest = Math.min(firstVoxel, lastVoxel);
  const highest = Math.min(lastA, Math.max(firstVoxel, lastVoxel) + 1);
  // A picture that steps from voxel to voxel takes them as they come.
  const isStraight = along.isWhole && lastVoxel - firstVoxel === width - 1;
  const voxels = isStraight ? undefined : new Float32Array(highest - lowest + 1);
  return {
    begin: () => {
      for (const one of kept) one.place = -1;
    },
    at: (place, start, share) => {
      const found = kept.find((one) => one.place === place);
      if (found !== undefined) return found.line;
      next = 1 - next;
      const one = kept[next];
      if (one === undefined) throw new RangeError('two lines are kept');
      one.place = place;
      const from = start + lowest * stepA;
      const into = voxels ?? one.line;
      if (share > 0) readBetween(values, from, stepA, stepB, share, into);
      else readLine(values, from, stepA, into);
      if (hasNothing) markNothing(values, from, stepA, share > 0 ? stepB : 0, into);
      if (voxels !== undefined) spread(voxels, along, lowest, one.line);
      return one.line;
    },
  };
}

function readLine(values: Volume['values'], from: number, step: number, into: Float32Array): void {
  for (let index = 0, at = from; index < into.length; index += 1, at += step) into[index] = values[at] ?? 0;
}

function readBetween(values: Volume['values'], from: number, step: number, beside: number, share: number, into: Float32Array): void {
  for (let index = 0, at = from; index < into.length; index += 1, at += step) {
    const near = values[at] ?? 0;
    into[index] = near + ((values[at + beside] ?? 0) - near) * share;
  }
}

/** Among floats what is not there makes no number of a mixture by itself. */
function markNothing(values: Volume['values'], from: number, step: number, beside: number, into: Float32Array): void {
  for (let index = 0, at = from; index < into.length; index += 1, at += step) {
    if (values[at] === NOTHING_STORED || values[at + beside] === NOTHING_STORED) into[index] = Number.NaN;
  }
}

/** Samples between the voxels of a line. */
function spread(voxels: Float32Array, { before, share, first }: Places, lowest: number, into: Float32Array): void {
  for (let index = 0; index < into.length; index += 1) {
    const at = (before[first + index] ?? 0) - lowest;
    const part = share[first + index] ?? 0;
    const near = voxels[at] ?? 0;
    into[index] = part > 0 ? near + ((voxels[at + 1] ?? 0) - near) * part : near;
  }
}

function addWeighted(target: Float32Array, line: Float32Array, weight: number): void {
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) + (line[index] ?? 0) * weight;
}

function mixInto(target: Float32Array, near: Float32Array, far: Float32Array, share: number): void {
  if (share === 0) target.set(near);
  else for (let index = 0; index < target.length; index += 1) target[index] = (near[index] ?? 0) + ((far[index] ?? 0) - (near[index] ?? 0)) * share;
}

/** What is no number stays none, and makes none of the largest. */
function keepLargest(target: Float32Array, near: Float32Array, far: Float32Array, share: number): void {
  for (let index = 0; index < target.length; index += 1) {
    const one = near[index] ?? 0;
    const value = one + ((far[index] ?? 0) - one) * share;
    if (!(value <= (target[index] ?? 0))) target[index] = Number.isNaN(target[index] ?? 0) ? Number.NaN : value;
  }
}

function keepSmallest(target: Float32Array, near: Float32Array, far: Float32Array, share: number): void {
  for (let index = 0; index < target.length; index += 1) {
    const one = near[index] ?? 0;
    const value = one + ((far[index] ?? 0) - one) * share;
    if (!(value >= (target[index] ?? 0))) target[index] = Number.isNaN(target[index] ?? 0) ? Number.NaN : value;
  }
}
