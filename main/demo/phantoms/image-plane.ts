import type { Point } from './shape.ts';

/** The plane of one image, as PS3.3 C.7.6.2 describes it. Rows must lie in transverse levels (no z in the row direction). */
export interface ImagePlane {
  /** Centre of the first pixel, mm: Image Position (Patient). */
  readonly positionMm: Point;
  /** Unit vector of increasing column index. */
  readonly rowDirection: Point;
  /** Unit vector of increasing row index. */
  readonly columnDirection: Point;
  /** Square pixels, mm. */
  readonly spacingMm: number;
  readonly columns: number;
  readonly rows: number;
}

/** A plane around its centre. */
export function planeAround(center: Point, rowDirection: Point, columnDirection: Point, spacingMm: number, columns: number, rows = columns): ImagePlane {
  const half = (axis: 0 | 1 | 2) => (rowDirection[axis] * (columns - 1) + columnDirection[axis] * (rows - 1)) * 0.5 * spacingMm;
  return { positionMm: [center[0] - half(0), center[1] - half(1), center[2] - half(2)], rowDirection, columnDirection, spacingMm, columns, rows };
}

/** The same plane moved along its normal (row direction × column direction). */
export function movePlane(plane: ImagePlane, byMm: number): ImagePlane {
  const normal = normalOf(plane);
  const [x, y, z] = plane.positionMm;
  return { ...plane, positionMm: [x + normal[0] * byMm, y + normal[1] * byMm, z + normal[2] * byMm] };
}

export function normalOf({ rowDirection: r, columnDirection: c }: ImagePlane): Point {
  return [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
}
