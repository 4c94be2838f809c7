import type { StoredStudy } from './study.ts';

/** Kinds of examination that are read against each other: a radiograph of the chest is a prior of a chest CT. */
const PROJECTIONS = new Set(['CR', 'DX', 'RF']);

/**
 * The priors that a reader will want beside a study, best first: same modality and same body part, then one of the two, the newest first.
 * A prior that shares neither is left in the hospital until somebody asks.
 * @param priors studies of the same patient at the same hospital, newest first
 */
export function relevantPriors(study: StoredStudy, priors: readonly StoredStudy[]): StoredStudy[] {
  return priors
    .map((prior) => ({ prior, score: score(study, prior) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .map(({ prior }) => prior);
}

function score(study: StoredStudy, prior: StoredStudy): number {
  const sameModality = study.modalities.some((modality) => prior.modalities.some((other) => isSameKind(modality, other)));
  const sameBodyPart = study.bodyPart !== '' && study.bodyPart.toUpperCase() === prior.bodyPart.toUpperCase();
  return (sameModality ? 2 : 0) + (sameBodyPart ? 2 : 0);
}

function isSameKind(left: string, right: string): boolean {
  return left === right || (PROJECTIONS.has(left) && PROJECTIONS.has(right));
}
