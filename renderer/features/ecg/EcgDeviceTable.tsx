import type { DeviceFindings, DeviceMeasurement, DeviceMeasurementKind } from '#shared/ecg/device-measurement.ts';
import { deviceValue } from '#shared/ecg/device-measurement.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { correctQt, heartRatePerMin, QTC_FORMULAS } from '#shared/ecg/qtc.ts';
import type { Translate } from '#renderer/text/text-engine.ts';
import { useText } from '#renderer/text/use-text.ts';
import { attentionTexts } from './ecg-words.ts';
import styles from './EcgDeviceTable.module.css';

export interface EcgDeviceTableProps {
  readonly findings: DeviceFindings;
  readonly recording: EcgRecording;
}

const ORDER: readonly DeviceMeasurementKind[] = [
  'ventricular-rate', 'atrial-rate', 'rr-interval', 'pp-interval', 'p-duration', 'pr-interval', 'qrs-duration', 'qt-interval', 'qtc-interval', 'p-axis', 'qrs-axis', 't-axis',
];
const UNIT_KEYS = { ms: 'ecg.unit.milliseconds', '/min': 'ecg.unit.per-minute', deg: 'ecg.unit.degrees' } as const;

/** The device's numbers and statements, marked as the device's; what follows from them by a formula is marked as computed. */
export function EcgDeviceTable({ findings, recording }: EcgDeviceTableProps) {
  const { t, format } = useText();
  const qtMs = deviceValue(findings, 'qt-interval');
  const rrMs = deviceValue(findings, 'rr-interval');
  const kinds = ORDER.filter((kind) => (kind === 'ventricular-rate' && rrMs !== undefined) || findings.measurements.some((measurement) => measurement.kind === kind));
  const formulas = qtMs === undefined || rrMs === undefined ? [] : QTC_FORMULAS;
  const attention = attentionTexts(t, recording);
  const number = (value: number) => format.number(value, 0);

  const computed = (kind: DeviceMeasurementKind) =>
    kind === 'ventricular-rate' && rrMs !== undefined ? t('ecg.unit.per-minute', { value: number(heartRatePerMin(rrMs)) }) : '';

  return (
    <section className={styles['device']} aria-label={t('ecg.device.title')}>
      <header>
        <h3>{t('ecg.device.title')}</h3>
        {findings.measurements.length + findings.statements.length === 0 ? null : <span>{t('ecg.device.hint')}</span>}
        {findings.statements.length === 0 ? null : (
          <p data-testid="ecg-device-statements">
            {t('ecg.device.statements')}
            <b>{findings.statements.join('；')}</b>
          </p>
        )}
      </header>
      {findings.measurements.length === 0 ? <p className={styles['none']}>{t('ecg.device.none')}</p> : (
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
              {formulas.map((formula) => <th key={formula} scope="col">{t(`ecg.formula.${formula}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            <tr data-row="device">
              <th scope="row">{t('ecg.device.row.device')}</th>
              {kinds.map((kind) => <td key={kind} data-kind={kind}>{measurementText(t, number, findings.measurements.find((measurement) => measurement.kind === kind))}</td>)}
              {formulas.map((formula) => <td key={formula}>—</td>)}
            </tr>
            {rrMs === undefined ? null : (
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
      )}
      {attention.length === 0 ? null : (
        <ul className={styles['attention']} aria-label={t('ecg.device.attention')} data-testid="ecg-attention">
          {attention.map((text) => <li key={text}>{text}</li>)}
        </ul>
      )}
    </section>
  );
}

function measurementText(t: Translate, number: (value: number) => string, measurement: DeviceMeasurement | undefined): string {
  if (measurement === undefined) return '—';
  return measurement.value === undefined ? t('ecg.device.not-measured') : t(UNIT_KEYS[measurement.unit], { value: number(measurement.value) });
}
