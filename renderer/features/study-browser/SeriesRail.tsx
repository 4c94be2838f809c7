import { Fragment, type KeyboardEvent } from 'react';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { ObjectKind } from '#shared/dicom/values/object-kind.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';
import { putSeries } from '#renderer/imaging/series-drag.ts';
import { stackWords } from '#renderer/text/passport-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { seriesWords, type RailStack, type RailStudy } from './rail-study.ts';
import { SeriesThumbnail } from './SeriesThumbnail.tsx';
import { useRailStacks } from './use-rail-stacks.ts';
import styles from './SeriesRail.module.css';

export interface SeriesRailProps {
  /** The case first, then its priors, newest first. */
  readonly studies: readonly RailStudy[];
  /** One-based numbers of the viewports that show a stack. */
  readonly viewportsOf: (stack: RailStack) => readonly number[];
  readonly isActive: (stack: RailStack) => boolean;
  readonly isSeen: (stack: RailStack) => boolean;
  /** A press, single or double: onto the desk. */
  readonly onPlace: (stack: RailStack) => void;
  readonly onOpenPrior: (studyId: number) => void;
  /** What a series without pictures is. */
  readonly kindOf: (studyId: number, series: SeriesSummary) => ObjectKind;
  /** A press on a series without pictures: it is read beside the pictures or switched on over them. */
  readonly onOpenObject: (studyId: number, series: SeriesSummary) => void;
  readonly isObjectOpen: (studyId: number, seriesInstanceUid: string) => boolean;
  /** How many of its images somebody marked as key. */
  readonly keyCountOf: (studyId: number, seriesInstanceUid: string) => number;
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
              {study.why === undefined || study.why === '' ? null : <small data-testid="prior-why">{study.why}</small>}
              <Bar fraction={fractionOf(study)} tone="grey" />
            </button>
          ) : (
            study.series.map((series) =>
              series.content === 'images' ? (
                <Fragment key={series.seriesInstanceUid}>
                  <SeriesStacks {...props} study={study} series={picturesAmong(series)} />
                  {(series.objectInstances ?? 0) === 0 ? null : <ObjectSeries {...props} study={study} series={objectsAmong(series)} />}
                </Fragment>
              ) : (
                <ObjectSeries key={series.seriesInstanceUid} {...props} study={study} series={series} />
              ),
            )
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

/** One thumbnail for each stack of a series; one while nothing is known of it. */
function SeriesStacks(props: SeriesProps) {
  const { study, series } = props;
  const stacks = useRailStacks(study.studyId, series);
  if (stacks.length < 2) return <Series {...props} place={0} stack={stacks[0]} />;
  return stacks.map((stack) => <Series key={stack.place} {...props} place={stack.place} stack={stack} />);
}

interface StackProps extends SeriesProps {
  /** Zero-based place among the stacks of the series. */
  readonly place: number;
  readonly stack: DisplayStack | undefined;
}

function Series({ study, series, place, stack, viewportsOf, isActive, isSeen, onPlace, keyCountOf }: StackProps) {
  const text = useText();
  const { t } = text;
  const { studyId } = study;
  const { seriesInstanceUid } = series;
  const siblings = stack?.siblings ?? 1;
  const one: RailStack = { studyId, seriesInstanceUid, stackIndex: place, siblings };
  const whole = seriesWords(series, (number) => t('study-browser.unnamed', { number }));
  const own = stack === undefined ? '' : stackWords(text, stack.passport, place, siblings);
  const name = own === '' ? whole : `${own} · ${whole}`;
  // How many more images of a stack will come nobody knows; the series says how many come to all of them.
  const held = siblings > 1 ? (stack?.frames.length ?? 0) : series.heldInstances;
  const expected = siblings > 1 ? held : series.expectedInstances;
  const numbers = viewportsOf(one);
  const isActiveHere = isActive(one);
  const seen = t(isSeen(one) ? 'study-browser.seen' : 'study-browser.unseen');
  const isAllHere = series.heldInstances >= series.expectedInstances;
  const keyCount = keyCountOf(studyId, seriesInstanceUid);
  return (
    <button
      type="button"
      className={classNames(styles['series'], isActiveHere && styles['on'])}
      aria-label={t('study-browser.series', { name, held, expected, seen })}
      aria-current={isActiveHere}
      title={name}
      draggable
      data-testid="series-thumbnail"
      data-series-instance-uid={seriesInstanceUid}
      data-stack-index={place}
      data-seen={isSeen(one)}
      data-held={held}
      data-expected={expected}
      onDragStart={(event) => putSeries(event.dataTransfer, one)}
      onClick={(event) => {
        // The second press of a double press has nothing left to do.
        if (event.detail < 2) onPlace(one);
      }}
    >
      <span className={styles['thumb']}>
        <SeriesThumbnail stack={stack} />
        <span className={styles['mark']}>{[...numbers.map(String), seen].join(' · ')}</span>
        {keyCount === 0 ? null : (
          <span className={styles['key']} title={t('study-browser.key-images', { count: keyCount })} data-testid="key-count">
            {`★ ${keyCount}`}
          </span>
        )}
      </span>
      <span className={styles['name']}>
        <span>{name}</span>
        <span>{isAllHere || siblings > 1 ? held : `${held}/${expected}`}</span>
      </span>
      {series.missingSlices === null || series.missingSlices === 0 ? null : <span className={styles['holes']}>◆ {t('changes.missing-slices', { count: series.missingSlices })}</span>}
      <span className={styles['bar']}>
        <Bar fraction={fractionOf(series)} tone={isAllHere ? 'ok' : study.isCut ? 'warn' : 'grey'} />
      </span>
    </button>
  );
}

/** A series without pictures: what it is, and what the hospital called it. */
function ObjectSeries({ study, series, kindOf, onOpenObject, isObjectOpen }: SeriesProps) {
  const { t } = useText();
  const { studyId } = study;
  const { seriesInstanceUid, heldInstances: held, expectedInstances: expected } = series;
  const name = seriesWords(series, (number) => t('study-browser.unnamed', { number }));
  const kind = kindOf(studyId, series);
  const word = t(`study-browser.kind.${kind}`);
  const isOpen = isObjectOpen(studyId, seriesInstanceUid);
  return (
    <button
      type="button"
      className={classNames(styles['series'], styles['object'], isOpen && styles['on'])}
      aria-label={t('study-browser.object', { kind: word, name, held, expected })}
      aria-current={isOpen}
      title={name}
      data-testid="series-object"
      data-series-instance-uid={seriesInstanceUid}
      data-kind={kind}
      onClick={() => onOpenObject(studyId, series)}
    >
      <span className={styles['kind']}>{word}</span>
      <span className={styles['name']}>
        <span>{name}</span>
        <span>{held >= expected ? expected : `${held}/${expected}`}</span>
      </span>
    </button>
  );
}

/** A series without what a device filed among its pictures. */
function picturesAmong(series: SeriesSummary): SeriesSummary {
  const pictures = series.expectedInstances - (series.objectInstances ?? 0);
  return { ...series, expectedInstances: pictures, heldInstances: Math.min(series.heldInstances, pictures) };
}

/** What a device filed among the pictures of a series. They are read once the series is whole. */
function objectsAmong(series: SeriesSummary): SeriesSummary {
  const objects = series.objectInstances ?? 0;
  return { ...series, content: 'document', expectedInstances: objects, heldInstances: series.heldInstances >= series.expectedInstances ? objects : 0 };
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
