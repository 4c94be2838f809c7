import type { StackPassport } from './passport.ts';

/** Why two stacks may not be scrolled together, crossed by lines or fused. */
export type LinkRefusal = 'no-geometry' | 'no-frame-of-reference' | 'different-frame-of-reference';

/**
 * Two stacks share a space only when both have planes and name one Frame of Reference UID (0020,0052). PS3.3 C.7.4.1. Equal positions in
 * different frames of reference mean nothing.
 * @returns undefined when they may be linked
 */
export function linkRefusalOf(left: Pick<StackPassport, 'geometry' | 'values'>, right: Pick<StackPassport, 'geometry' | 'values'>): LinkRefusal | undefined {
  if (left.geometry.kind === 'no-geometry' || right.geometry.kind === 'no-geometry') return 'no-geometry';
  const { frameOfReferenceUid: one } = left.values;
  const { frameOfReferenceUid: other } = right.values;
  if (one === '' || other === '') return 'no-frame-of-reference';
  return one === other ? undefined : 'different-frame-of-reference';
}
