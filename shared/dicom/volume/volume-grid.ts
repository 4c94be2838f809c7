import { planeNormal, type ImagePlane } from '../geometry/image-plane.ts';
import { combine, cross, dot, lengthOf, type Millimetres, type Vector3 } from '../geometry/vector3.ts';

/**
 * A grid of voxels in the patient (LPS), whose third edge may lean: the slices of a tilted gantry are not moved, the grid is as it was scanned.
 * Indices are zero-based and count to the centre of a voxel.
 */
export interface VolumeGrid {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** Centre of the first voxel, mm. */
  readonly originMm: Vector3;
  /** From one column, row or slice to the next, mm. */
  readonly columnStepMm: Vector3;
  readonly rowStepMm: Vector3;
  readonly sliceStepMm: Vector3;
}

/** Column, row and slice of a voxel, with fractions. */
export type VoxelPoint = readonly [column: number, row: number, slice: number];

/** The grid whose first slice lies in a plane. @param sliceStepMm from slice to slice, in the patient */
export function volumeGridOf(plane: ImagePlane, sliceStepMm: Vector3, size: Pick<VolumeGrid, 'columns' | 'rows' | 'slices'>): VolumeGrid {
  return {
    ...size,
    originMm: plane.positionMm,
    columnStepMm: combine(plane.rowDirection, plane.columnSpacingMm, plane.rowDirection, 0),
    rowStepMm: combine(plane.columnDirection, plane.rowSpacingMm, plane.columnDirection, 0),
    sliceStepMm,
  };
}

export function voxelToPatient({ originMm, columnStepMm, rowStepMm, sliceStepMm }: VolumeGrid, [column, row, slice]: VoxelPoint): Vector3 {
  return combine(combine(originMm, 1, columnStepMm, column), 1, combine(rowStepMm, row, sliceStepMm, slice), 1);
}

/** What a way in the patient is in the grid: the rows of the inverse of its three edges. */
export interface PatientToVoxel {
  readonly of: (pointMm: Vector3) => VoxelPoint;
  readonly ofWay: (wayMm: Vector3) => VoxelPoint;
}

/** @throws RangeError when the three edges lie in one plane: such a grid has no inside */
export function patientToVoxel({ originMm, columnStepMm: a, rowStepMm: b, sliceStepMm: c }: VolumeGrid): PatientToVoxel {
  const volume = dot(a, cross(b, c));
  if (Math.abs(volume) < 1e-9) throw new RangeError('The edges of the grid lie in one plane.');
  const rows = [cross(b, c), cross(c, a), cross(a, b)] as const;
  const ofWay = (way: Vector3): VoxelPoint => [dot(rows[0], way) / volume, dot(rows[1], way) / volume, dot(rows[2], way) / volume];
  return { ofWay, of: (point) => ofWay(combine(point, 1, originMm, -1)) };
}

/** The eight corners of what the voxels cover: half a voxel beyond the centres. */
export function gridCornersMm(grid: VolumeGrid): readonly Vector3[] {
  const ends = (count: number) => [-0.5, count - 0.5];
  return ends(grid.columns).flatMap((column) => ends(grid.rows).flatMap((row) => ends(grid.slices).map((slice) => voxelToPatient(grid, [column, row, slice]))));
}

/** From where to where the grid reaches along a unit vector, mm. */
export function gridReachMm(grid: VolumeGrid, direction: Vector3): readonly [low: Millimetres, high: Millimetres] {
  const along = gridCornersMm(grid).map((corner) => dot(corner, direction));
  return [Math.min(...along), Math.max(...along)];
}

export function gridCenterMm(grid: VolumeGrid): Vector3 {
  return voxelToPatient(grid, [(grid.columns - 1) / 2, (grid.rows - 1) / 2, (grid.slices - 1) / 2]);
}

/** Distance of neighbouring slices upright on them, mm. */
export function sliceDistanceMm({ columnStepMm, rowStepMm, sliceStepMm }: VolumeGrid): Millimetres {
  const normal = planeNormal({ rowDirection: columnStepMm, columnDirection: rowStepMm });
  return Math.abs(dot(sliceStepMm, normal)) / lengthOf(normal);
}

/** The smallest distance of neighbouring voxels, mm: finer than it nothing was measured. */
export function finestStepMm(grid: VolumeGrid): Millimetres {
  return Math.min(lengthOf(grid.columnStepMm), lengthOf(grid.rowStepMm), sliceDistanceMm(grid));
}
