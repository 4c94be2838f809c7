/** A point or a direction in the patient-based coordinate system (LPS: +x left, +y posterior, +z head). PS3.3 C.7.6.2.1.1. */
export type Vector3 = readonly [x: number, y: number, z: number];

export type Millimetres = number;

export function dot(left: Vector3, right: Vector3): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

export function cross(left: Vector3, right: Vector3): Vector3 {
  return [
    left[1] * right[2] - left[2] * right[1],
    left[2] * right[0] - left[0] * right[2],
    left[0] * right[1] - left[1] * right[0],
  ];
}

export function lengthOf(vector: Vector3): number {
  return Math.hypot(vector[0], vector[1], vector[2]);
}

/** @returns the vector at length 1; undefined for a vector that has no direction */
export function unitVector(vector: Vector3): Vector3 | undefined {
  const length = lengthOf(vector);
  return Number.isFinite(length) && length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : undefined;
}

/** `left * a + right * b`, component by component. */
export function combine(left: Vector3, a: number, right: Vector3, b: number): Vector3 {
  return [left[0] * a + right[0] * b, left[1] * a + right[1] * b, left[2] * a + right[2] * b];
}
