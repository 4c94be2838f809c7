import { dot, type Millimetres } from '../dicom/geometry/vector3.ts';
import { planeNormal } from '../dicom/geometry/image-plane.ts';
import type { StackPassport } from './passport.ts';
import { linkRefusalOf, type LinkRefusal } from './spatial-link.ts';

/** Slices whose normals part by more are another plane: they cross, they do not go together. */
const MOST_ANGLE_DEGREES = 15;

/** How two stacks scroll together. `space`: by position, in one frame of reference. `offset`: as the hand laid them beside each other. */
export type SliceLink = { readonly kind: 'space' } | { readonly kind: 'offset'; readonly offsetMm: Millimetres } | { readonly kind: 'offset-images'; readonly offset: number };

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
  const from = placeMm(source, sourceIndex);
  if (from === undefined) return undefined;
  const wanted = from + (link.kind === 'offset' ? link.offsetMm : 0);
  let best: { readonly index: number; readonly distanceMm: number } | undefined;
  for (let index = 0; index < count; index += 1) {
    const at = placeMm(target, index, source);
    if (at === undefined) continue;
    const distanceMm = Math.abs(at - wanted);
    if (best === undefined || distanceMm < best.distanceMm) best = { index, distanceMm };
  }
  if (best === undefined) return undefined;
  const step = target.geometry.stepsMm?.largest ?? target.stack.frames[0]?.description.sliceThicknessMm ?? 0;
  return best.distanceMm > Math.max(step, source.geometry.stepsMm?.largest ?? 0) / 2 + HALF_MM ? undefined : best.index;
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
  return Math.abs(dot(planeNormal(one), planeNormal(other))) >= Math.cos((MOST_ANGLE_DEGREES * Math.PI) / 180);
}
