import type { ImageOrientation } from '../geometry/image-plane.ts';
import { combine, cross, type Millimetres, type Vector3 } from '../geometry/vector3.ts';
import { isNothing, type Volume } from './volume.ts';
import { finestStepMm, patientToVoxel, type VoxelPoint } from './volume-grid.ts';

/** A part of a volume, as shares of its edges from 0 to 1. */
export interface CropBox {
  readonly low: VoxelPoint;
  readonly high: VoxelPoint;
}

export const WHOLE_BOX: CropBox = { low: [0, 0, 0], high: [1, 1, 1] };

/** One step of a transfer function: what a value looks like. Between steps it is mixed; below the first nothing is seen. */
export interface RayStop {
  readonly value: number;
  /** 0 to 255. */
  readonly colour: readonly [red: number, green: number, blue: number];
  /** How much of the light a millimetre of it stops, 0 to 1. */
  readonly opacity: number;
}

export type RayStyle =
  /** The largest value along each ray, as grey between two values. */
  | { readonly kind: 'maximum'; readonly low: number; readonly high: number }
  /** Light from the eye on what the transfer function lets be seen; stops rise. */
  | { readonly kind: 'shaded'; readonly stops: readonly RayStop[] };

/** Parallel rays through a volume. */
export interface RayView {
  /** As the picture is seen; rays go along rows × columns, away from the eye. */
  readonly orientation: ImageOrientation;
  /** In the middle of the picture. */
  readonly centerMm: Vector3;
  readonly pixelMm: Millimetres;
  readonly columns: number;
  readonly rows: number;
  readonly box: CropBox;
  readonly style: RayStyle;
}

export interface CastPicture {
  /** Row by row, opaque. */
  readonly rgba: Uint8ClampedArray;
  readonly columns: number;
  readonly rows: number;
}

/** Entries of a transfer function between its first and its last stop. */
const ENTRIES = 1024;
/** Light that is left when a ray may end. */
const DARK = 0.03;
/** Samples of the step in which a ray enters something. */
const SURFACE_PARTS = 4;
/** What a surface keeps of its light when it is seen from the side. */
const AMBIENT = 0.3;

/** Looks through a volume with parallel rays, one for each pixel. Samples are as far apart as the finest step of the voxels. */
export function castRays(volume: Volume, view: RayView): CastPicture {
  const { columns, rows, orientation: { rowDirection, columnDirection }, pixelMm } = view;
  const toVoxel = patientToVoxel(volume.grid);
  const stepMm = finestStepMm(volume.grid);
  const away = cross(rowDirection, columnDirection);
  const corner = combine(view.centerMm, 1, combine(rowDirection, (-(columns - 1) / 2) * pixelMm, columnDirection, (-(rows - 1) / 2) * pixelMm), 1);
  const start = toVoxel.of(corner);
  const across = toVoxel.ofWay(combine(rowDirection, pixelMm, rowDirection, 0));
  const down = toVoxel.ofWay(combine(columnDirection, pixelMm, columnDirection, 0));
  const ray = toVoxel.ofWay(combine(away, stepMm, away, 0));
  const rgba = new Uint8ClampedArray(columns * rows * 4);
  const box = boxInVoxels(volume, view.box);
  const paint = view.style.kind === 'maximum' ? maximumPainter(volume, view.style) : shadedPainter(volume, view.style.stops, stepMm, away);
  for (let row = 0, place = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, place += 4) {
      const x = start[0] + column * across[0] + row * down[0];
      const y = start[1] + column * across[1] + row * down[1];
      const z = start[2] + column * across[2] + row * down[2];
      rgba[place + 3] = 255;
      let near = -Infinity;
      let far = Infinity;
      for (let axis = 0; axis < 3; axis += 1) {
        const at = axis === 0 ? x : axis === 1 ? y : z;
        const way = axis === 0 ? ray[0] : axis === 1 ? ray[1] : ray[2];
        const low = axis === 0 ? box.low[0] : axis === 1 ? box.low[1] : box.low[2];
        const high = axis === 0 ? box.high[0] : axis === 1 ? box.high[1] : box.high[2];
        if (Math.abs(way) < 1e-9) {
          if (at < low || at > high) far = -Infinity;
          continue;
        }
        const one = (low - at) / way;
        const other = (high - at) / way;
        near = Math.max(near, Math.min(one, other));
        far = Math.min(far, Math.max(one, other));
      }
      if (near <= far) paint(rgba, place, [x + near * ray[0], y + near * ray[1], z + near * ray[2]], ray, Math.floor(far - near));
    }
  }
  return { rgba, columns, rows };
}

/** Paints one ray into a pixel. @param from where the ray enters, in voxels @param steps samples after the first */
type RayPainter = (rgba: Uint8ClampedArray, place: number, from: VoxelPoint, ray: VoxelPoint, steps: number) => void;

function maximumPainter(volume: Volume, { low, high }: { readonly low: number; readonly high: number }): RayPainter {
  const sample = sampler(volume);
  return (rgba, place, [x, y, z], [rayX, rayY, rayZ], steps) => {
    let most = -Infinity;
    for (let step = 0; step <= steps; step += 1) {
      const value = sample(x + step * rayX, y + step * rayY, z + step * rayZ);
      if (value > most) most = value;
    }
    const grey = most === -Infinity ? 0 : (255 * (most - low)) / Math.max(1e-9, high - low);
    rgba[place] = grey;
    rgba[place + 1] = grey;
    rgba[place + 2] = grey;
  };
}

function shadedPainter(volume: Volume, stops: readonly RayStop[], stepMm: Millimetres, away: Vector3): RayPainter {
  const sample = sampler(volume);
  const { table, first, scale } = transferTable(stops, stepMm);
  const slope = slopeOf(volume, sample);
  return (rgba, place, [x, y, z], [rayX, rayY, rayZ], steps) => {
    let light = 1;
    let [red, green, blue] = [0, 0, 0];
    let before = Number.NaN;
    for (let step = 0; step <= steps && light > DARK; step += 1) {
      const value = sample(x + step * rayX, y + step * rayY, z + step * rayZ);
      const isSurface = before < first && value >= first;
      before = value;
      if (!(value >= first)) continue;
      // A surface lies somewhere between two samples: it is looked at more finely, else it would have rings, one for each step.
      for (let part = isSurface ? 1 : SURFACE_PARTS; part <= SURFACE_PARTS && light > DARK; part += 1) {
        const at = step - 1 + part / SURFACE_PARTS;
        const atX = x + at * rayX;
        const atY = y + at * rayY;
        const atZ = z + at * rayZ;
        const here = part === SURFACE_PARTS ? value : sample(atX, atY, atZ);
        if (!(here >= first)) continue;
        const entry = Math.min(ENTRIES - 1, Math.floor((here - first) * scale)) * 4;
        const whole = table[entry + 3] ?? 0;
        if (whole <= 0) continue;
        const opacity = isSurface ? 1 - (1 - whole) ** (1 / SURFACE_PARTS) : whole;
        const [slopeX, slopeY, slopeZ] = slope(atX, atY, atZ);
        const steepness = Math.hypot(slopeX, slopeY, slopeZ);
        const facing = steepness < 1e-6 ? 1 : Math.abs(slopeX * away[0] + slopeY * away[1] + slopeZ * away[2]) / steepness;
        const share = light * opacity * (AMBIENT + (1 - AMBIENT) * facing);
        red += share * (table[entry] ?? 0);
        green += share * (table[entry + 1] ?? 0);
        blue += share * (table[entry + 2] ?? 0);
        light *= 1 - opacity;
      }
    }
    rgba[place] = red;
    rgba[place + 1] = green;
    rgba[place + 2] = blue;
  };
}

/** Colour and opacity of one sample for values from the first stop on; beyond the last one it goes on. */
export function transferTable(stops: readonly RayStop[], stepMm: Millimetres): { readonly table: Float32Array; readonly first: number; readonly scale: number } {
  const first = stops[0]?.value ?? Infinity;
  const last = stops.at(-1)?.value ?? first;
  const scale = (ENTRIES - 1) / Math.max(1e-9, last - first);
  const table = new Float32Array(ENTRIES * 4);
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    const value = first + entry / scale;
    const above = stops.findIndex((stop) => stop.value > value);
    const right = stops[above === -1 ? stops.length - 1 : above];
    const left = stops[above === -1 ? stops.length - 1 : Math.max(0, above - 1)];
    if (left === undefined || right === undefined) continue;
    const share = right.value === left.value ? 0 : (value - left.value) / (right.value - left.value);
    for (const channel of [0, 1, 2] as const) table[entry * 4 + channel] = left.colour[channel] * (1 - share) + right.colour[channel] * share;
    // What a millimetre lets through, to the power of the millimetres of a step.
    table[entry * 4 + 3] = 1 - (1 - (left.opacity * (1 - share) + right.opacity * share)) ** stepMm;
  }
  return { table, first, scale };
}

function boxInVoxels({ grid: { columns, rows, slices } }: Volume, { low, high }: CropBox): CropBox {
  const at = (share: number, count: number) => share * (count - 1);
  return { low: [at(low[0], columns), at(low[1], rows), at(low[2], slices)], high: [at(high[0], columns), at(high[1], rows), at(high[2], slices)] };
}

/** Linear between the eight voxels around a point inside of the grid; NaN beside a voxel that holds nothing. */
type Sampler = (x: number, y: number, z: number) => number;

function sampler({ values, hasNothing, grid: { columns, rows, slices } }: Volume): Sampler {
  const sheet = columns * rows;
  return (x, y, z) => {
    const x0 = x <= 0 ? 0 : x >= columns - 1 ? columns - 1 : Math.trunc(x);
    const y0 = y <= 0 ? 0 : y >= rows - 1 ? rows - 1 : Math.trunc(y);
    const z0 = z <= 0 ? 0 : z >= slices - 1 ? slices - 1 : Math.trunc(z);
    const fx = x0 === columns - 1 ? 0 : Math.max(0, x - x0);
    const fy = y0 === rows - 1 ? 0 : Math.max(0, y - y0);
    const fz = z0 === slices - 1 ? 0 : Math.max(0, z - z0);
    const dx = fx > 0 ? 1 : 0;
    const dy = fy > 0 ? columns : 0;
    const dz = fz > 0 ? sheet : 0;
    const at = z0 * sheet + y0 * columns + x0;
    const a = values[at] ?? 0;
    const b = values[at + dx] ?? 0;
    const c = values[at + dy] ?? 0;
    const d = values[at + dy + dx] ?? 0;
    const e = values[at + dz] ?? 0;
    const f = values[at + dz + dx] ?? 0;
    const g = values[at + dz + dy] ?? 0;
    const h = values[at + dz + dy + dx] ?? 0;
    if (hasNothing && (isNothing(values, a) || isNothing(values, b) || isNothing(values, c) || isNothing(values, d) || isNothing(values, e) || isNothing(values, f) || isNothing(values, g) || isNothing(values, h))) {
      return Number.NaN;
    }
    const near = (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
    return near * (1 - fz) + ((e + (f - e) * fx) * (1 - fy) + (g + (h - g) * fx) * fy) * fz;
  };
}

/** Which way values rise at a point, in the patient; only its direction is meant. */
function slopeOf({ grid }: Volume, sample: Sampler): (x: number, y: number, z: number) => Vector3 {
  const { columns, rows, slices } = grid;
  const toVoxel = patientToVoxel(grid);
  // The gradient in the patient is the transposed inverse of the steps times that in the grid.
  const unit = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).map((axis) => toVoxel.ofWay(axis));
  const [ux = [0, 0, 0], uy = [0, 0, 0], uz = [0, 0, 0]] = unit;
  /** Beside what was not measured nothing is known to rise. */
  const rise = (more: number, less: number) => (Number.isNaN(more) || Number.isNaN(less) ? 0 : more - less);
  return (x, y, z) => {
    const gx = rise(sample(Math.min(columns - 1, x + 1), y, z), sample(Math.max(0, x - 1), y, z));
    const gy = rise(sample(x, Math.min(rows - 1, y + 1), z), sample(x, Math.max(0, y - 1), z));
    const gz = rise(sample(x, y, Math.min(slices - 1, z + 1)), sample(x, y, Math.max(0, z - 1)));
    return [gx * ux[0] + gy * ux[1] + gz * ux[2], gx * uy[0] + gy * uy[1] + gz * uy[2], gx * uz[0] + gy * uz[1] + gz * uz[2]];
  };
}
