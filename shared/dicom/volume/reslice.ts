import type { ImagePlane } from '../geometry/image-plane.ts';
import { combine, cross, type Millimetres } from '../geometry/vector3.ts';
import { alignedAxes, cutAligned, onlyAxis, type PointGrid } from './reslice-aligned.ts';
import { isNothing, NOTHING_STORED, type Volume } from './volume.ts';
import { finestStepMm, patientToVoxel, type VoxelPoint } from './volume-grid.ts';

/** What a reformatted picture takes of the voxels in front of and behind its plane. */
export type SlabMode = 'maximum' | 'minimum' | 'mean';

export interface Slab {
  readonly mode: SlabMode;
  /** The whole thickness, half on each side of the plane; 0: the plane alone. */
  readonly thicknessMm: Millimetres;
}

export const THIN: Slab = { mode: 'mean', thicknessMm: 0 };

/**
 * Cuts a picture out of a volume: linear between the eight voxels around each point, whatever the plane. What lies outside, or nearest to
 * a voxel that holds nothing, is nothing. Whole values stay whole, to the nearest.
 * @param columns size of the picture @param rows size of the picture
 * @returns values row by row, of the kind of the volume
 */
export function reslice(volume: Volume, plane: ImagePlane, columns: number, rows: number, slab: Slab = THIN): Int16Array | Float32Array {
  const { grid, values } = volume;
  const toVoxel = patientToVoxel(grid);
  const start = toVoxel.of(plane.positionMm);
  const across = toVoxel.ofWay(combine(plane.rowDirection, plane.columnSpacingMm, plane.rowDirection, 0));
  const down = toVoxel.ofWay(combine(plane.columnDirection, plane.rowSpacingMm, plane.columnDirection, 0));
  const depth = toVoxel.ofWay(cross(plane.rowDirection, plane.columnDirection));
  const results = new Float32Array(columns * rows).fill(Number.NaN);
  const offsets = slabOffsetsMm(slab, finestStepMm(grid));
  const around = (x: number, y: number, z: number) => sampleAround(volume, x, y, z);
  const axes = alignedAxes({ across, down });
  const third = offsets.length === 1 ? undefined : onlyAxis(depth);
  if (axes !== undefined && (offsets.length === 1 || third !== undefined)) {
    const sheets = offsets.map((offset) => (third === undefined ? 0 : offset * depth[third]));
    cutAligned(volume, { points: { columns, rows, start, across, down }, axes, sheets, mode: slab.mode, around, tolerance: FACE }, results);
  } else {
    const counts = new Uint16Array(slab.mode === 'mean' ? columns * rows : 0);
    for (const offset of offsets) {
      const [x, y, z] = start;
      addLayer(volume, { columns, rows, start: [x + offset * depth[0], y + offset * depth[1], z + offset * depth[2]], across, down }, { mode: slab.mode, results, counts });
    }
    for (const [index, count] of counts.entries()) if (count > 1) results[index] = (results[index] ?? Number.NaN) / count;
  }
  if (!(values instanceof Int16Array)) return results;
  const picture = new Int16Array(columns * rows);
  for (let index = 0; index < picture.length; index += 1) {
    const result = results[index] ?? Number.NaN;
    picture[index] = Number.isNaN(result) ? NOTHING_STORED : Math.round(result);
  }
  return picture;
}

/** How one sheet of samples goes into what the sheets before it gave. */
interface LayerTarget {
  readonly mode: SlabMode;
  /** NaN where nothing has been found yet. */
  readonly results: Float32Array;
  /** For means: how many values are in each sum. */
  readonly counts: Uint16Array;
}

/** One sheet of samples, laid into what the sheets before it gave. Everything is spelled out: this loop is what scrolling waits for. */
function addLayer(volume: Volume, points: PointGrid, { mode, results, counts }: LayerTarget): void {
  const { values, hasNothing, grid: { columns, rows, slices } } = volume;
  const { start: [startX, startY, startZ], across: [acrossX, acrossY, acrossZ], down: [downX, downY, downZ] } = points;
  const isMean = mode === 'mean';
  const isMaximum = mode === 'maximum';
  const sheet = columns * rows;
  const [lastX, lastY, lastZ] = [columns - 1, rows - 1, slices - 1];
  const low = -0.5 - FACE;
  const [highX, highY, highZ] = [lastX + 0.5 + FACE, lastY + 0.5 + FACE, lastZ + 0.5 + FACE];
  for (let row = 0; row < points.rows; row += 1) {
    const [rowX, rowY, rowZ] = [startX + row * downX, startY + row * downY, startZ + row * downZ];
    const [first, end] = columnsInside(points.columns, [[rowX, acrossX, low, highX], [rowY, acrossY, low, highY], [rowZ, acrossZ, low, highZ]]);
    let place = row * points.columns + first;
    for (let column = first; column < end; column += 1, place += 1) {
      const x = rowX + column * acrossX;
      const y = rowY + column * acrossY;
      const z = rowZ + column * acrossZ;
      if (!(x >= low && x <= highX && y >= low && y <= highY && z >= low && z <= highZ)) continue;
      const x0 = x <= 0 ? 0 : x >= lastX ? lastX : Math.trunc(x);
      const y0 = y <= 0 ? 0 : y >= lastY ? lastY : Math.trunc(y);
      const z0 = z <= 0 ? 0 : z >= lastZ ? lastZ : Math.trunc(z);
      const fx = x <= 0 || x0 === lastX ? 0 : x - x0;
      const fy = y <= 0 || y0 === lastY ? 0 : y - y0;
      const fz = z <= 0 || z0 === lastZ ? 0 : z - z0;
      const dx = fx > 0 ? 1 : 0;
      const dy = fy > 0 ? columns : 0;
      const at = z0 * sheet + y0 * columns + x0;
      const a = values[at] ?? 0;
      const b = values[at + dx] ?? 0;
      const c = values[at + dy] ?? 0;
      const d = values[at + dy + dx] ?? 0;
      let value = (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
      let isMixed = hasNothing && (a === NOTHING_STORED || b === NOTHING_STORED || c === NOTHING_STORED || d === NOTHING_STORED);
      if (fz > 0) {
        const above = at + sheet;
        const e = values[above] ?? 0;
        const f = values[above + dx] ?? 0;
        const g = values[above + dy] ?? 0;
        const h = values[above + dy + dx] ?? 0;
        value = value * (1 - fz) + ((e + (f - e) * fx) * (1 - fy) + (g + (h - g) * fx) * fy) * fz;
        isMixed ||= hasNothing && (e === NOTHING_STORED || f === NOTHING_STORED || g === NOTHING_STORED || h === NOTHING_STORED);
      }
      // Among floats what is not there makes no number of the whole; a float of that value is mixed again, to the same end.
      if (hasNothing && (isMixed || Number.isNaN(value))) value = sampleAround(volume, x, y, z);
      if (Number.isNaN(value)) continue;
      const before = results[place] ?? Number.NaN;
      if (Number.isNaN(before)) results[place] = value;
      else if (isMean) results[place] = before + value;
      else if (isMaximum ? value > before : value < before) results[place] = value;
      if (isMean) counts[place] = (counts[place] ?? 0) + 1;
    }
  }
}

/** The columns of a row that can lie inside, and one more on either side for what rounding does: their ends are tried one by one. */
function columnsInside(columns: number, axes: readonly (readonly [start: number, step: number, low: number, high: number])[]): readonly [first: number, end: number] {
  let [first, end] = [0, columns];
  for (const [start, step, low, high] of axes) {
    if (step === 0) continue;
    const [enter, leave] = [(low - start) / step, (high - start) / step];
    first = Math.max(first, Math.floor(Math.min(enter, leave)) - 1);
    end = Math.min(end, Math.ceil(Math.max(enter, leave)) + 2);
  }
  return [first, Math.max(first, end)];
}

/** Where a slab is sampled along its normal: no farther apart than the finest step of the voxels, both faces included. */
export function slabOffsetsMm({ thicknessMm }: Slab, stepMm: Millimetres): readonly Millimetres[] {
  if (!(thicknessMm > 0) || !(stepMm > 0)) return [0];
  const steps = Math.max(1, Math.ceil(thicknessMm / stepMm - 1e-9));
  return Array.from({ length: steps + 1 }, (_, index) => -thicknessMm / 2 + (index * thicknessMm) / steps);
}

/** The value at a point of the grid; undefined where nothing was measured. */
export function valueAt(volume: Volume, [column, row, slice]: VoxelPoint): number | undefined {
  const value = (volume.hasNothing ? sampleAround : sampleWhole)(volume, column, row, slice);
  return Number.isNaN(value) ? undefined : value;
}

/** What rounding may push a point on a face outwards, in voxels. */
const FACE = 1e-6;

/** NaN outside. Voxels reach half a step beyond their centres; there the outermost value goes on. */
function sampleWhole({ grid: { columns, rows, slices }, values }: Volume, x: number, y: number, z: number): number {
  if (!(x >= -0.5 - FACE && x <= columns - 0.5 + FACE && y >= -0.5 - FACE && y <= rows - 0.5 + FACE && z >= -0.5 - FACE && z <= slices - 0.5 + FACE)) return Number.NaN;
  const x0 = Math.min(Math.max(Math.floor(x), 0), columns - 1);
  const y0 = Math.min(Math.max(Math.floor(y), 0), rows - 1);
  const z0 = Math.min(Math.max(Math.floor(z), 0), slices - 1);
  const fx = x0 === columns - 1 ? 0 : Math.max(0, x - x0);
  const fy = y0 === rows - 1 ? 0 : Math.max(0, y - y0);
  const fz = z0 === slices - 1 ? 0 : Math.max(0, z - z0);
  const dx = fx > 0 ? 1 : 0;
  const dy = fy > 0 ? columns : 0;
  const dz = fz > 0 ? columns * rows : 0;
  const at = (z0 * rows + y0) * columns + x0;
  const v = (offset: number) => values[at + offset] ?? 0;
  const near = (v(0) * (1 - fx) + v(dx) * fx) * (1 - fy) + (v(dy) * (1 - fx) + v(dx + dy) * fx) * fy;
  if (dz === 0) return near;
  const far = (v(dz) * (1 - fx) + v(dx + dz) * fx) * (1 - fy) + (v(dy + dz) * (1 - fx) + v(dx + dy + dz) * fx) * fy;
  return near * (1 - fz) + far * fz;
}

/** As `sampleWhole`, for volumes with voxels that hold nothing: these have no weight, and where the nearest voxel is one there is no value. */
function sampleAround({ grid: { columns, rows, slices }, values }: Volume, x: number, y: number, z: number): number {
  if (!(x >= -0.5 - FACE && x <= columns - 0.5 + FACE && y >= -0.5 - FACE && y <= rows - 0.5 + FACE && z >= -0.5 - FACE && z <= slices - 0.5 + FACE)) return Number.NaN;
  const clamp = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
  const nearest = values[(clamp(Math.round(z), slices) * rows + clamp(Math.round(y), rows)) * columns + clamp(Math.round(x), columns)] ?? Number.NaN;
  if (isNothing(values, nearest)) return Number.NaN;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const z0 = Math.floor(z);
  let sum = 0;
  let weights = 0;
  for (let corner = 0; corner < 8; corner += 1) {
    const [i, j, k] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (i === 1 ? x - x0 : 1 - x + x0) * (j === 1 ? y - y0 : 1 - y + y0) * (k === 1 ? z - z0 : 1 - z + z0);
    if (weight === 0) continue;
    const value = values[(clamp(z0 + k, slices) * rows + clamp(y0 + j, rows)) * columns + clamp(x0 + i, columns)] ?? Number.NaN;
    if (isNothing(values, value)) continue;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? Number.NaN : sum / weights;
}
