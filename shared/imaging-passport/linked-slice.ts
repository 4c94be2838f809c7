import { dot, type Millimetres, type Vector3 } from '../dicom/geometry/vector3.ts';
import { pixelToPatient, planeNormal } from '../dicom/geometry/image-plane.ts';
import { moved, turned, type RigidTransform } from '../dicom/registration/rigid-transform.ts';
import type { StackPassport } from './passport.ts';
import { linkRefusalOf, type LinkRefusal } from './spatial-link.ts';

/** Slices whose normals part by more are another plane: they cross, they do not go together. */
const MOST_ANGLE_DEGREES = 15;
const LEAST_COSINE = Math.cos((MOST_ANGLE_DEGREES * Math.PI) / 180);

/**
 * How two stacks scroll together. `space`: by position, in one frame of reference. `registered`: by a transform from the space of the source
 * into that of the target. `offset`: as the hand laid them beside each other.
 */
export type SliceLink =
  | { readonly kind: 'space' }
  | { readonly kind: 'registered'; readonly transform: RigidTransform; readonly confidence: number; readonly spreadMm: Millimetres }
  | { readonly kind: 'offset'; readonly offsetMm: Millimetres }
  | { readonly kind: 'offset-images'; readonly offset: number };

export type SliceLinkRefusal = LinkRefusal | 'other-plane';

type Stack = Pick<StackPassport, 'stack' | 'geometry' | 'values'>;

/** May these stacks scroll together by position? Only in one frame of reference and in one plane. @returns undefined when they may */
export function sliceLinkRefusalOf(left: Stack, right: Stack): SliceLinkRefusal | undefined {
  const refusal = linkRefusalOf(left, right);
  return refusal ?? (areParallel(left, right) ? undefined : 'other-plane');
}

/** The offset between two stacks as they lie now: along their normals where both have planes that run alike, else in images. Indices are zero-based. */
export function offsetLinkOf(source: Stack, sourceIndex: number, target: Stack, targetIndex: number): SliceLink {
  const from = placeMm(source, sourceIndex);
  const to = placeMm(target, targetIndex, source);
  if (from === undefined || to === undefined || !areParallel(source, target)) return { kind: 'offset-images', offset: targetIndex - sourceIndex };
  return { kind: 'offset', offsetMm: to - from };
}

/**
 * The image of the target that belongs to an image of the source.
 * @returns zero-based; undefined when the target has none there: more than half a step, and at least half a slice, beyond its end
 */
export function linkedIndex(source: Stack, sourceIndex: number, target: Stack, link: SliceLink): number | undefined {
  const count = target.stack.frames.length;
  if (link.kind === 'offset-images') {
    const index = sourceIndex + link.offset;
    return index < 0 || index >= count ? undefined : index;
  }
  if (link.kind === 'registered') {
    const middle = middleOf(source, sourceIndex);
    return middle === undefined ? undefined : sliceAt(target, moved(link.transform, middle));
  }
  const from = placeMm(source, sourceIndex);
  if (from === undefined) return undefined;
  const wanted = from + (link.kind === 'offset' ? link.offsetMm : 0);
  return nearestSlice(target, source, wanted, source.geometry.stepsMm?.largest ?? 0);
}

/**
 * The image of a stack that a point of its space lies in, or nearest to.
 * @returns zero-based; undefined when the stack does not reach there
 */
export function sliceAt(stack: Stack, pointMm: Vector3): number | undefined {
  const plane = stack.stack.frames[0]?.description.plane;
  return plane === undefined ? undefined : nearestSlice(stack, stack, dot(pointMm, planeNormal(plane)), 0);
}

/** May these stacks scroll together by a registration? Only where both still run in one plane under it. */
export function mayGoRegistered(source: Stack, target: Stack, transform: RigidTransform): boolean {
  const one = source.stack.frames[0]?.description.plane;
  const other = target.stack.frames[0]?.description.plane;
  return one !== undefined && other !== undefined && Math.abs(dot(turned(transform, planeNormal(one)), planeNormal(other))) >= LEAST_COSINE;
}

function middleOf({ stack }: Stack, index: number): Vector3 | undefined {
  const frame = stack.frames[index];
  const plane = frame?.description.plane;
  return frame === undefined || plane === undefined ? undefined : pixelToPatient(plane, (frame.image.columns - 1) / 2, (frame.image.rows - 1) / 2);
}

function nearestSlice(target: Stack, along: Stack, wanted: Millimetres, sourceStepMm: Millimetres): number | undefined {
  let best: { readonly index: number; readonly distanceMm: number } | undefined;
  for (let index = 0; index < target.stack.frames.length; index += 1) {
    const at = placeMm(target, index, along);
    if (at === undefined) continue;
    const distanceMm = Math.abs(at - wanted);
    if (best === undefined || distanceMm < best.distanceMm) best = { index, distanceMm };
  }
  if (best === undefined) return undefined;
  const step = target.geometry.stepsMm?.largest ?? target.stack.frames[0]?.description.sliceThicknessMm ?? 0;
  return best.distanceMm > Math.max(step, sourceStepMm) / 2 + HALF_MM ? undefined : best.index;
}

const HALF_MM = 0.5;

/** Where a slice lies along the normal of `along` (its own stack unless another is given), mm. */
function placeMm(stack: Stack, index: number, along: Stack = stack): Millimetres | undefined {
  const plane = stack.stack.frames[index]?.description.plane;
  const reference = along.stack.frames[0]?.description.plane;
  return plane === undefined || reference === undefined ? undefined : dot(plane.positionMm, planeNormal(reference));
}

function areParallel(left: Stack, right: Stack): boolean {
  const one = left.stack.frames[0]?.description.plane;
  const other = right.stack.frames[0]?.description.plane;
  if (one === undefined || other === undefined) return false;
  return Math.abs(dot(planeNormal(one), planeNormal(other))) >= LEAST_COSINE;
}
