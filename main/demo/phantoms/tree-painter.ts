import type { TreeSegment } from './branching-tree.ts';
import type { ImagePlane } from './image-plane.ts';

/** Segments sorted into slabs, so that a slice looks only at what it cuts. */
export interface SegmentIndex {
  readonly near: (z: number) => readonly TreeSegment[];
}

const SLAB_MM = 4;
const REACH_MM = 1.5;

export function indexSegments(segments: readonly TreeSegment[]): SegmentIndex {
  const slabs = new Map<number, TreeSegment[]>();
  for (const segment of segments) {
    const radius = Math.max(segment.fromRadius, segment.toRadius) + REACH_MM;
    const first = Math.floor((Math.min(segment.from[2], segment.to[2]) - radius) / SLAB_MM);
    const last = Math.floor((Math.max(segment.from[2], segment.to[2]) + radius) / SLAB_MM);
    for (let slab = first; slab <= last; slab += 1) {
      const list = slabs.get(slab);
      if (list === undefined) slabs.set(slab, [segment]);
      else list.push(segment);
    }
  }
  return { near: (z) => slabs.get(Math.floor(z / SLAB_MM)) ?? [] };
}

export interface SegmentPaint {
  readonly value: number;
  /** Added to the radius, mm: a bronchial wall is the lumen grown by its thickness. */
  readonly growMm?: number;
  /** Keeps what is brighter already (vessels) or what is darker already (air). */
  readonly mode: 'brighter' | 'darker';
  /** Paints only where this image is below a threshold before painting: vessels of the lung stay in the lung. */
  readonly onlyBelow?: number;
}

/** Paints tree segments into a transverse image. Thin branches fade instead of vanishing. */
export function paintSegments(plane: ImagePlane, image: Float32Array, segments: readonly TreeSegment[], paint: SegmentPaint): void {
  const { positionMm: [originX, originY, z], spacingMm, columns, rows } = plane;
  const edge = Math.max(0.7, spacingMm * 0.95);
  const grow = paint.growMm ?? 0;
  for (const { from, to, fromRadius, toRadius } of segments) {
    const radius = Math.max(fromRadius, toRadius) + grow;
    const reach = radius + edge;
    if (z < Math.min(from[2], to[2]) - reach || z > Math.max(from[2], to[2]) + reach) continue;
    const ex = to[0] - from[0];
    const ey = to[1] - from[1];
    const ez = to[2] - from[2];
    const lengthSquare = ex * ex + ey * ey + ez * ez + 1e-9;
    const firstColumn = Math.max(0, Math.ceil((Math.min(from[0], to[0]) - reach - originX) / spacingMm));
    const lastColumn = Math.min(columns - 1, Math.floor((Math.max(from[0], to[0]) + reach - originX) / spacingMm));
    const firstRow = Math.max(0, Math.ceil((Math.min(from[1], to[1]) - reach - originY) / spacingMm));
    const lastRow = Math.min(rows - 1, Math.floor((Math.max(from[1], to[1]) + reach - originY) / spacingMm));
    const pz = z - from[2];
    for (let row = firstRow; row <= lastRow; row += 1) {
      const py = originY + row * spacingMm - from[1];
      for (let column = firstColumn; column <= lastColumn; column += 1) {
        const px = originX + column * spacingMm - from[0];
        let along = (px * ex + py * ey + pz * ez) / lengthSquare;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        const dx = px - ex * along;
        const dy = py - ey * along;
        const dz = pz - ez * along;
        const here = fromRadius + (toRadius - fromRadius) * along + grow;
        const distance = Math.sqrt(dx * dx + dy * dy + dz * dz) - here;
        if (distance >= edge / 2) continue;
        const index = row * columns + column;
        const below = image[index] as number;
        if (paint.onlyBelow !== undefined && below > paint.onlyBelow) continue;
        const covered = Math.min(1, (edge / 2 - distance) / edge) * Math.min(1, (2.2 * here) / edge);
        if (paint.mode === 'brighter' ? paint.value > below : paint.value < below) image[index] = below + (paint.value - below) * covered;
      }
    }
  }
}
