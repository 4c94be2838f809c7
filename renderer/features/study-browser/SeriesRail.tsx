import type { KeyboardEvent } from 'react';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import { putSeries } from '#renderer/imaging/series-drag.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { seriesWords, type RailStudy } from './rail-study.ts';
import { SeriesThumbnail } from './SeriesThumbnail.tsx';
import styles from './SeriesRail.module.css';

export interface SeriesRailProps {
  /** The case first, then its priors, newest first. */
  readonly studies: readonly RailStudy[];
  /** One-based numbers of the viewports that show a series. */
  readonly viewportsOf: (studyId: number, seriesInstanceUid: string) => readonly number[];
  readonly isActive: (studyId: number, seriesInstanceUid: string) => boolean;
  readonly isSeen: (studyId: number, seriesInstanceUid: string) => boolean;
  /** A press, single or double: onto the desk. */
  readonly onPlace: (studyId: number, seriesInstanceUid: string) => void;
  readonly onOpenPrior: (studyId: number) => void;
}

/** The series of the case and of its priors: picture, name, how much is here, where it hangs, whether it was seen. */
export function SeriesRail(props: SeriesRailProps) {
  const { studies, onOpenPrior } = props;
  const { t } = useText();
  return (
    <nav className={styles['rail']} aria-label={t('study-browser.label')} data-testid="series-rail" onKeyDown={walk}>
      {studies.map((study) => (
        <section key={study.studyId} aria-label={study.isPrior ? study.date : t('study-browser.current')} data-study-id={study.studyId}>
          <h3 className={classNames(styles['head'], study.isPrior && styles['prior'])}>
            <span>{study.isPrior ? study.date : t('study-browser.current')}</span>
            <span>{study.isPrior ? study.name : `${study.heldInstances}/${study.expectedInstances}`}</span>
          </h3>
          {study.series === undefined ? (
            <button type="button" className={styles['open']} onClick={() => onOpenPrior(study.studyId)}>
              {t('study-browser.prior.open', { date: study.date })}
              <Bar fraction={fractionOf(study)} tone="grey" />
            </button>
          ) : (
            study.series.map((series) => <Series key={series.seriesInstanceUid} {...props} study={study} series={series} />)
          )}
        </section>
      ))}
    </nav>
  );
}

interface SeriesProps extends SeriesRailProps {
  readonly study: RailStudy;
  readonly series: SeriesSummary;
}

function Series({ study, series, viewportsOf, isActive, isSeen, onPlace }: SeriesProps) {
  const { t } = useText();
  const { studyId } = study;
  const { seriesInstanceUid, heldInstances: held, expectedInstances: expected, content } = series;
  const name = seriesWords(series, (number) => t('study-browser.unnamed', { number }));
  const numbers = viewportsOf(studyId, seriesInstanceUid);
  const seen = t(isSeen(studyId, seriesInstanceUid) ? 'study-browser.seen' : 'study-browser.unseen');
  const isAllHere = held >= expected;
  const hasPictures = content === 'images';
  return (
    <button
      type="button"
      className={classNames(styles['series'], isActive(studyId, seriesInstanceUid) && styles['on'])}
      aria-label={t('study-browser.series', { name, held, expected, seen })}
      aria-current={isActive(studyId, seriesInstanceUid)}
      aria-disabled={!hasPictures}
      title={name}
      draggable={hasPictures}
      data-testid="series-thumbnail"
      data-series-instance-uid={seriesInstanceUid}
      data-seen={isSeen(studyId, seriesInstanceUid)}
      data-held={held}
      data-expected={expected}
      onDragStart={(event) => putSeries(event.dataTransfer, { studyId, seriesInstanceUid })}
      onClick={(event) => {
        // The second press of a double press has nothing left to do.
        if (hasPictures && event.detail < 2) onPlace(studyId, seriesInstanceUid);
      }}
    >
      <span className={styles['thumb']}>
        {hasPictures ? (
          <SeriesThumbnail studyId={studyId} seriesInstanceUid={seriesInstanceUid} heldInstances={held} />
        ) : (
          <span className={styles['kind']}>{content === 'document' ? t('study-browser.document') : series.modality}</span>
        )}
        {hasPictures ? <span className={styles['mark']}>{[...numbers.map(String), seen].join(' · ')}</span> : null}
      </span>
      <span className={styles['name']}>
        <span>{name}</span>
        <span>{isAllHere ? expected : `${held}/${expected}`}</span>
      </span>
      {series.missingSlices === null || series.missingSlices === 0 ? null : <span className={styles['holes']}>◆ {t('changes.missing-slices', { count: series.missingSlices })}</span>}
      <span className={styles['bar']}>
        <Bar fraction={fractionOf(series)} tone={isAllHere ? 'ok' : study.isCut ? 'warn' : 'grey'} />
      </span>
    </button>
  );
}

/** Up and down walk through the series; the pictures do not scroll then. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const here = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (here === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

function fractionOf({ heldInstances, expectedInstances }: { readonly heldInstances: number; readonly expectedInstances: number }): number {
  return expectedInstances === 0 ? 0 : heldInstances / expectedInstances;
}
