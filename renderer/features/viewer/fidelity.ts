import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';

/** How true the picture is. `partial`: the stack is still coming, nothing may be measured. `none`: no picture. */
export type Fidelity =
  | { readonly kind: 'none' }
  | { readonly kind: 'partial'; readonly held: number; readonly expected: number; readonly loss: Loss | undefined }
  | { readonly kind: 'lossy'; readonly loss: Loss; readonly missing: number }
  | { readonly kind: 'full'; readonly missing: number };

/** Details that a compression took away. */
export interface Loss {
  /** Lossy Image Compression Ratio (0028,2112), the largest; undefined where nobody wrote it. */
  readonly ratio: number | undefined;
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
 * that is here is whole and verified, and the badge says how many are missing.
 */
export function fidelityOf(shown: ShownFrame | undefined, { heldInstances, expectedInstances, isCut }: SeriesProgress): Fidelity {
  if (shown === undefined) return { kind: 'none' };
  const loss = shown.isLossy ? { ratio: shown.image.lossy.ratio } : undefined;
  const missing = Math.max(0, expectedInstances - heldInstances);
  if (missing > 0 && !isCut) return { kind: 'partial', held: heldInstances, expected: expectedInstances, loss };
  return loss === undefined ? { kind: 'full', missing } : { kind: 'lossy', loss, missing };
}

export function mayMeasure(fidelity: Fidelity): boolean {
  return fidelity.kind === 'full' || fidelity.kind === 'lossy';
}
