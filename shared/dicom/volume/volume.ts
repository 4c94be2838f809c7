import type { VolumeGrid } from './volume-grid.ts';

/**
 * Voxels of a grid: column by column, row by row, slice by slice. Whole stored values lie in 16 bits, everything else in floats.
 * What was not measured (padding, a missing slice) holds `NOTHING_STORED` or NaN; it is never mixed with what was.
 */
export interface Volume {
  readonly grid: VolumeGrid;
  readonly values: Int16Array | Float32Array;
  /** Some voxel holds nothing; undefined answers cost time. */
  readonly hasNothing: boolean;
}

/** Stands for "nothing here" in a volume of whole values. No value that was measured is kept under it. */
export const NOTHING_STORED = -32_768;

export function isNothing(values: Volume['values'], value: number): boolean {
  return values instanceof Int16Array ? value === NOTHING_STORED : Number.isNaN(value);
}

/** What stands for "nothing here" in values of this kind. */
export function nothingIn(values: Volume['values']): number {
  return values instanceof Int16Array ? NOTHING_STORED : Number.NaN;
}
