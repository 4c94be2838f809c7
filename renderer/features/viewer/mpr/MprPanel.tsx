import { memo, type ReactNode } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { lengthOf } from '#shared/dicom/geometry/vector3.ts';
import type { PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import { sliceDistanceMm } from '#shared/dicom/volume/volume-grid.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { measurementTitle, placeWords } from '../measuring/measurement-words.ts';
import { MPR_KEYS } from './mpr-keys.ts';
import { SLAB_MODES, type MprAct, type MprView } from './mpr-view.ts';
import { markWords, slabWords } from './mpr-words.ts';
import styles from './MprDesk.module.css';

/** What a measurement was drawn on. */
export type SeenPlane = PlaneName | 'curve';

export interface MprPanelProps {
  readonly volume: VolumeHandle;
  readonly slab: MprView['slab'];
  readonly curvePoints: number;
  /** What is laid over the planes. */
  readonly fusion: ReactNode;
  /** Those of the stack that lie in space. */
  readonly measurements: readonly Measurement[];
  readonly onGo: (measurement: Measurement) => void;
  readonly onAct: (act: MprAct) => void;
  readonly onRemove: (trackingUid: string) => void;
  readonly onClose: () => void;
}

const THICKEST_MM = 100;

/** The fourth field: what the volume is, the slab, and what was measured on the planes. It stands still while the planes are scrolled. */
export const MprPanel = memo(function MprPanel({ volume, slab, curvePoints, fusion, measurements, onAct, onGo, onRemove, onClose }: MprPanelProps) {
  const text = useText();
  const { t, format } = text;
  const { grid } = volume;
  return (
    <aside className={styles['panel']} aria-label={t('mpr.title')} data-testid="mpr-panel">
      <h4>
        {t('mpr.title')}
        <button type="button" onMouseDown={keepFocus} onClick={onClose}>
          <KeyCap keys={MPR_KEYS.planes.keys[0]} />
          {t('mpr.close')}
        </button>
      </h4>
      <dl>
        <dt>{t('mpr.row.voxels')}</dt>
        <dd>{t('mpr.value.voxels', { columns: grid.columns, rows: grid.rows, slices: grid.slices })}</dd>
        <dt>{t('mpr.row.size')}</dt>
        <dd>{t('mpr.value.size', { column: format.number(lengthOf(grid.columnStepMm), 3), row: format.number(lengthOf(grid.rowStepMm), 3), slice: format.number(sliceDistanceMm(grid), 3) })}</dd>
        <dt>{t('mpr.row.marks')}</dt>
        <dd>
          {markWords(text, volume).map((words) => (
            <div key={words}>{words}</div>
          ))}
        </dd>
      </dl>
      <fieldset className={styles['slab']}>
        <legend>{t('mpr.row.slab')}</legend>
        <div>
          <button type="button" className={classNames(slab.thicknessMm === 0 && styles['on'])} aria-pressed={slab.thicknessMm === 0} onMouseDown={keepFocus} onClick={() => onAct({ kind: 'slab', slab: { ...slab, thicknessMm: 0 } })}>
            {t('mpr.thin')}
          </button>
          {SLAB_MODES.map((mode) => {
            const isOn = slab.thicknessMm > 0 && slab.mode === mode;
            return (
              <button key={mode} type="button" className={classNames(isOn && styles['on'])} aria-pressed={isOn} onMouseDown={keepFocus} onClick={() => onAct({ kind: 'slab', slab: { mode, thicknessMm: slab.thicknessMm || 10 } })}>
                {t(`mpr.mode.${mode}`)}
              </button>
            );
          })}
        </div>
        <label>
          {slabWords(text, slab)}
          <input type="range" min={0} max={THICKEST_MM} step={1} value={slab.thicknessMm} aria-label={t('mpr.row.thickness')} onChange={(event) => onAct({ kind: 'slab', slab: { ...slab, thicknessMm: event.target.valueAsNumber } })} />
        </label>
        <button type="button" onMouseDown={keepFocus} onClick={() => onAct({ kind: 'straighten' })}>
          <KeyCap keys={MPR_KEYS.straighten.keys[0]} />
          {t('mpr.key.straighten')}
        </button>
      </fieldset>
      <div className={styles['buttons']}>
        <button type="button" onMouseDown={keepFocus} onClick={() => onAct({ kind: 'curve-point' })}>
          <KeyCap keys={MPR_KEYS.curvePoint.keys[0]} />
          {t('curve.key.add')}
        </button>
        {curvePoints === 0 ? null : (
          <button type="button" onMouseDown={keepFocus} onClick={() => onAct({ kind: 'curve-back' })}>
            <KeyCap keys={MPR_KEYS.curveBack.keys[0]} />
            {t('curve.points', { count: curvePoints })}
          </button>
        )}
      </div>
      {fusion}
      <p className={styles['hint']}>{t('mpr.hint')}</p>
      {measurements.length === 0 ? null : (
        <ul data-testid="mpr-measurements">
          {measurements.map((measurement) => (
            <li key={measurement.trackingUid} data-tracking-uid={measurement.trackingUid}>
              <button type="button" className={styles['go']} onMouseDown={keepFocus} onClick={() => onGo(measurement)}>
                {[measurementTitle(text, measurement), measurement.place === undefined ? '' : placeWords(text, measurement.place)].join(' · ')}
              </button>
              <button type="button" aria-label={t('hands.list.remove-one', { name: measurementTitle(text, measurement) })} onMouseDown={keepFocus} onClick={() => onRemove(measurement.trackingUid)}>
                {t('mpr.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
});

/** The keys stay with the pictures. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
