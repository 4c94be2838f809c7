import type { NotMeasurableReason } from '../ecg/measured.ts';
import type { PrintedStrips } from '../ecg/printed-strips.ts';
import type { QtcFormula } from '../ecg/qtc.ts';
import type { EcgSeverity } from '../ecg/statements/statement.ts';

/** What a report says of an ECG beside its words: the numbers, and the curves that its paper shows. Plain JSON. */
export interface ReportedEcg {
  readonly recording: {
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly studyInstanceUid: string;
    readonly seriesInstanceUid: string;
    /** `YYYY-MM-DD HH:MM:SS` at the hospital; '' when the object does not say. */
    readonly acquiredAt: string;
    readonly durationMs: number;
    readonly samplingFrequencyHz: number;
  };
  /** Lines of the impression that are sentences of the dictionary, by their zero-based index. */
  readonly statements: readonly ReportedStatement[];
  /** null: no line is of the dictionary. */
  readonly severity: EcgSeverity | null;
  /** In the order of the report; each value or the reason why there is none. */
  readonly values: readonly ReportedEcgValue[];
  readonly qtcFormula: QtcFormula;
  readonly leads: readonly ReportedLead[];
  /** The physician moved marks of the median beat. */
  readonly isAdjusted: boolean;
  readonly strips: PrintedStrips;
  /** The previous ECG; null when there was none or it was not looked at. */
  readonly comparison: ReportedEcgComparison | null;
  readonly criticalCalls: readonly ReportedCriticalCall[];
}

export interface ReportedStatement {
  readonly line: number;
  readonly zh: string;
  readonly en: string;
  readonly code: string;
  /** '' where none is certain. */
  readonly aha: string;
  readonly scp: string;
  readonly snomed: string;
  readonly severity: EcgSeverity;
}

export type EcgValueKind =
  | 'ventricular-rate' | 'rr-interval' | 'p-duration' | 'pr-interval' | 'qrs-duration' | 'qt-interval' | 'qtc-interval' | 'p-axis' | 'qrs-axis' | 't-axis'
  | 'rv5' | 'sv1' | 'rv5-plus-sv1';

/** `value` is rounded as it is printed: whole ms, degrees and beats, hundredths of a mV. Exactly one of value and reason is null. */
export interface ReportedEcgValue {
  readonly kind: EcgValueKind;
  readonly value: number | null;
  /** UCUM. */
  readonly unit: 'ms' | '/min' | 'deg' | 'mV';
  readonly reason: NotMeasurableReason | null;
}

/** ST of one lead, mV against the level before the QRS, hundredths; null: not measurable. */
export interface ReportedLead {
  readonly lead: string;
  readonly jMv: number | null;
  readonly jPlus60Mv: number | null;
  readonly jPlus80Mv: number | null;
}

export interface ReportedEcgComparison {
  readonly studyInstanceUid: string;
  /** `YYYY-MM-DD HH:MM` or as much of it as is known. */
  readonly recordedAt: string;
  readonly hospital: string;
  readonly differences: readonly { readonly kind: EcgValueKind; readonly before: number; readonly now: number; readonly unit: ReportedEcgValue['unit'] }[];
}

/** Somebody was told of a critical finding. Times on the wall clock of the hospitals. */
export interface ReportedCriticalCall {
  readonly finding: string;
  readonly foundAtLocal: string;
  readonly calledAtLocal: string;
  readonly receiver: string;
  /** 工号 */
  readonly receiverNumber: string;
  readonly department: string;
  readonly readBack: string;
}
