import type { DisplayStack, ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';

/** How true the picture is. `partial`: the stack is still coming, nothing may be measured. `none`: no picture. */
export type Fidelity =
  | { readonly kind: 'none' }
  | { readonly kind: 'partial'; readonly held: number; readonly expected: number; readonly film: ArrivingFilm | undefined; readonly loss: Loss | undefined }
  | { readonly kind: 'lossy'; readonly loss: Loss; readonly missing: number }
  | { readonly kind: 'full'; readonly missing: number };

/** Details that a compression took away. */
export interface Loss {
  /** Lossy Image Compression Ratio (0028,2112), the largest; undefined where nobody wrote it. */
  readonly ratio: number | undefined;
}

/** A single object of several frames that is shown while it comes: the first `framesHere` of them are here. */
export interface ArrivingFilm {
  readonly framesHere: number;
  readonly frameCount: number;
}

/** How much of a series is here. */
export interface SeriesProgress {
  readonly heldInstances: number;
  readonly expectedInstances: number;
  /** The hospital cannot be asked: what is missing does not come by itself. */
  readonly isCut: boolean;
}

/**
 * What is on its way locks measuring, because slices may still slip in between. What the hospital cannot send now does not: each image
 * that is here is whole and verified, and the badge says how many are missing. A film that still comes is neither, and is never measured.
 */
export function fidelityOf(shown: ShownFrame | undefined, { heldInstances, expectedInstances, isCut }: SeriesProgress, stack?: Pick<DisplayStack, 'arriving'>): Fidelity {
  if (shown === undefined) return { kind: 'none' };
  const loss = shown.isLossy ? { ratio: shown.image.lossy.ratio } : undefined;
  const missing = Math.max(0, expectedInstances - heldInstances);
  const framesHere = stack?.arriving?.get(shown.frame.sopInstanceUid);
  const film = framesHere === undefined ? undefined : { framesHere, frameCount: shown.image.frames.length };
  if (film !== undefined || (missing > 0 && !isCut)) return { kind: 'partial', held: heldInstances, expected: expectedInstances, film, loss };
  return loss === undefined ? { kind: 'full', missing } : { kind: 'lossy', loss, missing };
}

export function mayMeasure(fidelity: Fidelity): boolean {
  return fidelity.kind === 'full' || fidelity.kind === 'lossy';
}
