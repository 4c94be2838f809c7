import type { NotMeasurableReason } from '../ecg/measured.ts';
import type { PrintedStrips } from '../ecg/printed-strips.ts';
import type { QtcFormula } from '../ecg/qtc.ts';
import type { EcgSeverity } from '../ecg/statements/statement.ts';
import type { EcgValueKind, ReportedEcgValue } from './reported-ecg.ts';

/** How values are called on a Chinese ECG report, in the order in which they stand there. */
export const ECG_VALUE_NAMES: Readonly<Record<EcgValueKind, string>> = {
  'ventricular-rate': '心率', 'rr-interval': 'RR', 'p-duration': 'P 时限', 'pr-interval': 'PR', 'qrs-duration': 'QRS', 'qt-interval': 'QT', 'qtc-interval': 'QTc',
  'p-axis': 'P 轴', 'qrs-axis': 'QRS 轴', 't-axis': 'T 轴', rv5: 'RV5', sv1: 'SV1', 'rv5-plus-sv1': 'RV5＋SV1',
};

export const QTC_FORMULA_NAMES: Readonly<Record<QtcFormula, string>> = { bazett: 'Bazett', fridericia: 'Fridericia', framingham: 'Framingham', hodges: 'Hodges' };

/** 红, 橙, 黄, 绿: the risk grading of remote ECGs. */
export const SEVERITY_NAMES: Readonly<Record<EcgSeverity, string>> = { red: '红', orange: '橙', yellow: '黄', green: '绿' };

/** Why there is no number, short enough for a table. */
export const NOT_MEASURABLE_NAMES: Readonly<Record<NotMeasurableReason, string>> = {
  'no-signal': '无信号', noise: '干扰', fibrillation: '颤动', pacing: '起搏', 'no-beats': '无 QRS', 'too-few-beats': '心搏太少', 'no-p-wave': '无 P 波', 'no-t-wave': 'T 波不清',
  'no-qrs-bounds': 'QRS 不清', 'lead-missing': '缺导联', 'no-deflection': '无波幅', 'low-sampling-rate': '采样过低', 'out-of-range': '超出范围',
};

const UNITS: Readonly<Record<ReportedEcgValue['unit'], string>> = { ms: ' ms', '/min': ' 次/分', deg: '°', mV: ' mV' };

/** `58 次/分`, `−12°`, `1.20 mV`, `不能测量（无 P 波）`. */
export function ecgValueText({ value, unit, reason }: ReportedEcgValue): string {
  if (value === null) return `不能测量${reason === null ? '' : `（${NOT_MEASURABLE_NAMES[reason]}）`}`;
  return `${ecgNumberText(value, unit)}${UNITS[unit]}`;
}

/** The number alone, with a true minus. */
export function ecgNumberText(value: number, unit: ReportedEcgValue['unit']): string {
  return value.toFixed(unit === 'mV' ? 2 : 0).replace(/^-(0(?:\.0+)?)$/, '$1').replace('-', '−');
}

/** Leads of different moments do not belong to one beat; '' where all were recorded at once. */
export function leadTurnsText({ leadTurns = 0 }: Pick<PrintedStrips, 'leadTurns'>): string {
  return leadTurns === 0 ? '' : `导联分 ${leadTurns} 组先后记录，各组分别测量`;
}

/** What the program did to the curves: `0.05–150 Hz · 50 Hz 陷波`; 本机不加滤波 when it did nothing. */
export function printedFilterText({ filters: { highPassHz, lowPassHz, notchHz } }: PrintedStrips): string {
  const band = highPassHz !== null && lowPassHz !== null ? `${highPassHz}–${lowPassHz} Hz`
    : highPassHz !== null ? `${highPassHz} Hz 以上` : lowPassHz !== null ? `${lowPassHz} Hz 以下` : '';
  const texts = [band, notchHz === null ? '' : `${notchHz} Hz 陷波`].filter((text) => text !== '');
  return texts.length === 0 ? '本机不加滤波' : texts.join('　');
}
