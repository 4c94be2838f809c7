import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { changeWords } from './lesion-words.ts';
import { sumOf, type LesionRow } from './lesion-rows.ts';
import { measurementTitle } from './measurement-words.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import list from './MeasurementList.module.css';
import styles from './LesionTable.module.css';

export interface LesionTableProps {
  readonly rows: readonly LesionRow[];
  /** Tracking UID of the lesion whose follow-up is drawn next. */
  readonly following: string | undefined;
  /** Where a lesion lies in the case, in words; '' where that is not known. */
  readonly placeOf: (row: LesionRow) => string;
  /** Both viewports go there. */
  readonly onGo: (row: LesionRow) => void;
  readonly onMeasure: (row: LesionRow) => void;
  readonly onToReport: (row: LesionRow) => void;
  readonly onClose: () => void;
}

/** What was measured in priors, beside what it is today. */
export function LesionTable({ rows, following, placeOf, onGo, onMeasure, onToReport, onClose }: LesionTableProps) {
  const text = useText();
  const { t } = text;
  const sum = sumOf(rows);
  return (
    <aside className={classNames(list['list'], styles['lesions'])} aria-label={t('lesion.title')} data-testid="lesion-table">
      <header>
        <h2>{t('lesion.title')}</h2>
        <Button variant="ghost" size="small" action={VIEWER_KEYS.lesions} onClick={onClose}>
          {t('hands.list.close')}
        </Button>
      </header>
      {rows.length === 0 ? <p>{t('lesion.empty')}</p> : null}
      <ul>
        {rows.map((row) => {
          const { prior, priorDate, followUp, change } = row;
          return (
            <li key={prior.trackingUid} className={classNames(prior.trackingUid === following && list['selected'])} data-testid="lesion-row" data-tracking-uid={prior.trackingUid}>
              <button type="button" className={list['go']} onClick={() => onGo(row)}>
                <b>{`${measurementTitle(text, prior)}${followUp === undefined ? '' : ` → ${measurementTitle(text, followUp)}`}`}</b>
                {change === undefined ? null : <strong data-testid="lesion-change">{changeWords(text, change)}</strong>}
                <small>{[priorDate, placeOf(row)].filter((part) => part !== '').join(' · ')}</small>
              </button>
              <button type="button" className={list['act']} data-testid="lesion-measure" onClick={() => onMeasure(row)}>
                {t(prior.trackingUid === following ? 'lesion.drawing' : followUp === undefined ? 'lesion.measure' : 'lesion.measure-again')}
              </button>
              {change === undefined ? null : (
                <button type="button" className={list['act']} data-testid="lesion-report" onClick={() => onToReport(row)}>
                  {t('lesion.to-report')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {sum === undefined ? null : (
        <p data-testid="lesion-sum">{t('lesion.sum', { before: sum.beforeMm.toFixed(1), now: sum.nowMm.toFixed(1), change: changeWords(text, sum) })}</p>
      )}
    </aside>
  );
}
