import type { DeviceFindings, DeviceMeasurement, DeviceMeasurementKind } from '#shared/ecg/device-measurement.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import { measuredDifference } from '#shared/ecg/measured-difference.ts';
import type { Measured } from '#shared/ecg/measured.ts';
import { deviceValue } from '#shared/ecg/device-measurement.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import type { EcgHint } from '#shared/ecg/hints.ts';
import { againstLimits, LIMITS_SOURCE, type ChildLimits, type LimitedValue } from '#shared/ecg/paediatric-limits.ts';
import { correctQt, heartRatePerMin, QTC_FORMULAS, type QtcFormula } from '#shared/ecg/qtc.ts';
import type { Translate } from '#renderer/text/text-engine.ts';
import { useText } from '#renderer/text/use-text.ts';
import { attentionTexts, hintText } from './ecg-words.ts';
import styles from './EcgDeviceTable.module.css';

export interface EcgDeviceTableProps {
  readonly findings: DeviceFindings;
  readonly recording: EcgRecording;
  readonly hints: readonly EcgHint[];
  /** Ours, with the marks of the physician. */
  readonly measurements: EcgMeasurements;
  /** Of the previous ECG. */
  readonly previous: EcgMeasurements | undefined;
  /** Of a child; undefined for a grown patient. */
  readonly child: ChildOfEcg | undefined;
  readonly qtcFormula: QtcFormula;
  readonly onFormula: (formula: QtcFormula) => void;
}

/** A child as its reader needs it: `6岁4月`, and the limits of that age. */
export interface ChildOfEcg {
  readonly age: string;
  readonly limits: ChildLimits;
}

const LIMITED: Readonly<Record<string, LimitedValue>> = { 'ventricular-rate': 'heartRate', 'pr-interval': 'pr', 'qrs-duration': 'qrs', 'qrs-axis': 'qrsAxis', bazett: 'qtcBazett' };

const ORDER: readonly DeviceMeasurementKind[] = [
  'ventricular-rate', 'atrial-rate', 'rr-interval', 'pp-interval', 'p-duration', 'pr-interval', 'qrs-duration', 'qt-interval', 'qtc-interval', 'p-axis', 'qrs-axis', 't-axis',
];
const UNIT_KEYS = { ms: 'ecg.unit.milliseconds', '/min': 'ecg.unit.per-minute', deg: 'ecg.unit.degrees' } as const;

/** Our numbers beside those of the device and of the previous ECG: each marked as whose it is; what follows from the device's by a formula is marked as computed. */
export function EcgDeviceTable({ findings, recording, hints, measurements, previous, child, qtcFormula, onFormula }: EcgDeviceTableProps) {
  const { t, format } = useText();
  const qtMs = deviceValue(findings, 'qt-interval');
  const rrMs = deviceValue(findings, 'rr-interval');
  const kinds = ORDER.filter((kind) => ownValue(measurements, kind) !== undefined || findings.measurements.some((measurement) => measurement.kind === kind));
  const formulas = QTC_FORMULAS;
  const attention = [...attentionTexts(t, recording), ...hints.map((hint) => hintText(t, hint))];
  const number = (value: number) => format.number(value, 0);

  const computed = (kind: DeviceMeasurementKind) =>
    kind === 'ventricular-rate' && rrMs !== undefined ? t('ecg.unit.per-minute', { value: number(heartRatePerMin(rrMs)) }) : '';

  const limits = child?.limits.status === 'given' ? child.limits.limits : undefined;
  const limitOf = (key: string) => (LIMITED[key] === undefined ? undefined : limits?.limits[LIMITED[key]]);
  const ownCell = (key: string, value: Measured | undefined, isCompared: boolean) => {
    const limit = isCompared && value !== undefined ? limitOf(key) : undefined;
    const place = limit === undefined || value === undefined ? undefined : againstLimits(value, limit);
    return <td key={key} data-kind={key} data-limit={place}>{place === 'above' ? '▲ ' : place === 'below' ? '▼ ' : ''}{ownText(value)}</td>;
  };
  const ownCells = (of: EcgMeasurements, isCompared: boolean) => [
    ...kinds.map((kind) => ownCell(kind, ownValue(of, kind), isCompared)),
    ...formulas.map((formula) => ownCell(formula, of.qtc[formula], isCompared)),
    ...VOLTAGES.map((voltage) => <td key={voltage} data-kind={voltage}>{ownText(of[VOLTAGE_VALUES[voltage]])}</td>),
  ];
  const ownText = (value: Measured | undefined) => {
    if (value === undefined) return '—';
    if (value.status === 'notMeasurable') return <abbr title={t('ecg.not-measurable', { reason: t(`ecg.reason.${value.reason}`) })}>{t('ecg.device.not-measured')}</abbr>;
    return value.unit === 'mV' ? t('ecg.unit.millivolts', { value: format.number(value.value, 2) }) : t(UNIT_KEYS[value.unit], { value: number(value.value) });
  };

  const differenceText = (value: number | undefined, decimals: number) =>
    value === undefined ? '—' : value === 0 ? '0' : `${value > 0 ? '+' : '−'}${format.number(Math.abs(value), decimals)}`;

  return (
    <section className={styles['device']} aria-label={t('ecg.device.title')}>
      <header>
        <h2>{t('ecg.device.title')}</h2>
        {findings.measurements.length + findings.statements.length === 0 ? null : <span>{t('ecg.device.hint')}</span>}
        {findings.statements.length === 0 ? null : (
          <p data-testid="ecg-device-statements">
            {t('ecg.device.statements')}
            <b>{findings.statements.join('；')}</b>
          </p>
        )}
      </header>
      {findings.measurements.length > 0 ? null : <p className={styles['none']}>{t('ecg.device.none')}</p>}
        <table>
          <thead>
            <tr>
              <th scope="col">{t('ecg.device.item')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {t(`ecg.measure.${kind}`)}
                  {kind === 'qtc-interval' && deviceValue(findings, kind) !== undefined ? <small>{t('ecg.device.formula-unknown')}</small> : null}
                </th>
              ))}
              {formulas.map((formula) => (
                <th key={formula} scope="col">
                  <button type="button" aria-pressed={formula === qtcFormula} className={styles['formula']} title={t('ecg.formula.choose')} onClick={() => onFormula(formula)}>
                    {t(`ecg.formula.${formula}`)}
                  </button>
                </th>
              ))}
              {VOLTAGES.map((voltage) => <th key={voltage} scope="col">{t(`ecg.measure.${voltage}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            <tr data-row="ours">
              <th scope="row">{t(measurements.movedMarks.length > 0 ? 'ecg.row.physician' : 'ecg.row.ours')}</th>
              {ownCells(measurements, true)}
            </tr>
            {child === undefined || limits === undefined ? null : (
              <tr data-row="limits" title={t('ecg.limits.hint')}>
                <th scope="row">{t('ecg.limits.row', { age: child.age })}</th>
                {[...kinds, ...formulas, ...VOLTAGES].map((key) => {
                  const limit = limitOf(key);
                  return <td key={key} data-kind={key}>{limit === undefined ? '—' : t('ecg.limits.range', { low: number(limit.low), high: number(limit.high) })}</td>;
                })}
              </tr>
            )}
            {findings.measurements.length === 0 ? null : <tr data-row="device">
              <th scope="row">{t('ecg.device.row.device')}</th>
              {kinds.map((kind) => <td key={kind} data-kind={kind}>{measurementText(t, number, findings.measurements.find((measurement) => measurement.kind === kind))}</td>)}
              {formulas.map((formula) => <td key={formula}>—</td>)}
            </tr>}
            {previous === undefined ? null : (
              <tr data-row="previous">
                <th scope="row">{t('ecg.row.previous')}</th>
                {ownCells(previous, false)}
              </tr>
            )}
            {previous === undefined ? null : (
              <tr data-row="difference">
                <th scope="row">{t('ecg.row.difference')}</th>
                {[
                  ...kinds.map((kind) => ({ key: kind, before: ownValue(previous, kind), now: ownValue(measurements, kind) })),
                  ...formulas.map((formula) => ({ key: formula, before: previous.qtc[formula], now: measurements.qtc[formula] })),
                  ...VOLTAGES.map((voltage) => ({ key: voltage, before: previous[VOLTAGE_VALUES[voltage]], now: measurements[VOLTAGE_VALUES[voltage]] })),
                ].map(({ key, before, now }) => <td key={key} data-kind={key}>{differenceText(measuredDifference(before, now), now?.status === 'measured' && now.unit === 'mV' ? 2 : 0)}</td>)}
              </tr>
            )}
            {rrMs === undefined || findings.measurements.length === 0 ? null : (
              <tr data-row="computed" title={t('ecg.device.computed-hint')}>
                <th scope="row">{t('ecg.device.row.computed')}</th>
                {kinds.map((kind) => <td key={kind} data-kind={kind}>{computed(kind)}</td>)}
                {formulas.map((formula) => {
                  const corrected = qtMs === undefined ? undefined : correctQt(formula, qtMs, rrMs);
                  return <td key={formula} data-kind={formula}>{corrected === undefined ? '—' : t('ecg.unit.milliseconds', { value: number(corrected) })}</td>;
                })}
              </tr>
            )}
          </tbody>
        </table>
      {child === undefined ? null : (
        <p className={styles['none']} data-testid="ecg-limits">
          {child.limits.status === 'given' ? t('ecg.limits.source', LIMITS_SOURCE) : t(`ecg.limits.${child.limits.reason}`, { age: child.age })}
        </p>
      )}
      {attention.length === 0 ? null : (
        <ul className={styles['attention']} aria-label={t('ecg.device.attention')} data-testid="ecg-attention">
          {attention.map((text) => <li key={text}>{text}</li>)}
        </ul>
      )}
    </section>
  );
}

const VOLTAGES = ['rv5', 'sv1', 'rv5-plus-sv1'] as const;
const VOLTAGE_VALUES = { rv5: 'rv5', sv1: 'sv1', 'rv5-plus-sv1': 'rv5PlusSv1' } as const;

/** Ours of a kind that devices give too; undefined for what we do not measure. */
function ownValue(measurements: EcgMeasurements, kind: DeviceMeasurementKind): Measured | undefined {
  switch (kind) {
    case 'ventricular-rate': return measurements.heartRate;
    case 'rr-interval': return measurements.rr;
    case 'p-duration': return measurements.pDuration;
    case 'pr-interval': return measurements.pr;
    case 'qrs-duration': return measurements.qrs;
    case 'qt-interval': return measurements.qt;
    case 'p-axis': return measurements.pAxis;
    case 'qrs-axis': return measurements.qrsAxis;
    case 't-axis': return measurements.tAxis;
    case 'atrial-rate': case 'pp-interval': case 'qtc-interval': return undefined;
    default: return kind satisfies never;
  }
}

function measurementText(t: Translate, number: (value: number) => string, measurement: DeviceMeasurement | undefined): string {
  if (measurement === undefined) return '—';
  return measurement.value === undefined ? t('ecg.device.not-measured') : t(UNIT_KEYS[measurement.unit], { value: number(measurement.value) });
}
