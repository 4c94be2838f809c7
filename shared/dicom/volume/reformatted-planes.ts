import { planeNormal, type ImageOrientation, type ImagePlane } from '../geometry/image-plane.ts';
import { combine, cross, dot, type Millimetres, type Vector3 } from '../geometry/vector3.ts';
import { finestStepMm, gridReachMm, type VolumeGrid } from './volume-grid.ts';

/** The three planes that a volume is read in; after a turn they are oblique and keep their names. */
export const PLANE_NAMES = ['axial', 'coronal', 'sagittal'] as const;
export type PlaneName = (typeof PLANE_NAMES)[number];

/** How the three planes lie in the patient, each as it is seen: their normals stand upright on each other. */
export type PlaneOrientations = Readonly<Record<PlaneName, ImageOrientation>>;

/** Axial seen from the feet, coronal from the front, sagittal from the left; the head is above, but for axial planes. */
export const PATIENT_PLANES: PlaneOrientations = {
  axial: { rowDirection: [1, 0, 0], columnDirection: [0, 1, 0] },
  coronal: { rowDirection: [1, 0, 0], columnDirection: [0, 0, -1] },
  sagittal: { rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] },
};

/** Parallel planes through a whole volume, all of one size. */
export interface PlaneStack {
  readonly planes: readonly ImagePlane[];
  readonly columns: number;
  readonly rows: number;
  /** Distance of neighbouring planes, mm. */
  readonly stepMm: Millimetres;
}

/** A picture with more pixels a side gains nothing on a screen and costs time. */
const MOST_PIXELS = 768;

/**
 * The planes that cover a volume, in the direction of their normal. Pixels are square and as fine as the finest step of the voxels, coarser only
 * where the picture would be too large; planes are as far apart as the finest step, too.
 */
export function planeStackOf(grid: VolumeGrid, orientation: ImageOrientation): PlaneStack {
  const { rowDirection, columnDirection } = orientation;
  const normal = planeNormal(orientation);
  const [left, right] = gridReachMm(grid, rowDirection);
  const [top, bottom] = gridReachMm(grid, columnDirection);
  const [near, far] = gridReachMm(grid, normal);
  const finest = finestStepMm(grid);
  const pixelMm = Math.max(finest, (right - left) / MOST_PIXELS, (bottom - top) / MOST_PIXELS);
  const columns = countOf(right - left, pixelMm);
  const rows = countOf(bottom - top, pixelMm);
  const count = countOf(far - near, finest);
  // What whole pixels are longer than the volume lies on both sides, one half each.
  const first = (low: number, high: number, pixels: number, stepMm: number) => (low + high - (pixels - 1) * stepMm) / 2;
  const corner = combine(rowDirection, first(left, right, columns, pixelMm), columnDirection, first(top, bottom, rows, pixelMm));
  const start = first(near, far, count, finest);
  return {
    columns, rows, stepMm: finest,
    planes: Array.from({ length: count }, (_, index): ImagePlane => ({
      rowDirection, columnDirection, positionMm: combine(corner, 1, normal, start + index * finest), columnSpacingMm: pixelMm, rowSpacingMm: pixelMm,
    })),
  };
}

/** The plane of a stack that a point lies nearest to. @returns zero-based */
export function nearestPlane({ planes, stepMm }: PlaneStack, pointMm: Vector3): number {
  const [first] = planes;
  if (first === undefined) return 0;
  const normal = planeNormal(first);
  const index = Math.round((dot(pointMm, normal) - dot(first.positionMm, normal)) / stepMm);
  return Math.min(planes.length - 1, Math.max(0, index));
}

/** A point moved along the normal of a plane into it. */
export function movedInto(plane: ImagePlane, pointMm: Vector3): Vector3 {
  const normal = planeNormal(plane);
  return combine(pointMm, 1, normal, dot(plane.positionMm, normal) - dot(pointMm, normal));
}

/** The line in which one plane cuts another: a unit vector that lies in both. */
export function cutDirection(seen: ImageOrientation, other: ImageOrientation): Vector3 {
  return cross(planeNormal(seen), planeNormal(other));
}

/**
 * The planes after the two lines that are seen in one of them have been turned. The plane itself stays as it is.
 * @param degrees clockwise as the plane is seen
 */
export function turnedPlanes(planes: PlaneOrientations, name: PlaneName, degrees: number): PlaneOrientations {
  // Seen along rows × columns, from rows to columns is clockwise.
  const normal = planeNormal(planes[name]);
  const angle = (degrees * Math.PI) / 180;
  const turn = (vector: Vector3): Vector3 => combine(combine(vector, Math.cos(angle), cross(normal, vector), Math.sin(angle)), 1, normal, dot(normal, vector) * (1 - Math.cos(angle)));
  const turned = (of: PlaneName): ImageOrientation => (of === name ? planes[of] : { rowDirection: turn(planes[of].rowDirection), columnDirection: turn(planes[of].columnDirection) });
  return { axial: turned('axial'), coronal: turned('coronal'), sagittal: turned('sagittal') };
}

function countOf(lengthMm: number, stepMm: number): number {
  return Math.max(1, Math.ceil(lengthMm / stepMm - 1e-6));
}
