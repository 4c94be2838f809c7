import type { Vector3 } from '../geometry/vector3.ts';
import { isNothing, type Volume } from '../volume/volume.ts';
import { patientToVoxel, voxelToPatient } from '../volume/volume-grid.ts';
import type { RigidTransform } from './rigid-transform.ts';

/**
 * What is compared of two volumes. `correlation`: values of one and the same scale (Hounsfield units), cut off at both ends. `information`:
 * values that only go together somehow (MR), in 32 classes each.
 */
export interface Scale {
  readonly kind: 'correlation' | 'information';
  readonly low: number;
  readonly high: number;
}

/** Points of a volume with their values, cut off at the ends of the scale. */
export interface Samples {
  /** x, y, z of each, mm. */
  readonly points: Float64Array;
  readonly values: Float32Array;
}

export interface Likeness {
  /** 0 for strangers, 1 for the same. */
  readonly value: number;
  /** Of the samples those that have a partner. */
  readonly overlap: number;
}

const CLASSES = 32;

/** Every `stride`th voxel of a box, each way, that is not below the scale in all its values; at most about `most`. */
export function samplesOf({ grid, values }: Volume, { low, high }: Scale, most: number): Samples {
  const { columns, rows, slices } = grid;
  const threshold = low + (high - low) * 0.1;
  const box = { low: [columns, rows, slices] as [number, number, number], high: [-1, -1, -1] as [number, number, number] };
  const valueAt = (x: number, y: number, z: number) => values[(z * rows + y) * columns + x] ?? Number.NaN;
  for (let z = 0; z < slices; z += 1) for (let y = 0; y < rows; y += 2) for (let x = 0; x < columns; x += 2) {
    const value = valueAt(x, y, z);
    if (isNothing(values, value) || !(value > threshold)) continue;
    for (const [axis, at] of [x, y, z].entries() as Iterable<[0 | 1 | 2, number]>) {
      box.low[axis] = Math.min(box.low[axis], at);
      box.high[axis] = Math.max(box.high[axis], at);
    }
  }
  const sides = [0, 1, 2].map((axis) => Math.max(1, (box.high[axis] ?? 0) - (box.low[axis] ?? 0) + 1));
  // The coarser axis is sampled whole before the finer ones are.
  const share = Math.cbrt(Math.max(1, sides.reduce((product, side) => product * side, 1) / most));
  const strides = sides.map((side) => Math.max(1, Math.min(side, Math.round(share))));
  const points: number[] = [];
  const found: number[] = [];
  const [strideX = 1, strideY = 1, strideZ = 1] = strides;
  // Each sheet begins a little further: no sample lies straight above another one.
  for (let z = box.low[2], sheet = 0; z <= box.high[2]; z += strideZ, sheet += 1) {
    for (let y = box.low[1] + (sheet % strideY); y <= box.high[1]; y += strideY) {
      for (let x = box.low[0] + ((sheet * 2) % strideX); x <= box.high[0]; x += strideX) {
        const value = valueAt(x, y, z);
        if (isNothing(values, value)) continue;
        points.push(...voxelToPatient(grid, [x, y, z]));
        found.push(Math.min(high, Math.max(low, value)));
      }
    }
  }
  return { points: Float64Array.from(points), values: Float32Array.from(found) };
}

/** One half of the samples, every second one: two answers that know nothing of each other. */
export function halfOf({ points, values }: Samples, which: 0 | 1): Samples {
  const chosen = Array.from(values.keys()).filter((index) => index % 2 === which);
  return { points: Float64Array.from(chosen.flatMap((index) => [...points.subarray(index * 3, index * 3 + 3)])), values: Float32Array.from(chosen, (index) => values[index] ?? 0) };
}

/** How much another volume is like the samples, when these are moved into it. */
export function likenessIn(volume: Volume, scale: Scale): (samples: Samples, transform: RigidTransform) => Likeness {
  const { values, grid: { columns, rows, slices } } = volume;
  const { low, high, kind } = scale;
  const toVoxel = patientToVoxel(volume.grid);
  const unit = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).map((axis) => toVoxel.ofWay(axis));
  const [ux = [1, 0, 0], uy = [0, 1, 0], uz = [0, 0, 1]] = unit;
  const origin = toVoxel.of([0, 0, 0]);
  const sheet = columns * rows;
  const joint = new Float64Array(CLASSES * CLASSES);
  const perClass = (CLASSES - 1e-6) / (high - low);
  return ({ points, values: own }, { rotation, translationMm: shift }) => {
    // Voxel = (steps' inverse) * (rotation * point + shift) + origin, put together once.
    const line = (axis: 0 | 1 | 2): readonly [number, number, number, number] => {
      const toAxis: Vector3 = [ux[axis], uy[axis], uz[axis]];
      const at = (column: 0 | 1 | 2) => toAxis[0] * rotation[0][column] + toAxis[1] * rotation[1][column] + toAxis[2] * rotation[2][column];
      return [at(0), at(1), at(2), toAxis[0] * shift[0] + toAxis[1] * shift[1] + toAxis[2] * shift[2] + origin[axis]];
    };
    const [[xx, xy, xz, x0], [yx, yy, yz, y0], [zx, zy, zz, z0]] = [line(0), line(1), line(2)];
    let count = 0;
    let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
    if (kind === 'information') joint.fill(0);
    for (let index = 0, place = 0; index < own.length; index += 1, place += 3) {
      const px = points[place] ?? 0;
      const py = points[place + 1] ?? 0;
      const pz = points[place + 2] ?? 0;
      const x = xx * px + xy * py + xz * pz + x0;
      const y = yx * px + yy * py + yz * pz + y0;
      const z = zx * px + zy * py + zz * pz + z0;
      if (!(x >= 0 && y >= 0 && z >= 0 && x < columns - 1 && y < rows - 1 && z < slices - 1)) continue;
      const i = Math.trunc(x);
      const j = Math.trunc(y);
      const k = Math.trunc(z);
      const fx = x - i;
      const fy = y - j;
      const fz = z - k;
      const at = k * sheet + j * columns + i;
      const a = values[at] ?? 0;
      const c = values[at + columns] ?? 0;
      const e = values[at + sheet] ?? 0;
      const g = values[at + sheet + columns] ?? 0;
      const near = (a + ((values[at + 1] ?? 0) - a) * fx) * (1 - fy) + (c + ((values[at + columns + 1] ?? 0) - c) * fx) * fy;
      const far = (e + ((values[at + sheet + 1] ?? 0) - e) * fx) * (1 - fy) + (g + ((values[at + sheet + columns + 1] ?? 0) - g) * fx) * fy;
      const mixed = near * (1 - fz) + far * fz;
      // What holds nothing lies far below every scale, or is no number: it counts as the lowest.
      const other = mixed > low ? (mixed < high ? mixed : high) : low;
      const value = own[index] ?? low;
      count += 1;
      if (kind === 'information') {
        const bin = Math.trunc((value - low) * perClass) * CLASSES + Math.trunc((other - low) * perClass);
        joint[bin] = (joint[bin] ?? 0) + 1;
        continue;
      }
      sumA += value;
      sumB += other;
      sumAA += value * value;
      sumBB += other * other;
      sumAB += value * other;
    }
    const overlap = own.length === 0 ? 0 : count / own.length;
    if (count < 100) return { value: 0, overlap };
    if (kind === 'information') return { value: sharedInformation(joint, count), overlap };
    const spread = (sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count);
    return { value: spread <= 0 ? 0 : Math.max(0, (sumAB - (sumA * sumB) / count) / Math.sqrt(spread)), overlap };
  };
}

/** Normalised mutual information (H(A) + H(B)) / H(A, B) less one: 0 to 1. */
function sharedInformation(joint: Float64Array, count: number): number {
  const rows = new Float64Array(CLASSES);
  const columns = new Float64Array(CLASSES);
  let both = 0;
  for (let row = 0; row < CLASSES; row += 1) {
    for (let column = 0; column < CLASSES; column += 1) {
      const share = (joint[row * CLASSES + column] ?? 0) / count;
      if (share === 0) continue;
      rows[row] = (rows[row] ?? 0) + share;
      columns[column] = (columns[column] ?? 0) + share;
      both -= share * Math.log(share);
    }
  }
  const entropy = (shares: Float64Array) => shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
  return both <= 0 ? 0 : (entropy(rows) + entropy(columns)) / both - 1;
}
