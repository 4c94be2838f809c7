import type { EcgMeasurements } from '../ecg/ecg-measurements.ts';
import { valueOf, type Measured } from '../ecg/measured.ts';
import type { QtcFormula } from '../ecg/qtc.ts';
import type { MeasuredFacts } from '../ecg/statements/check-statements.ts';
import type { EcgValueKind, ReportedEcgComparison, ReportedEcgValue, ReportedLead } from './reported-ecg.ts';

/** What is measured as it stands in a report: rounded as it is printed, in the order of the report. */
export function toReportedValues(measurements: EcgMeasurements, formula: QtcFormula): readonly ReportedEcgValue[] {
  const values: readonly (readonly [EcgValueKind, Measured, ReportedEcgValue['unit']])[] = [
    ['ventricular-rate', measurements.heartRate, '/min'], ['rr-interval', measurements.rr, 'ms'], ['p-duration', measurements.pDuration, 'ms'],
    ['pr-interval', measurements.pr, 'ms'], ['qrs-duration', measurements.qrs, 'ms'], ['qt-interval', measurements.qt, 'ms'],
    ['qtc-interval', measurements.qtc[formula], 'ms'], ['p-axis', measurements.pAxis, 'deg'], ['qrs-axis', measurements.qrsAxis, 'deg'],
    ['t-axis', measurements.tAxis, 'deg'], ['rv5', measurements.rv5, 'mV'], ['sv1', measurements.sv1, 'mV'], ['rv5-plus-sv1', measurements.rv5PlusSv1, 'mV'],
  ];
  return values.map(([kind, measured, unit]) =>
    measured.status === 'measured'
      ? { kind, value: rounded(measured.value, unit === 'mV' ? 2 : 0), unit, reason: null }
      : { kind, value: null, unit, reason: measured.reason },
  );
}

export function toReportedLeads({ st }: EcgMeasurements): readonly ReportedLead[] {
  const millivolts = (level: Measured) => {
    const value = valueOf(level);
    return value === undefined ? null : rounded(value, 2);
  };
  return st.map(({ lead, j, jPlus60, jPlus80 }) => ({ lead, jMv: millivolts(j), jPlus60Mv: millivolts(jPlus60), jPlus80Mv: millivolts(jPlus80) }));
}

/** Printed values that differ from those of an earlier ECG; what only one of them has is no difference. */
export function differencesOf(before: readonly ReportedEcgValue[], now: readonly ReportedEcgValue[]): ReportedEcgComparison['differences'] {
  return now.flatMap(({ kind, value, unit }) => {
    const earlier = before.find((candidate) => candidate.kind === kind)?.value ?? null;
    return value === null || earlier === null || value === earlier ? [] : [{ kind, before: earlier, now: value, unit }];
  });
}

/** What statements are checked against. */
export function measuredFacts(values: readonly ReportedEcgValue[], isAdult: boolean): MeasuredFacts {
  const of = (kind: EcgValueKind) => values.find((value) => value.kind === kind)?.value ?? undefined;
  return {
    ventricularRate: of('ventricular-rate'), prMs: of('pr-interval'), qrsMs: of('qrs-duration'), qtcMs: of('qtc-interval'), qrsAxisDeg: of('qrs-axis'), isAdult,
  };
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
