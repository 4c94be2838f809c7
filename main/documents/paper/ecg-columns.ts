import { valueDifference } from '#shared/ecg/measured-difference.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { ECG_VALUE_NAMES, ecgNumberText, ecgValueText, QTC_FORMULA_NAMES } from '#shared/report/ecg-words.ts';
import { printedTime } from '#shared/report/local-time.ts';
import type { EcgValueKind, ReportedEcg, ReportedEcgValue } from '#shared/report/reported-ecg.ts';
import type { Flow } from './flow.ts';
import type { Shape } from './shapes.ts';
import { STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

/** One line of a column; it may stand on any sheet. */
export interface ColumnRow {
  readonly height: number;
  readonly put: (flow: Flow, top: number) => void;
}

const HEADING: TextStyle = { ...STYLES.heading, leading: 1.45 };
const BODY: TextStyle = { ...STYLES.body, leading: 1.45 };
const STRONG: TextStyle = { ...BODY, face: 'bold' };
const LABEL: TextStyle = { ...STYLES.label, size: 9.75, leading: 1.3 };
const VALUE: TextStyle = { ...STYLES.value, size: 9.75, leading: 1.3 };
const GAP = 16;
const NUMBERS_WIDTH = 278;
const CALLS_WIDTH = 196;

/** 测量 in two halves: intervals left, axes and voltages right. */
const LEFT: readonly EcgValueKind[] = ['ventricular-rate', 'pr-interval', 'qrs-duration', 'qt-interval', 'qtc-interval', 'p-duration', 'rr-interval'];
const RIGHT: readonly EcgValueKind[] = ['p-axis', 'qrs-axis', 't-axis', 'rv5', 'sv1', 'rv5-plus-sv1'];

/** The columns below the trace, from left to right: what was measured, what it means, whom it was told and what changed. */
export function ecgColumns(typesetter: Typesetter, report: CanonicalReport, ecg: ReportedEcg, left: number, width: number): readonly (readonly ColumnRow[])[] {
  const right = callRows(typesetter, ecg, left + width - CALLS_WIDTH);
  const wordsLeft = left + NUMBERS_WIDTH + GAP;
  const wordsWidth = width - NUMBERS_WIDTH - GAP - (right.length === 0 ? 0 : CALLS_WIDTH + GAP);
  return [numberRows(typesetter, ecg, left), wordRows(typesetter, report, ecg, wordsLeft, wordsWidth), right];
}

function numberRows(typesetter: Typesetter, ecg: ReportedEcg, left: number): readonly ColumnRow[] {
  const valueOf = (kind: EcgValueKind | undefined) => ecg.values.find((value) => value.kind === kind);
  const rows = Array.from({ length: Math.max(LEFT.length, RIGHT.length) }, (_, index): ColumnRow => ({
    height: lineHeight(VALUE),
    put: (flow, top) => {
      putValue(flow, typesetter, ecg, valueOf(LEFT[index]), left, 44, 80, top);
      putValue(flow, typesetter, ecg, valueOf(RIGHT[index]), left + 128, 56, 92, top);
    },
  }));
  return [
    heading(typesetter, ecg.isAdjusted ? '测量（医师调整）' : '测量', left),
    ...rows,
  ];
}

function putValue(flow: Flow, typesetter: Typesetter, { qtcFormula }: ReportedEcg, value: ReportedEcgValue | undefined, x: number, labelWidth: number, valueWidth: number, top: number): void {
  if (value === undefined) return;
  // A QTc is never printed without its formula.
  const text = value.kind === 'qtc-interval' && value.value !== null ? `${ecgValueText(value)} ${QTC_FORMULA_NAMES[qtcFormula]}` : ecgValueText(value);
  const style = { ...VALUE, size: Math.min(VALUE.size, (VALUE.size * valueWidth) / typesetter.width(text, VALUE)) };
  flow.put(flow.node('P'), [typesetter.text(ECG_VALUE_NAMES[value.kind], LABEL, x, top), typesetter.text(text, { ...style, leading: (VALUE.leading * VALUE.size) / style.size }, x + labelWidth, top)]);
}

/** ST at J+60 of all leads that have one, on one line below the trace; '' when none has. */
export function stText({ leads }: ReportedEcg): string {
  const known = leads.flatMap(({ lead, jPlus60Mv }) => (jPlus60Mv === null ? [] : [`${lead} ${ecgNumberText(jPlus60Mv, 'mV')}`]));
  return known.length === 0 ? '' : `ST（J＋60，mV）　${known.join('　')}`;
}

function wordRows(typesetter: Typesetter, report: CanonicalReport, { statements }: ReportedEcg, left: number, width: number): readonly ColumnRow[] {
  const red = new Set(statements.filter(({ severity }) => severity === 'red').map(({ line }) => line));
  const numbers = report.impression.map((_, index) => `${index + 1}. `);
  const indent = Math.max(0, ...numbers.map((number) => typesetter.width(number, BODY)));
  return [
    ...(report.findings === '' ? [] : [heading(typesetter, '心电图表现', left), ...report.findings.split('\n').flatMap((part) => textRows(typesetter, part, BODY, left, width))]),
    heading(typesetter, '心电图诊断', left),
    ...report.impression.flatMap((line, index) =>
      textRows(typesetter, line, red.has(index) ? STRONG : BODY, left + indent, width - indent, typesetter.text(`${index + 1}. `, BODY, left, 0)),
    ),
    ...(report.recommendation === '' ? [] : [heading(typesetter, '建议', left), ...report.recommendation.split('\n').flatMap((part) => textRows(typesetter, part, BODY, left, width))]),
  ];
}

function callRows(typesetter: Typesetter, { criticalCalls, comparison }: ReportedEcg, left: number): readonly ColumnRow[] {
  const rows: ColumnRow[] = [];
  if (criticalCalls.length > 0) rows.push(heading(typesetter, '危急值通报', left));
  for (const call of criticalCalls) {
    const receiver = `${call.department} ${call.receiver}${call.receiverNumber === '' ? '' : `（工号 ${call.receiverNumber}）`}`.trim();
    const text = `${call.finding}　${printedTime(call.calledAtLocal).slice(11, 16)} 通知 ${receiver}，复述：${call.readBack}`;
    rows.push(...textRows(typesetter, text, VALUE, left, CALLS_WIDTH));
  }
  if (comparison !== null) {
    rows.push(heading(typesetter, '与前次比较', left), ...textRows(typesetter, [comparison.recordedAt, comparison.hospital].filter((part) => part !== '').join('　'), VALUE, left, CALLS_WIDTH));
    for (const { kind, before, now, unit } of comparison.differences) {
      const difference = valueDifference(unit, before, now);
      const sign = difference > 0 ? '＋' : '';
      const text = `${ECG_VALUE_NAMES[kind]}　${ecgNumberText(before, unit)} → ${ecgNumberText(now, unit)}（${sign}${ecgNumberText(difference, unit)}）`;
      rows.push(...textRows(typesetter, text, VALUE, left, CALLS_WIDTH));
    }
  }
  return rows;
}

function heading(typesetter: Typesetter, text: string, left: number): ColumnRow {
  return { height: lineHeight(HEADING), put: (flow, top) => flow.put(flow.node('H2'), [typesetter.text(text, HEADING, left, top)]) };
}

/** @param label stands before the first line, made for `top` 0 */
function textRows(typesetter: Typesetter, text: string, style: TextStyle, left: number, width: number, label?: Extract<Shape, { kind: 'text' }>): readonly ColumnRow[] {
  return typesetter.lines(text.trimEnd(), style, width).map((line, index): ColumnRow => ({
    height: lineHeight(style),
    put: (flow, top) => {
      const shapes = typesetter.line(line, style, left, top, width);
      flow.put(flow.node('P'), [...(index === 0 && label !== undefined ? [{ ...label, baseline: label.baseline + top }] : []), ...shapes]);
    },
  }));
}
