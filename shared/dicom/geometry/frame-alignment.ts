import { patientToPixel, pixelToPatient, planeNormal, type ImagePlane } from './image-plane.ts';
import { dot, type Millimetres, type Vector3 } from './vector3.ts';

/** Where a frame lies, for laying another object over it. */
export interface PlacedFrame {
  readonly sopInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
  readonly rows: number;
  readonly columns: number;
  readonly plane: ImagePlane | undefined;
  /** '' when the image names none. */
  readonly frameOfReferenceUid: string;
  readonly sliceThicknessMm: Millimetres | undefined;
}

/**
 * Maps the pixels of one grid into those of another: `[a, b, c, d, e, f]`, column' = a·column + c·row + e, row' = b·column + d·row + f.
 * Coordinates count from the corner of the first pixel, as a canvas does: a pixel reaches from 0 to 1, its centre is at 0.5.
 */
export type GridMapping = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const SAME_GRID: GridMapping = [1, 0, 0, 1, 0, 0];

/** Normals may differ by the rounding of their cosines: 0.9998 is one degree. */
const PARALLEL = 0.9998;

/** How far a point lies from a plane, mm, with its sign along the normal. */
export function distanceFromPlaneMm(plane: ImagePlane, point: Vector3): Millimetres {
  const from: Vector3 = [point[0] - plane.positionMm[0], point[1] - plane.positionMm[1], point[2] - plane.positionMm[2]];
  return dot(from, planeNormal(plane));
}

/** How far apart two parallel planes lie, mm, never negative. @returns undefined for planes that are not parallel */
export function distanceBetweenPlanesMm(left: ImagePlane, right: ImagePlane): Millimetres | undefined {
  if (Math.abs(dot(planeNormal(left), planeNormal(right))) < PARALLEL) return undefined;
  return Math.abs(distanceFromPlaneMm(left, right.positionMm));
}

/** The mapping of the grid of one plane into that of a parallel one. */
export function gridMapping(from: ImagePlane, to: ImagePlane): GridMapping {
  const at = (column: number, row: number) => patientToPixel(to, pixelToPatient(from, column, row));
  // Corners lie half a pixel before the centres in both grids.
  const [e, f] = at(-0.5, -0.5);
  const [right, rightDown] = at(0.5, -0.5);
  const [downRight, down] = at(-0.5, 0.5);
  return [right - e, rightDown - f, downRight - e, down - f, e + 0.5, f + 0.5];
}

export function mapPoint([a, b, c, d, e, f]: GridMapping, column: number, row: number): readonly [column: number, row: number] {
  return [a * column + c * row + e, b * column + d * row + f];
}
