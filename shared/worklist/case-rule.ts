import type { CalendarDate } from '../dicom/values/date-time.ts';

/** Which of a site's studies are cases for the centre. Everything else in its archive is a prior, never an overdue case. */
export interface CaseRule {
  /** First study date that counts; null for all. */
  readonly sinceDate: CalendarDate | null;
  /** Modalities that the centre reads for this site; empty for all. */
  readonly modalities: readonly string[];
  /** `accession-number`: the site marks what is to be read by giving it a request. */
  readonly requestMark: 'none' | 'accession-number';
}

export interface StudyFacts {
  readonly studyDate: CalendarDate | null;
  readonly modalities: readonly string[];
  readonly accessionNumber: string;
}

/** Modalities that never make a study by themselves: our own reports and marks come back under them. */
const ACCOMPANYING_MODALITIES: ReadonlySet<string> = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'RTSTRUCT', 'REG', 'FID']);

/** A study without a date counts as new: better once too often on the list than never. */
export function isCase(study: StudyFacts, rule: CaseRule): boolean {
  if (rule.sinceDate !== null && study.studyDate !== null && study.studyDate < rule.sinceDate) return false;
  if (rule.requestMark === 'accession-number' && study.accessionNumber === '') return false;
  const own = study.modalities.filter((modality) => !ACCOMPANYING_MODALITIES.has(modality));
  if (own.length === 0) return study.modalities.length === 0;
  return rule.modalities.length === 0 || own.some((modality) => rule.modalities.includes(modality));
}

/** Days before a site was added that its studies still count as cases, when nobody says otherwise. */
export const DEFAULT_SINCE_DAYS = 7;

/** @param today the date at the hospitals; @returns the default of `sinceDate` for a site added today */
export function defaultSinceDate(today: CalendarDate): CalendarDate {
  return new Date(Date.parse(`${today}T00:00:00Z`) - DEFAULT_SINCE_DAYS * 86_400_000).toISOString().slice(0, 10);
}
