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

/** How one sheet of samples goes into what the sheets before it gave. */
export interface LayerTarget {
  readonly mode: 'maximum' | 'minimum' | 'mean';
  /** NaN where nothing has been found yet. */
  readonly results: Float32Array;
  /** For means: how many values are in each sum. */
  readonly counts: Uint16Array;
  /** The value at a point of which some neighbour holds nothing; NaN for none. */
  readonly around: (x: number, y: number, z: number) => number;
}

type Axis = 0 | 1 | 2;

/** The axes of the grid along which the rows and columns of a picture run; undefined when they run across them. */
export function alignedAxes({ across, down }: Pick<PointGrid, 'across' | 'down'>): readonly [across: Axis, down: Axis] | undefined {
  const [one, other] = [onlyAxis(across), onlyAxis(down)];
  return one === undefined || other === undefined || one === other ? undefined : [one, other];
}

function onlyAxis(way: VoxelPoint): Axis | undefined {
  const axes = ([0, 1, 2] as const).filter((axis) => Math.abs(way[axis]) > 1e-9);
  return axes.length === 1 ? axes[0] : undefined;
}

/** Where samples along one axis lie between two voxels; `before` is -1 outside of the grid. */
interface Places {
  readonly before: Int32Array;
  readonly share: Float32Array;
}

function placesOf(start: number, step: number, count: number, size: number, tolerance: number): Places {
  const before = new Int32Array(count).fill(-1);
  const share = new Float32Array(count);
  const last = size - 1;
  for (let index = 0; index < count; index += 1) {
    const at = start + index * step;
    if (!(at >= -0.5 - tolerance && at <= last + 0.5 + tolerance)) continue;
    const low = at <= 0 ? 0 : at >= last ? last : Math.trunc(at);
    before[index] = low;
    share[index] = at <= 0 || low === last ? 0 : at - low;
  }
  return { before, share };
}

/**
 * As the general way, for pictures that lie along the grid, which most do: what is between which voxels is worked out once for each row and
 * column, and only those of the eight neighbours that have any weight are read.
 */
export function addAlignedLayer({ values, hasNothing, grid: { columns, rows, slices } }: Volume, points: PointGrid, [a, b]: readonly [Axis, Axis], target: LayerTarget, tolerance: number): void {
  const { mode, results, counts, around } = target;
  const sizes = [columns, rows, slices] as const;
  const strides = [1, columns, columns * rows] as const;
  const c = (3 - a - b) as Axis;
  const along = placesOf(points.start[a], points.across[a], points.columns, sizes[a], tolerance);
  const below = placesOf(points.start[b], points.down[b], points.rows, sizes[b], tolerance);
  const deep = placesOf(points.start[c], 0, 1, sizes[c], tolerance);
  const [depth = -1] = deep.before;
  if (depth === -1) return;
  const [fc = 0] = deep.share;
  const nextA = strides[a];
  for (let row = 0; row < points.rows; row += 1) {
    const rowBefore = below.before[row] ?? -1;
    if (rowBefore === -1) continue;
    const fb = below.share[row] ?? 0;
    const base = depth * strides[c] + rowBefore * strides[b];
    const nextB = fb > 0 ? strides[b] : 0;
    const nextC = fc > 0 ? strides[c] : 0;
    let place = row * points.columns;
    for (let column = 0; column < points.columns; column += 1, place += 1) {
      const before = along.before[column] ?? -1;
      if (before === -1) continue;
      const fa = along.share[column] ?? 0;
      const at = base + before * nextA;
      const beside = at + (fa > 0 ? nextA : 0);
      const near = values[at] ?? 0;
      const nearBeside = values[beside] ?? 0;
      let value = near + (nearBeside - near) * fa;
      let isMixed = hasNothing && (near === NOTHING_STORED || nearBeside === NOTHING_STORED);
      if (nextB > 0) {
        const left = values[at + nextB] ?? 0;
        const right = values[beside + nextB] ?? 0;
        value += (left + (right - left) * fa - value) * fb;
        isMixed ||= hasNothing && (left === NOTHING_STORED || right === NOTHING_STORED);
      }
      if (nextC > 0) {
        const left = values[at + nextC] ?? 0;
        const right = values[beside + nextC] ?? 0;
        let far = left + (right - left) * fa;
        isMixed ||= hasNothing && (left === NOTHING_STORED || right === NOTHING_STORED);
        if (nextB > 0) {
          const farLeft = values[at + nextB + nextC] ?? 0;
          const farRight = values[beside + nextB + nextC] ?? 0;
          far += (farLeft + (farRight - farLeft) * fa - far) * fb;
          isMixed ||= hasNothing && (farLeft === NOTHING_STORED || farRight === NOTHING_STORED);
        }
        value += (far - value) * fc;
      }
      if (hasNothing && (isMixed || Number.isNaN(value))) {
        value = around(points.start[0] + column * points.across[0] + row * points.down[0], points.start[1] + column * points.across[1] + row * points.down[1], points.start[2] + column * points.across[2] + row * points.down[2]);
        if (Number.isNaN(value)) continue;
      }
      const found = results[place] ?? Number.NaN;
      if (Number.isNaN(found)) results[place] = value;
      else if (mode === 'mean') results[place] = found + value;
      else if (mode === 'maximum' ? value > found : value < found) results[place] = value;
      if (mode === 'mean') counts[place] = (counts[place] ?? 0) + 1;
    }
  }
}
