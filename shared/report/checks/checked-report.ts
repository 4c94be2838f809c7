/** What a check of a report's words may find. A contradiction of sides is `laterality` and nothing else. */
export const PROBLEM_CODES = [
  'laterality',
  'sex-organ',
  'age-organ',
  'missing-impression',
  'finding-without-impression',
  'impression-without-finding',
  'unit',
  'positive-flag',
  'critical-unhandled',
  'placeholder',
  'date',
  'other-patient',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** `block`: the text must change. `confirm`: signed only with a reason. `hint`: worth knowing, interrupts nobody. */
export type ProblemLevel = 'block' | 'confirm' | 'hint';

/** Where in the report: its words, or what surrounds them. */
export type CheckedSection = 'findings' | 'impression' | 'recommendation' | 'header';

export interface ReportProblem {
  readonly code: ProblemCode;
  readonly level: ProblemLevel;
  readonly section: CheckedSection;
  /** The words at fault, as they stand in the section; '' where words are missing. */
  readonly excerpt: string;
}

/** A report as far as its words can be checked. Dates as they came: a day that does not exist is a finding, not an error. */
export interface CheckedReport {
  readonly modality: string;
  /** Chinese, or a Defined Term of Body Part Examined (0018,0015). */
  readonly bodyPart: string;
  /** The side that was ordered; '' when none was. */
  readonly laterality: 'R' | 'L' | 'B' | '';
  readonly sex: 'M' | 'F' | 'O' | '';
  /** Null when unknown; 0.5 is six months. */
  readonly ageYears: number | null;
  readonly patientName: string;
  readonly studyDate: string;
  readonly comparisonDate: string;
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
  /** 阳性, 阴性; null: not said yet. */
  readonly positive: boolean | null;
  /** A notification was recorded. */
  readonly criticalHandled: boolean;
}
