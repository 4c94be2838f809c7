import type { ImagePlane } from './image-plane.ts';
import type { Field } from './noise-field.ts';
import type { Box, Shape } from './shape.ts';

/** One tissue in its place. Later layers cover earlier ones. */
export interface Layer {
  readonly shape: Shape;
  /** Grey value of the pure tissue (HU, or the signal of an MR sequence); a field where it varies. */
  readonly value: number | Field;
  /** Width over which the edge fades, mm; about a pixel. */
  readonly edgeMm?: number;
  /** `brighter` keeps what is already brighter (thin vessels over each other); `darker` the opposite. */
  readonly mode?: 'cover' | 'brighter' | 'darker';
  /** How much of what lies below is covered, 0 to 1. */
  readonly opacity?: number;
}

/**
 * Paints layers into an image without noise: every pixel gets the value at its centre, edges are blended by the distance to the
 * surface (partial volume). Uniform stretches of a row are leapt over by the distance that a shape promises.
 */
export function paintLayers(plane: ImagePlane, layers: readonly Layer[], background: number): Float32Array {
  const image = new Float32Array(plane.columns * plane.rows).fill(background);
  for (const layer of layers) paintLayer(plane, image, layer);
  return image;
}

export function paintLayer(plane: ImagePlane, image: Float32Array, layer: Layer): void {
  const { positionMm, rowDirection, columnDirection, spacingMm, columns, rows } = plane;
  const { shape, value, mode = 'cover', opacity = 1 } = layer;
  const edge = layer.edgeMm ?? spacingMm;
  const half = edge / 2;
  const stepX = rowDirection[0] * spacingMm;
  const stepY = rowDirection[1] * spacingMm;
  const perPixel = 0.9 / spacingMm;
  const { box } = shape;
  let section = shape.at(positionMm[2]);
  let sectionZ = positionMm[2];
  for (let row = 0; row < rows; row += 1) {
    const down = row * spacingMm;
    const z = positionMm[2] + columnDirection[2] * down;
    if (z < box.minZ || z > box.maxZ) continue;
    const startX = positionMm[0] + columnDirection[0] * down;
    const startY = positionMm[1] + columnDirection[1] * down;
    const [first, last] = columnsWithin(box, half, startX, startY, stepX, stepY, columns);
    if (first > last) continue;
    if (z !== sectionZ) {
      section = shape.at(z);
      sectionZ = z;
    }
    const offset = row * columns;
    let column = first;
    while (column <= last) {
      const x = startX + stepX * column;
      const y = startY + stepY * column;
      const distance = section(x, y);
      if (distance >= half) {
        column += Math.max(1, Math.floor((distance - half) * perPixel));
        continue;
      }
      if (distance <= -half && opacity === 1 && mode === 'cover') {
        const end = Math.min(last + 1, column + 1 + Math.floor((-half - distance) * perPixel));
        if (typeof value === 'number') image.fill(value, offset + column, offset + end);
        else {
          for (; column < end; column += 1) image[offset + column] = value(startX + stepX * column, startY + stepY * column, z);
        }
        column = end;
        continue;
      }
      const covered = opacity * (distance <= -half ? 1 : (half - distance) / edge);
      const below = image[offset + column] as number;
      const above = typeof value === 'number' ? value : value(x, y, z);
      if (mode === 'cover' || (mode === 'brighter' ? above > below : above < below)) image[offset + column] = below + (above - below) * covered;
      column += 1;
    }
  }
}

/** Columns of a row that can meet the box. */
function columnsWithin(box: Box, margin: number, startX: number, startY: number, stepX: number, stepY: number, columns: number): [number, number] {
  let first = 0;
  let last = columns - 1;
  for (const [start, step, low, high] of [[startX, stepX, box.minX - margin, box.maxX + margin], [startY, stepY, box.minY - margin, box.maxY + margin]] as const) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return [0, -1];
      continue;
    }
    const a = (low - start) / step;
    const b = (high - start) / step;
    first = Math.max(first, Math.ceil(Math.min(a, b)));
    last = Math.min(last, Math.floor(Math.max(a, b)));
  }
  return [first, last];
}
