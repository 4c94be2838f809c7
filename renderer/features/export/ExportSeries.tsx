import type { ExportSurvey } from '#shared/contract/services/exports.contract.ts';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ExportDialog.module.css';

export interface ExportSeriesProps {
  readonly survey: ExportSurvey['series'];
  readonly series: readonly SeriesSummary[];
  /** Series that stay here. */
  readonly left: ReadonlySet<string>;
  /** Series that a person has looked at. */
  readonly seen: ReadonlySet<string>;
  /** Names are taken out: pictures that may show them must be looked at. */
  readonly asksToLook: boolean;
  readonly onLeave: (seriesInstanceUid: string, isLeft: boolean) => void;
  readonly onSee: (seriesInstanceUid: string, isSeen: boolean) => void;
}

/** The series of a study: which leave, why a person must look at some, and which never leave without names. */
export function ExportSeries({ survey, series, left, seen, asksToLook, onLeave, onSee }: ExportSeriesProps) {
  const { t } = useText();
  const known = new Map(series.map((one) => [one.seriesInstanceUid, one]));
  return (
    <ul className={styles['series']}>
      {survey.map(({ seriesInstanceUid, instances, verdict, reasons, refused }) => {
        const { modality = '', seriesNumber = null, seriesDescription = '' } = known.get(seriesInstanceUid) ?? {};
        const isRefused = asksToLook && refused >= instances;
        return (
          <li key={seriesInstanceUid} data-testid="export-series" data-verdict={verdict} data-series-instance-uid={seriesInstanceUid}>
            <label>
              <input type="checkbox" checked={!left.has(seriesInstanceUid) && !isRefused} disabled={isRefused} onChange={(event) => onLeave(seriesInstanceUid, !event.target.checked)} />
              {`${modality} ${seriesNumber ?? ''} ${seriesDescription}`.trim()}
              <span className={styles['note']}>{t('export.instances', { count: instances })}</span>
            </label>
            {asksToLook && verdict !== 'clear' ? <span className={isRefused ? styles['error'] : styles['warn']}>{`${isRefused ? '◆' : '▲'} ${reasons.map(({ reason, count }) => t(`export.reason.${reason}`, { count })).join('；')}`}</span> : null}
            {asksToLook && verdict !== 'clear' && !isRefused && !left.has(seriesInstanceUid) ? (
              <label className={styles['look']}>
                <input type="checkbox" checked={seen.has(seriesInstanceUid)} onChange={(event) => onSee(seriesInstanceUid, event.target.checked)} />
                {t('export.seen')}
              </label>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
