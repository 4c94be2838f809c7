import type { ImagePlane } from './image-plane.ts';
import type { Field } from './noise-field.ts';
import type { Shape } from './shape.ts';
import { createSpanList, type SpanList } from './span-list.ts';

/** Grey value of a pure tissue (HU, or the signal of an MR sequence); a field where it varies. */
export type TissueValue = number | Field;

/** One tissue in its place. Later layers cover earlier ones. `Value` is a list where one pass paints several images. */
export interface Layer<Value = TissueValue> {
  readonly shape: Shape;
  readonly value: Value;
  /** An outer rim of the shape that is something else: compact bone around marrow. */
  readonly rim?: { readonly thicknessMm: number; readonly value: Value };
  /** Width over which the edge fades, mm; about a pixel. */
  readonly edgeMm?: number;
  /** `brighter` keeps what is already brighter (thin vessels over each other). */
  readonly mode?: 'cover' | 'brighter' | 'darker';
  /** How much of what lies below is covered, 0 to 1. */
  readonly opacity?: number;
}

/**
 * Paints layers into an image without noise: every pixel gets the value at its centre, edges are blended by the distance to the
 * surface (partial volume).
 */
export function paintLayers(plane: ImagePlane, image: Float32Array, layers: readonly Layer[]): void {
  const inner = createSpanList();
  const outer = createSpanList();
  for (const layer of layers) {
    traceLayer(plane, layer, inner, outer);
    if (layer.rim !== undefined) applySpans(plane, image, outer, layer.rim.value, layer);
    applySpans(plane, image, inner, layer.value, layer);
  }
}

/** The same geometry painted into several images at once, as when three MR sequences see one slice. */
export function paintChannels(plane: ImagePlane, images: readonly Float32Array[], layers: readonly Layer<readonly TissueValue[]>[]): void {
  const inner = createSpanList();
  const outer = createSpanList();
  for (const layer of layers) {
    traceLayer(plane, layer, inner, outer);
    images.forEach((image, channel) => {
      if (layer.rim !== undefined) applySpans(plane, image, outer, layer.rim.value[channel] ?? 0, layer);
      applySpans(plane, image, inner, layer.value[channel] ?? 0, layer);
    });
  }
}

/** Finds the pixels of a shape. Uniform stretches of a row are leapt over by the distance that the shape promises. */
function traceLayer(plane: ImagePlane, layer: Layer<unknown>, inner: SpanList, outer: SpanList): void {
  inner.clear();
  outer.clear();
  const { positionMm, rowDirection, columnDirection, spacingMm, columns, rows } = plane;
  const { shape, rim } = layer;
  const { box } = shape;
  const edge = layer.edgeMm ?? spacingMm;
  const half = edge / 2;
  const stepX = rowDirection[0] * spacingMm;
  const stepY = rowDirection[1] * spacingMm;
  const perPixel = 0.9 / spacingMm;
  const thickness = rim?.thicknessMm ?? 0;
  const range = new Int32Array(2);
  let section: ReturnType<Shape['at']> | undefined;
  let sectionZ = NaN;
  for (let row = 0; row < rows; row += 1) {
    const down = row * spacingMm;
    const z = positionMm[2] + columnDirection[2] * down;
    if (z < box.minZ || z > box.maxZ) continue;
    const startX = positionMm[0] + columnDirection[0] * down;
    const startY = positionMm[1] + columnDirection[1] * down;
    if (stepY === 0 && (startY < box.minY - half || startY > box.maxY + half)) continue;
    rangeWithin(range, startX, stepX, box.minX - half, box.maxX + half, columns);
    narrowRange(range, startY, stepY, box.minY - half, box.maxY + half);
    const first = range[0] as number;
    const last = range[1] as number;
    if (first > last) continue;
    if (section === undefined || z !== sectionZ) {
      section = shape.at(z);
      sectionZ = z;
    }
    const offset = row * columns;
    let column = first;
    while (column <= last) {
      const distance = section(startX + stepX * column, startY + stepY * column);
      if (distance >= half) {
        column += Math.max(1, Math.floor((distance - half) * perPixel));
        continue;
      }
      const deep = distance + thickness;
      if (deep <= -half) {
        const run = Math.min(last + 1 - column, 1 + Math.floor((-half - deep) * perPixel));
        inner.add(offset + column, run, 1);
        column += run;
        continue;
      }
      if (rim !== undefined) {
        outer.add(offset + column, 1, Math.min(1, (half - distance) / edge));
        if (deep < half) inner.add(offset + column, 1, (half - deep) / edge);
      } else inner.add(offset + column, 1, (half - distance) / edge);
      column += 1;
    }
  }
}

function applySpans(plane: ImagePlane, image: Float32Array, spans: SpanList, value: TissueValue, { mode = 'cover', opacity = 1 }: Layer<unknown>): void {
  const isNumber = typeof value === 'number';
  const field = isNumber ? undefined : createPixelField(plane, value);
  spans.forEach((start, count, coverage) => {
    const covered = coverage * opacity;
    const end = start + count;
    if (mode === 'cover' && covered === 1) {
      if (isNumber) image.fill(value, start, end);
      else if (field !== undefined) for (let index = start; index < end; index += 1) image[index] = field(index);
      return;
    }
    for (let index = start; index < end; index += 1) {
      const below = image[index] as number;
      const above = isNumber ? value : (field?.(index) ?? 0);
      if (mode === 'cover' || (mode === 'brighter' ? above > below : above < below)) image[index] = below + (above - below) * covered;
    }
  });
}

/** A field as a function of the pixel's place in the image. */
function createPixelField({ positionMm, rowDirection, columnDirection, spacingMm, columns }: ImagePlane, field: Field): (index: number) => number {
  const [stepX, stepY] = [rowDirection[0] * spacingMm, rowDirection[1] * spacingMm];
  const [downX, downY, downZ] = [columnDirection[0] * spacingMm, columnDirection[1] * spacingMm, columnDirection[2] * spacingMm];
  const [originX, originY, originZ] = positionMm;
  return (index) => {
    const row = (index / columns) | 0;
    const column = index - row * columns;
    return field(originX + stepX * column + downX * row, originY + stepY * column + downY * row, originZ + downZ * row);
  };
}

/** First and last column of a row whose coordinate lies between two bounds. */
function rangeWithin(range: Int32Array, start: number, step: number, low: number, high: number, columns: number): void {
  range[0] = 0;
  range[1] = columns - 1;
  narrowRange(range, start, step, low, high);
}

function narrowRange(range: Int32Array, start: number, step: number, low: number, high: number): void {
  if (step > -1e-9 && step < 1e-9) {
    if (start < low || start > high) range[1] = -1;
    return;
  }
  const a = (low - start) / step;
  const b = (high - start) / step;
  range[0] = Math.max(range[0] as number, Math.ceil(a < b ? a : b));
  range[1] = Math.min(range[1] as number, Math.floor(a < b ? b : a));
}
