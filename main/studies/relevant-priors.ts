import { choosePriors, type RankedPrior } from '#shared/hanging/prior/choose-priors.ts';
import { readBodyPart } from '#shared/hanging/series/read-body-part.ts';
import type { StoredStudy } from './study.ts';

type Comparable = Pick<StoredStudy, 'modalities' | 'bodyPart' | 'studyDescription' | 'studyDate' | 'siteId'>;

/**
 * The priors that a reader will want beside a study, best first, with the reasons. A prior that shares neither body part nor kind is left in the
 * hospital until somebody asks.
 * @param priors studies of the same patient
 */
export function relevantPriors(study: Comparable, priors: readonly StoredStudy[]): readonly RankedPrior<StoredStudy>[] {
  const known = priors.map((prior) => ({ ...comparable(prior), prior }));
  return choosePriors(comparable(study), known).map(({ prior: { prior }, score, reasons }) => ({ prior, score, reasons }));
}

/** Hospitals leave Body Part Examined empty as often as not; the name of the examination says it then. */
function comparable({ modalities, bodyPart, studyDescription, studyDate, siteId }: Comparable) {
  const read = readBodyPart({ modality: '', bodyPartExamined: bodyPart, seriesDescription: studyDescription }).value;
  return { modalities, bodyPart: read === 'unknown' ? '' : read, studyDescription, studyDate, siteId };
}
