import type { ImagePlane } from '../phantoms/image-plane.ts';
import type { Point } from '../phantoms/shape.ts';

export interface ScoutSlice {
  readonly z: number;
  /** Water equivalent of each column (rays from front to back) and of each row (rays from side to side), mm. */
  readonly frontal: Float32Array;
  readonly lateral: Float32Array;
}

/** The projections of a transverse slice, for a scout view. */
export function projectSlice(plane: ImagePlane, hounsfield: Float32Array): ScoutSlice {
  const frontal = new Float32Array(plane.columns);
  const lateral = new Float32Array(plane.rows);
  for (let row = 0; row < plane.rows; row += 1) {
    for (let column = 0; column < plane.columns; column += 1) {
      const value = Math.max(0, (hounsfield[row * plane.columns + column] as number) + 1000) * 0.001 * plane.spacingMm;
      frontal[column] = (frontal[column] as number) + value;
      lateral[row] = (lateral[row] as number) + value;
    }
  }
  return { z: plane.positionMm[2], frontal, lateral };
}

export interface Scout {
  readonly plane: ImagePlane;
  /** About 0 (air) to 2000. */
  readonly values: Float32Array;
}

/** A scout view from the projections of a stack; slices are blended between their levels. */
export function assembleScout(axial: ImagePlane, slices: readonly ScoutSlice[], direction: 'frontal' | 'lateral', center: Point): Scout {
  const ordered = [...slices].sort((left, right) => right.z - left.z);
  const top = ordered[0]?.z ?? 0;
  const bottom = ordered.at(-1)?.z ?? 0;
  const columns = axial.columns;
  const { spacingMm } = axial;
  const rows = Math.max(2, Math.round((top - bottom) / spacingMm) + 1);
  const values = new Float32Array(columns * rows);
  const step = (top - bottom) / Math.max(1, ordered.length - 1);
  for (let row = 0; row < rows; row += 1) {
    const position = Math.min(ordered.length - 1, (row * spacingMm) / step);
    const index = Math.min(ordered.length - 2, Math.floor(position));
    const share = position - index;
    const above = ordered[index]?.[direction] ?? new Float32Array(columns);
    const below = ordered[index + 1]?.[direction] ?? above;
    for (let column = 0; column < columns; column += 1) {
      const path = (above[column] as number) * (1 - share) + (below[column] as number) * share;
      values[row * columns + column] = 2000 * (1 - Math.exp(-path / 190));
    }
  }
  const half = ((columns - 1) / 2) * spacingMm;
  return {
    values,
    plane: {
      positionMm: direction === 'frontal' ? [center[0] - half, center[1], top] : [center[0], center[1] - half, top],
      rowDirection: direction === 'frontal' ? [1, 0, 0] : [0, 1, 0],
      columnDirection: [0, 0, -1],
      spacingMm,
      columns,
      rows,
    },
  };
}
