import { combine, dot, type Vector3 } from '../geometry/vector3.ts';

/** A turn and a shift that lead from one space of the patient to another: `rotation * point + translationMm`. */
export interface RigidTransform {
  /** Row by row. */
  readonly rotation: readonly [Vector3, Vector3, Vector3];
  readonly translationMm: Vector3;
}

export const UNMOVED: RigidTransform = { rotation: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], translationMm: [0, 0, 0] };

export function moved({ rotation: [x, y, z], translationMm }: RigidTransform, point: Vector3): Vector3 {
  return [dot(x, point) + translationMm[0], dot(y, point) + translationMm[1], dot(z, point) + translationMm[2]];
}

/** A direction has no place: it is only turned. */
export function turned({ rotation: [x, y, z] }: RigidTransform, way: Vector3): Vector3 {
  return [dot(x, way), dot(y, way), dot(z, way)];
}

/** The way back. */
export function inverseOf({ rotation: [x, y, z], translationMm: shift }: RigidTransform): RigidTransform {
  const rotation = [[x[0], y[0], z[0]], [x[1], y[1], z[1]], [x[2], y[2], z[2]]] as const;
  return { rotation, translationMm: [-dot(rotation[0], shift), -dot(rotation[1], shift), -dot(rotation[2], shift)] };
}

/** First `first`, then `then`. */
export function chained(first: RigidTransform, then: RigidTransform): RigidTransform {
  const back = inverseOf(first).rotation;
  const row = (of: Vector3): Vector3 => [dot(of, back[0]), dot(of, back[1]), dot(of, back[2])];
  return { rotation: [row(then.rotation[0]), row(then.rotation[1]), row(then.rotation[2])], translationMm: moved(then, first.translationMm) };
}

/** Turns about the axes of the patient through a point, in radians, x first, z last; then a shift, mm. */
export type RigidParameters = readonly [turnX: number, turnY: number, turnZ: number, shiftX: number, shiftY: number, shiftZ: number];

export function transformOf([a, b, c, x, y, z]: RigidParameters, centerMm: Vector3): RigidTransform {
  const [sa, ca, sb, cb, sc, cc] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b), Math.sin(c), Math.cos(c)];
  const rotation = [
    [cc * cb, cc * sb * sa - sc * ca, cc * sb * ca + sc * sa],
    [sc * cb, sc * sb * sa + cc * ca, sc * sb * ca - cc * sa],
    [-sb, cb * sa, cb * ca],
  ] as const;
  const turnedCenter = turned({ rotation, translationMm: [0, 0, 0] }, centerMm);
  return { rotation, translationMm: combine(combine(centerMm, 1, turnedCenter, -1), 1, [x, y, z], 1) };
}
