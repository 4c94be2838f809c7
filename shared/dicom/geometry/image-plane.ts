import { cross, dot, lengthOf, unitVector, type Millimetres, type Vector3 } from './vector3.ts';

/** How the rows and columns of an image lie in the patient. Image Orientation (Patient) (0020,0037), PS3.3 C.7.6.2.1.1. */
export interface ImageOrientation {
  /** Unit vector along a row: direction of increasing column index. */
  readonly rowDirection: Vector3;
  /** Unit vector down a column: direction of increasing row index. */
  readonly columnDirection: Vector3;
}

/** One image plane in the patient-based coordinate system (LPS). PS3.3 C.7.6.2. */
export interface ImagePlane extends ImageOrientation {
  /** Image Position (Patient) (0020,0032): centre of the first transmitted voxel, mm. */
  readonly positionMm: Vector3;
  /** Pixel Spacing (0028,0030) second value: distance between column centres, mm. */
  readonly columnSpacingMm: Millimetres;
  /** Pixel Spacing (0028,0030) first value: distance between row centres, mm. */
  readonly rowSpacingMm: Millimetres;
}

/** Cosines that real devices write are rounded to five digits or so; what deviates more is no orientation. */
const COSINE_TOLERANCE = 0.01;

/**
 * Reads the six values of Image Orientation (Patient).
 * @returns undefined unless both vectors have length 1 and stand upright on each other, within rounding
 */
export function parseImageOrientation(values: readonly number[] | undefined): ImageOrientation | undefined {
  if (values?.length !== 6) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  const row: Vector3 = [a, b, c];
  const column: Vector3 = [d, e, f];
  const isUpright = Math.abs(dot(row, column)) <= COSINE_TOLERANCE;
  const isUnit = [row, column].every((vector) => Math.abs(lengthOf(vector) - 1) <= COSINE_TOLERANCE);
  const rowDirection = unitVector(row);
  const columnDirection = unitVector(column);
  if (!isUpright || !isUnit || rowDirection === undefined || columnDirection === undefined) return undefined;
  return { rowDirection, columnDirection };
}

/**
 * Maps a pixel to the patient. Equation C.7.6.2.1-1 of PS3.3.
 * @param columnIndex zero-based, to the centre of the pixel
 * @param rowIndex zero-based, to the centre of the pixel
 */
export function pixelToPatient(plane: ImagePlane, columnIndex: number, rowIndex: number): Vector3 {
  const along = columnIndex * plane.columnSpacingMm;
  const down = rowIndex * plane.rowSpacingMm;
  const at = (axis: 0 | 1 | 2) =>
    plane.positionMm[axis] + along * plane.rowDirection[axis] + down * plane.columnDirection[axis];
  return [at(0), at(1), at(2)];
}

/** The pixel at a point of the plane; what lies off the plane is seen along the normal. @returns column and row, zero-based, with fractions */
export function patientToPixel(plane: ImagePlane, point: Vector3): readonly [columnIndex: number, rowIndex: number] {
  const from: Vector3 = [point[0] - plane.positionMm[0], point[1] - plane.positionMm[1], point[2] - plane.positionMm[2]];
  return [dot(from, plane.rowDirection) / plane.columnSpacingMm, dot(from, plane.columnDirection) / plane.rowSpacingMm];
}

/** Unit vector upright on the image: row direction × column direction. For a common axial image it points to the head. */
export function planeNormal(orientation: ImageOrientation): Vector3 {
  return cross(orientation.rowDirection, orientation.columnDirection);
}

/** How far along its own normal the image lies, mm. Parallel images are ordered by it. */
export function positionAlongNormalMm(plane: ImagePlane): Millimetres {
  return dot(plane.positionMm, planeNormal(plane));
}

/** True when two images are parallel and turned alike, within 0.01 of each cosine. */
export function sameOrientation(left: ImageOrientation, right: ImageOrientation): boolean {
  const near = (a: Vector3, b: Vector3) => a.every((value, axis) => Math.abs(value - (b[axis] ?? NaN)) <= COSINE_TOLERANCE);
  return near(left.rowDirection, right.rowDirection) && near(left.columnDirection, right.columnDirection);
}
