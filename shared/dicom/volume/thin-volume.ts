import { combine, lengthOf, type Vector3 } from '../geometry/vector3.ts';
import { isNothing, nothingIn, type Volume } from './volume.ts';
import { sliceDistanceMm, voxelToPatient, type VolumeGrid } from './volume-grid.ts';

/** How many voxels along each edge become one. */
export type ThinFactors = readonly [columns: number, rows: number, slices: number];

/** The smallest factors with which a grid has at most so many voxels: the finest edge is thinned first, so that voxels become cubes. */
export function thinFactors(grid: VolumeGrid, mostVoxels: number): ThinFactors {
  const stepsMm = [lengthOf(grid.columnStepMm), lengthOf(grid.rowStepMm), sliceDistanceMm(grid)];
  const sizes = [grid.columns, grid.rows, grid.slices];
  const factors: [number, number, number] = [1, 1, 1];
  const count = () => sizes.reduce((product, size, axis) => product * Math.max(1, Math.floor(size / (factors[axis] ?? 1))), 1);
  while (count() > mostVoxels) {
    let finest = -1;
    for (const axis of [0, 1, 2]) {
      if ((sizes[axis] ?? 1) / (factors[axis] ?? 1) < 2) continue;
      if (finest === -1 || (stepsMm[axis] ?? 0) * (factors[axis] ?? 1) < (stepsMm[finest] ?? 0) * (factors[finest] ?? 1)) finest = axis;
    }
    if (finest === -1) break;
    factors[finest] = (factors[finest] ?? 1) + 1;
  }
  return factors;
}

/** The grid of which each voxel is the middle of a block of another grid. What is left of an edge is left out. */
export function thinnedGrid(grid: VolumeGrid, [x, y, z]: ThinFactors): VolumeGrid {
  const scaled = (vector: Vector3, factor: number) => combine(vector, factor, vector, 0);
  return {
    columns: Math.max(1, Math.floor(grid.columns / x)),
    rows: Math.max(1, Math.floor(grid.rows / y)),
    slices: Math.max(1, Math.floor(grid.slices / z)),
    originMm: voxelToPatient(grid, [(x - 1) / 2, (y - 1) / 2, (z - 1) / 2]),
    columnStepMm: scaled(grid.columnStepMm, x),
    rowStepMm: scaled(grid.rowStepMm, y),
    sliceStepMm: scaled(grid.sliceStepMm, z),
  };
}

/** The means of blocks of voxels, without those that hold nothing. A volume that is small enough is returned as it is. */
export function thinnedVolume(volume: Volume, mostVoxels: number): Volume {
  const factors = thinFactors(volume.grid, mostVoxels);
  return factors.every((factor) => factor === 1) ? volume : meansOfBlocks(volume, factors);
}

function meansOfBlocks({ grid, values, hasNothing }: Volume, factors: ThinFactors): Volume {
  const [x, y, z] = factors;
  const small = thinnedGrid(grid, factors);
  const count = small.columns * small.rows * small.slices;
  const means = values instanceof Int16Array ? new Int16Array(count) : new Float32Array(count);
  const nothing = nothingIn(means);
  let place = 0;
  for (let slice = 0; slice < small.slices; slice += 1) {
    for (let row = 0; row < small.rows; row += 1) {
      for (let column = 0; column < small.columns; column += 1, place += 1) {
        let sum = 0;
        let present = 0;
        for (let k = 0; k < z; k += 1) {
          for (let j = 0; j < y; j += 1) {
            const start = ((slice * z + k) * grid.rows + row * y + j) * grid.columns + column * x;
            for (let i = 0; i < x; i += 1) {
              const value = values[start + i] ?? Number.NaN;
              if (hasNothing && isNothing(values, value)) continue;
              sum += value;
              present += 1;
            }
          }
        }
        means[place] = present === 0 ? nothing : values instanceof Int16Array ? Math.round(sum / present) : sum / present;
      }
    }
  }
  return { grid: small, values: means, hasNothing: hasNothing && means.some((value) => isNothing(means, value)) };
}
