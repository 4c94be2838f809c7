import type { ImageOrientation } from '../geometry/image-plane.ts';
import { combine, cross, dot, unitVector, type Vector3 } from '../geometry/vector3.ts';

/** Turns a vector about an axis of length 1, right-handed. */
export function turnedAbout(axis: Vector3, vector: Vector3, degrees: number): Vector3 {
  const angle = (degrees * Math.PI) / 180;
  const across = combine(vector, Math.cos(angle), cross(axis, vector), Math.sin(angle));
  return combine(across, 1, axis, dot(axis, vector) * (1 - Math.cos(angle)));
}

/**
 * How a body is seen after a hand has turned it on the screen.
 * @param rightDegrees its front goes to the right @param downDegrees its front goes down
 */
export function turnedView({ rowDirection, columnDirection }: ImageOrientation, rightDegrees: number, downDegrees: number): ImageOrientation {
  const row = turnedAbout(columnDirection, rowDirection, rightDegrees);
  const column = turnedAbout(row, columnDirection, -downDegrees);
  // Many small turns must not wear the right angle away.
  const square = unitVector(combine(column, 1, row, -dot(row, column))) ?? columnDirection;
  return { rowDirection: unitVector(row) ?? rowDirection, columnDirection: square };
}
