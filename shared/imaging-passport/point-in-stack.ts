import { patientToPixel, planeNormal } from '../dicom/geometry/image-plane.ts';
import { dot, type Millimetres, type Vector3 } from '../dicom/geometry/vector3.ts';
import type { StackPassport } from './passport.ts';

type Stack = Pick<StackPassport, 'stack' | 'geometry'>;

/** The image of a stack in which a point of the patient lies. */
export interface PointInStack {
  /** Zero-based. */
  readonly index: number;
  /** How far the point is from the plane of that image. */
  readonly distanceMm: Millimetres;
}

/** Spacings are rounded where they are written. */
const TOLERANCE_MM = 0.5;

/**
 * The image nearest to a point, whatever way the stack is cut. PS3.3 C.7.6.2.
 * @returns undefined when the point lies beside all images, or in front of the first or behind the last by more than half a step
 */
export function pointInStack(stack: Stack, pointMm: Vector3): PointInStack | undefined {
  let best: PointInStack | undefined;
  for (let index = 0; index < stack.stack.frames.length; index += 1) {
    const distanceMm = distanceToImage(stack, index, pointMm);
    if (distanceMm !== undefined && (best === undefined || distanceMm < best.distanceMm)) best = { index, distanceMm };
  }
  return best === undefined || best.distanceMm > reachMm(stack) ? undefined : best;
}

/** True when a point belongs to the image at a place: no further away than half a step, and within its borders. @param index zero-based */
export function isPointInImage(stack: Stack, index: number, pointMm: Vector3): boolean {
  const distanceMm = distanceToImage(stack, index, pointMm);
  return distanceMm !== undefined && distanceMm <= reachMm(stack);
}

/** @returns undefined without a plane, or when the point lies beside the image */
function distanceToImage({ stack }: Stack, index: number, pointMm: Vector3): Millimetres | undefined {
  const frame = stack.frames[index];
  const plane = frame?.description.plane;
  if (frame === undefined || plane === undefined) return undefined;
  const [column, row] = patientToPixel(plane, pointMm);
  const isBeside = column < -0.5 || row < -0.5 || column > frame.image.columns - 0.5 || row > frame.image.rows - 0.5;
  return isBeside ? undefined : Math.abs(dot(pointMm, planeNormal(plane)) - dot(plane.positionMm, planeNormal(plane)));
}

/** A single image reaches as far as its slice is thick. */
function reachMm({ stack, geometry }: Stack): Millimetres {
  return (geometry.stepsMm?.largest ?? stack.frames[0]?.description.sliceThicknessMm ?? 0) / 2 + TOLERANCE_MM;
}
