/** What is known of a study when it is weighed as a prior. */
export interface ComparableStudy {
  readonly modalities: readonly string[];
  /** Defined term or the hospital's own word; '' when nobody said it. */
  readonly bodyPart: string;
  readonly studyDescription: string;
  /** `YYYY-MM-DD`; null when the hospital sent none. */
  readonly studyDate: string | null;
  readonly siteId: string;
}

export type PriorReason = 'same-examination' | 'same-modality' | 'related-modality' | 'same-body-part' | 'near-body-part' | 'within-a-year' | 'same-hospital' | 'other-hospital';

export interface RankedPrior<Study> {
  readonly prior: Study;
  readonly score: number;
  /** Weightiest first. */
  readonly reasons: readonly PriorReason[];
}

/** Kinds of examination that are read against each other: a radiograph of the chest beside another, whatever plate took it. */
const KINDS = [['CR', 'DX', 'RF'], ['CT', 'PT'], ['XA', 'CT']];
/** Body parts that show one another. */
const REGIONS = [
  ['HEAD', 'BRAIN', 'SKULL', 'ORBIT', 'SINUS', 'FACE', 'TBONE', 'IAC', 'PITUITARY', 'HEADNECK'], ['NECK', 'CSPINE', 'THYROID', 'CAROTID', 'HEADNECK', 'LARYNX', 'NASOPHARYNX'],
  ['CHEST', 'LUNG', 'THORAX', 'MEDIASTINUM', 'RIB', 'HEART', 'TSPINE', 'CHESTABDOMEN', 'CHESTABDPELVIS', 'AORTA'],
  ['ABDOMEN', 'ABDOMENPELVIS', 'LIVER', 'PANCREAS', 'SPLEEN', 'KIDNEY', 'ADRENAL', 'GALLBLADDER', 'CHESTABDOMEN', 'CHESTABDPELVIS', 'LSPINE', 'AORTA'],
  ['PELVIS', 'ABDOMENPELVIS', 'CHESTABDPELVIS', 'PROSTATE', 'UTERUS', 'RECTUM', 'BLADDER', 'HIP', 'SIJOINT', 'SSPINE'], ['SPINE', 'CSPINE', 'TSPINE', 'LSPINE', 'LSSPINE', 'TLSPINE', 'SSPINE'],
];
const POINTS: Readonly<Record<PriorReason, number>> = {
  'same-examination': 2, 'same-modality': 4, 'related-modality': 2, 'same-body-part': 6, 'near-body-part': 3, 'within-a-year': 1, 'same-hospital': 1, 'other-hospital': 0,
};
const YEAR_MS = 366 * 24 * 3_600_000;

/**
 * Earlier studies of one patient that a reader will want beside a study, best first; with equal points the newest. One that shares neither part
 * nor kind is left out. Whose they are is decided before: identity is never guessed here.
 * @param priors in any order; later studies than the case are left out
 */
export function choosePriors<Study extends ComparableStudy>(study: ComparableStudy, priors: readonly Study[]): readonly RankedPrior<Study>[] {
  return priors
    .filter((prior) => study.studyDate === null || prior.studyDate === null || prior.studyDate <= study.studyDate)
    .map((prior) => ({ prior, reasons: reasonsOf(study, prior) }))
    .map(({ prior, reasons }) => ({ prior, reasons, score: reasons.reduce((sum, reason) => sum + POINTS[reason], 0) }))
    .filter(({ reasons }) => reasons.some((reason) => reason.endsWith('modality') || reason.endsWith('body-part')))
    .sort((left, right) => right.score - left.score || (right.prior.studyDate ?? '').localeCompare(left.prior.studyDate ?? ''));
}

function reasonsOf(study: ComparableStudy, prior: ComparableStudy): readonly PriorReason[] {
  const shares = study.modalities.some((modality) => prior.modalities.includes(modality));
  const isRelated = KINDS.some((kind) => study.modalities.some((one) => kind.includes(one)) && prior.modalities.some((one) => kind.includes(one)));
  const part = term(study.bodyPart);
  const priorPart = term(prior.bodyPart);
  const isSamePart = part !== '' && part === priorPart;
  const isNear = !isSamePart && REGIONS.some((region) => region.includes(part) && region.includes(priorPart));
  const name = study.studyDescription.trim().toLowerCase();
  const isSameExamination = name !== '' && name === prior.studyDescription.trim().toLowerCase();
  const reasons: (PriorReason | false)[] = [
    isSamePart && 'same-body-part',
    shares && 'same-modality',
    isNear && 'near-body-part',
    !shares && isRelated && 'related-modality',
    isSameExamination && 'same-examination',
    isWithinAYear(study.studyDate, prior.studyDate) && 'within-a-year',
    prior.siteId === study.siteId ? 'same-hospital' : 'other-hospital',
  ];
  return reasons.filter((reason) => reason !== false);
}

function term(bodyPart: string): string {
  return bodyPart.trim().toUpperCase().replaceAll(/[\s_]/g, '');
}

function isWithinAYear(date: string | null, before: string | null): boolean {
  return date !== null && before !== null && Date.parse(date) - Date.parse(before) <= YEAR_MS;
}
