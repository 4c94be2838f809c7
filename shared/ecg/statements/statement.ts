/** How soon somebody must act. After the risk grading of remote ECGs: red now, orange today, yellow follow up, green nothing. */
export type EcgSeverity = 'red' | 'orange' | 'yellow' | 'green';
export const ECG_SEVERITIES = ['red', 'orange', 'yellow', 'green'] as const satisfies readonly EcgSeverity[];

export type StatementGroup =
  | 'overall' | 'rhythm' | 'premature' | 'tachyarrhythmia' | 'conduction' | 'axis-voltage' | 'chamber' | 'st-t' | 'infarction' | 'pacing' | 'technical' | 'other' | 'advice';
export const STATEMENT_GROUPS = [
  'overall', 'rhythm', 'premature', 'tachyarrhythmia', 'conduction', 'axis-voltage', 'chamber', 'st-t', 'infarction', 'pacing', 'technical', 'other', 'advice',
] as const satisfies readonly StatementGroup[];

/** What drives the atria, or the ventricles where nothing drives the atria. One recording may change its rhythm; two at once are a contradiction. */
export type MainRhythm = 'sinus' | 'fibrillation' | 'flutter' | 'atrial' | 'junctional' | 'supraventricular' | 'ventricular' | 'ventricular-fibrillation' | 'standstill';

/** A number that must hold for a statement to be true of an adult. Rates a minute, ms, degrees. */
export interface StatementNeed {
  readonly of: 'ventricular-rate' | 'pr-interval' | 'qrs-duration' | 'qtc-interval' | 'qrs-axis';
  readonly above?: number;
  readonly below?: number;
}

/** One sentence of the dictionary. Codes stand only where they are certain; the sentence is what is signed. */
export interface EcgStatement {
  /** Ours, unique; a department's own start with `D`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly group: StatementGroup;
  readonly severity: EcgSeverity;
  /** Statement number of AHA/ACC/HRS 2007, part II (Mason et al.). */
  readonly aha?: string;
  /** Acronym of SCP-ECG (EN 1064, annex B), without the filling underscore. */
  readonly scp?: string;
  /** SNOMED CT: CID 3230, CID 3677, or the scored and unscored tables of the PhysioNet challenges 2020 and 2021. */
  readonly snomed?: string;
  readonly rhythm?: MainRhythm;
  /** Facts that this statement asserts and those that it denies, for the check of contradictions. */
  readonly asserts?: readonly StatementFact[];
  readonly denies?: readonly StatementFact[];
  readonly needs?: readonly StatementNeed[];
}

export type StatementFact =
  | 'abnormal' | 'normal' | 'pr-measurable' | 'left-bundle-block' | 'right-bundle-block' | 'first-degree-block' | 'second-degree-block' | 'third-degree-block'
  | 'left-axis' | 'right-axis' | 'tachycardia' | 'bradycardia' | 'no-p-wave' | 'short-pr' | 'low-voltage' | 'high-voltage' | 'clockwise' | 'counterclockwise'
  | 'st-elevation' | 'long-qt' | 'short-qt';
