import type { TreeSegment } from './branching-tree.ts';
import type { ChestPhantom } from './chest/chest-phantom.ts';
import { blur } from './image-filter.ts';
import { paintLayers, type Layer } from './painter.ts';
import { createRandom } from './random.ts';
import { remember } from './shape.ts';

/** Line integrals of the chest, coarse enough to be quick; several radiographs can be exposed from one. */
export interface ChestProjection {
  readonly soft: CoarseImage;
  readonly bone: CoarseImage;
  readonly vessels: readonly TreeSegment[];
}

export interface RadiographOptions {
  readonly columns: number;
  readonly rows: number;
  /** Pixel size at the detector, mm. */
  readonly detectorSpacingMm: number;
  /** Millimetres at the detector for one millimetre of the adult phantom, across and along: about 0.66 for a schoolchild. */
  readonly scaleX: number;
  readonly scaleZ: number;
  /** Level of the phantom at the upper edge, mm above the carina. */
  readonly topZ: number;
  readonly noise: number;
  readonly seed: string;
  /** Lead letter on the patient's right. */
  readonly marker: boolean;
}

interface CoarseImage {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: number;
}

/** Linear attenuation of water behind the patient's own filtration, per mm; bone weighs more than in CT because the beam is softer. */
const WATER_PER_MM = 0.0195;
const BONE_EXCESS = 1.5;
/** What is projected: width, and levels of upper and lower edge. */
const FIELD = { widthMm: 392, topZ: 124, bottomZ: -222 } as const;

/**
 * Projects a chest step by step: between two steps a caller may do something else.
 * @param spacingMm pixel size of the soft tissue; bones are projected at 0.4 of it
 */
export function* projectChest(phantom: ChestPhantom, spacingMm: number): Generator<undefined, ChestProjection> {
  const soft = yield* projectSoftTissue(phantom, spacingMm);
  const bone = yield* projectBones(phantom.bones, spacingMm * 0.4);
  return { soft, bone, vessels: phantom.anatomy.trees.allVessels };
}

/**
 * A chest radiograph by parallel rays from back to front. Returned are attenuations as a machine shows them: large-scale contrast
 * pressed together, detail lifted; about 0 (unshielded detector) to 1000 (metal). The patient's left is at the right edge.
 */
export function exposeRadiograph(projection: ChestProjection, options: RadiographOptions): Float32Array {
  const image = enlarge(projection.soft, options);
  const hard = enlarge(projection.bone, options);
  for (let index = 0; index < image.length; index += 1) image[index] = WATER_PER_MM * ((image[index] as number) + BONE_EXCESS * (hard[index] as number));
  addVessels(image, projection.vessels, options);
  return develop(image, options);
}

/** Water equivalent along y, mm, from transverse slices. */
function* projectSoftTissue(phantom: ChestPhantom, spacingMm: number): Generator<undefined, CoarseImage> {
  const columns = Math.ceil(FIELD.widthMm / spacingMm);
  const depth = Math.ceil(290 / spacingMm);
  const rows = Math.ceil((FIELD.topZ - FIELD.bottomZ) / spacingMm);
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    yield undefined;
    const z = FIELD.topZ - (row + 0.5) * spacingMm;
    const slice = phantom.paintSoftTissue({
      positionMm: [(-(columns - 1) / 2) * spacingMm, -152, z], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], spacingMm, columns, rows: depth,
    });
    for (let index = 0; index < slice.length; index += 1) {
      const at = row * columns + (index % columns);
      values[at] = (values[at] as number) + ((slice[index] as number) + 1000) * 0.001 * spacingMm;
    }
  }
  return { values, columns, rows, spacingMm };
}

/** Additional attenuation of bone over the soft tissue in its place, mm of water, from coronal slices. */
function* projectBones(bones: readonly Layer[], spacingMm: number): Generator<undefined, CoarseImage> {
  const stepMm = spacingMm * 2.2;
  const columns = Math.ceil(FIELD.widthMm / spacingMm);
  const rows = Math.ceil((FIELD.topZ - FIELD.bottomZ) / spacingMm);
  const values = new Float32Array(columns * rows);
  const slice = new Float32Array(columns * rows);
  const kept = bones.map((layer) => ({ ...layer, shape: remember(layer.shape) }));
  for (let y = -110; y < 125; y += stepMm) {
    yield undefined;
    slice.fill(50);
    const here = kept.filter(({ shape: { box } }) => y >= box.minY && y <= box.maxY);
    paintLayers({ positionMm: [(-(columns - 1) / 2) * spacingMm, y, FIELD.topZ - spacingMm / 2], rowDirection: [1, 0, 0], columnDirection: [0, 0, -1], spacingMm, columns, rows }, slice, here);
    for (let index = 0; index < slice.length; index += 1) values[index] = (values[index] as number) + Math.max(0, (slice[index] as number) - 50) * 0.001 * stepMm;
  }
  return { values, columns, rows, spacingMm };
}

/** The detector's pixels from the coarse image by Catmull-Rom, rows first. */
function enlarge({ values, columns, rows, spacingMm }: CoarseImage, { columns: toColumns, rows: toRows, detectorSpacingMm, scaleX, scaleZ, topZ }: RadiographOptions): Float32Array {
  const wide = new Float32Array(toColumns * rows);
  const stepX = detectorSpacingMm / scaleX / spacingMm;
  const stepZ = detectorSpacingMm / scaleZ / spacingMm;
  const across = taps(columns, toColumns, stepX, (columns - 1) / 2 - ((toColumns - 1) / 2) * stepX);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < toColumns; column += 1) {
      let sum = 0;
      for (let tap = 0; tap < 4; tap += 1) sum += (values[row * columns + (across.places[4 * column + tap] as number)] as number) * (across.weights[4 * column + tap] as number);
      wide[row * toColumns + column] = sum;
    }
  }
  const full = new Float32Array(toColumns * toRows);
  const down = taps(rows, toRows, stepZ, (FIELD.topZ - topZ) / spacingMm - 0.5 + stepZ / 2);
  for (let row = 0; row < toRows; row += 1) {
    for (let tap = 0; tap < 4; tap += 1) {
      const from = (down.places[4 * row + tap] as number) * toColumns;
      const weight = down.weights[4 * row + tap] as number;
      for (let column = 0; column < toColumns; column += 1) full[row * toColumns + column] = (full[row * toColumns + column] as number) + (wide[from + column] as number) * weight;
    }
  }
  return full;
}

function taps(from: number, to: number, step: number, start: number): { readonly places: Int32Array; readonly weights: Float32Array } {
  const places = new Int32Array(4 * to);
  const weights = new Float32Array(4 * to);
  for (let index = 0; index < to; index += 1) {
    const position = start + index * step;
    const base = Math.floor(position);
    const t = position - base;
    const cubic = [-0.5 * t + t * t - 0.5 * t * t * t, 1 - 2.5 * t * t + 1.5 * t * t * t, 0.5 * t + 2 * t * t - 1.5 * t * t * t, -0.5 * t * t + 0.5 * t * t * t];
    for (let tap = 0; tap < 4; tap += 1) {
      places[4 * index + tap] = Math.max(0, Math.min(from - 1, base - 1 + tap));
      weights[4 * index + tap] = cubic[tap] as number;
    }
  }
  return { places, weights };
}

/** The branches of the lung vessels, each with the chord of a ray through it. */
function addVessels(image: Float32Array, segments: readonly TreeSegment[], { columns, rows, detectorSpacingMm, scaleX, scaleZ, topZ }: RadiographOptions): void {
  const spacingX = detectorSpacingMm / scaleX;
  const spacingZ = detectorSpacingMm / scaleZ;
  const leftX = (-(columns - 1) / 2) * spacingX;
  for (const { from, to, fromRadius, toRadius } of segments) {
    const ax = from[0];
    const az = from[2];
    const ex = to[0] - ax;
    const ez = to[2] - az;
    const flat = ex * ex + ez * ez + 1e-6;
    // What runs along the ray has hardly a direction; the hilum has enough without it.
    const thick = Math.max(fromRadius, toRadius);
    const span = Math.sqrt(flat);
    if (span < 1.3 * thick) continue;
    // Pieces fade into each other over their joints instead of ending flat.
    const fade = Math.min(thick, span / 2) / span;
    const length = Math.sqrt(flat + (to[1] - from[1]) ** 2);
    // A branch that runs along the ray is denser.
    const slant = Math.min(1.7, length / span);
    const reach = 1.5 * thick + spacingX;
    const firstColumn = Math.max(0, Math.floor((Math.min(ax, to[0]) - reach - leftX) / spacingX));
    const lastColumn = Math.min(columns - 1, Math.ceil((Math.max(ax, to[0]) + reach - leftX) / spacingX));
    const firstRow = Math.max(0, Math.floor((topZ - Math.max(az, to[2]) - reach) / spacingZ));
    const lastRow = Math.min(rows - 1, Math.ceil((topZ - Math.min(az, to[2]) + reach) / spacingZ));
    for (let row = firstRow; row <= lastRow; row += 1) {
      const pz = topZ - (row + 0.5) * spacingZ - az;
      for (let column = firstColumn; column <= lastColumn; column += 1) {
        const px = leftX + column * spacingX - ax;
        const along = (px * ex + pz * ez) / flat;
        const share = Math.min(along + fade, 1 + fade - along) / (2 * fade);
        if (share <= 0) continue;
        const radius = fromRadius + (toRadius - fromRadius) * Math.max(0, Math.min(1, along));
        const square = radius * radius - (px - ex * along) ** 2 - (pz - ez * along) ** 2;
        if (square <= 0) continue;
        const index = row * columns + column;
        image[index] = (image[index] as number) + WATER_PER_MM * 0.9 * 2 * Math.sqrt(square) * slant * Math.min(1, share);
      }
    }
  }
}

/** Scatter, marker, noise and the grey scale of a digital machine. */
function develop(attenuation: Float32Array, { columns, rows, noise, seed, marker, detectorSpacingMm }: RadiographOptions): Float32Array {
  if (marker) addMarker(attenuation, columns, detectorSpacingMm);
  const small = shrink(attenuation, columns, rows, 16);
  const broad = blur(small, columns >> 4, rows >> 4, 5);
  const random = createRandom(`radiograph/${seed}`);
  const result = new Float32Array(attenuation.length);
  for (let index = 0; index < result.length; index += 1) {
    const wide = broadAt(broad, columns, rows, index);
    const exact = attenuation[index] as number;
    const quantum = noise * random.gaussian() * Math.exp(0.42 * Math.min(exact, 6) - 1);
    const value = exact + quantum;
    // A third of the large-scale contrast goes, detail is lifted by a third.
    const pressed = 0.62 * wide + 1.25 * (value - wide);
    result[index] = 1000 / (1 + Math.exp(-(pressed - 1.9) * 1.45));
  }
  return blur(result, columns, rows, 0.6);
}

/** Bilinear look-up in the image that is sixteen times smaller. */
function broadAt(broad: Float32Array, columns: number, rows: number, index: number): number {
  const width = columns >> 4;
  const height = rows >> 4;
  const row = Math.floor(index / columns);
  const u = Math.max(0, Math.min(width - 1.001, (index - row * columns - 7.5) / 16));
  const v = Math.max(0, Math.min(height - 1.001, (row - 7.5) / 16));
  const i = Math.floor(u);
  const j = Math.floor(v);
  const at = j * width + i;
  const near = (broad[at] as number) * (1 - u + i) + (broad[at + 1] as number) * (u - i);
  const far = (broad[at + width] as number) * (1 - u + i) + (broad[at + width + 1] as number) * (u - i);
  return near + (far - near) * (v - j);
}

function shrink(image: Float32Array, columns: number, rows: number, factor: number): Float32Array {
  const width = Math.floor(columns / factor);
  const height = Math.floor(rows / factor);
  const small = new Float32Array(width * height);
  for (let row = 0; row < height * factor; row += 1) {
    for (let column = 0; column < width * factor; column += 1) {
      const at = Math.floor(row / factor) * width + Math.floor(column / factor);
      small[at] = (small[at] as number) + (image[row * columns + column] as number) / (factor * factor);
    }
  }
  return small;
}

/** Strokes of the letter R in a box of 10 by 14 mm, y downwards. */
const LETTER: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[] = [
  [0, 0, 0, 14], [0, 0, 5, 0], [5, 0, 7.5, 1.4], [7.5, 1.4, 8.2, 3.6], [8.2, 3.6, 7.5, 5.9], [7.5, 5.9, 5, 7.2], [5, 7.2, 0, 7.2], [3.6, 7.2, 8.6, 14],
];

function addMarker(image: Float32Array, columns: number, spacingMm: number): void {
  const left = 11;
  const top = 15;
  const tilt = 0.05;
  for (let row = Math.floor(8 / spacingMm); row < 36 / spacingMm; row += 1) {
    for (let column = Math.floor(6 / spacingMm); column < 30 / spacingMm; column += 1) {
      const x = column * spacingMm - left + tilt * (row * spacingMm - top);
      const y = row * spacingMm - top - tilt * (column * spacingMm - left);
      let nearest = 9;
      for (const [x0, y0, x1, y1] of LETTER) {
        const ex = x1 - x0;
        const ey = y1 - y0;
        const along = Math.max(0, Math.min(1, ((x - x0) * ex + (y - y0) * ey) / (ex * ex + ey * ey)));
        nearest = Math.min(nearest, Math.hypot(x - x0 - ex * along, y - y0 - ey * along));
      }
      const cover = Math.max(0, Math.min(1, (1.15 - nearest) / spacingMm + 0.5));
      image[row * columns + column] = (image[row * columns + column] as number) + 7 * cover;
    }
  }
}
