import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { HospitalChip } from '#renderer/ui/HospitalChip.tsx';
import { ReadyLight } from '#renderer/ui/ReadyLight.tsx';
import { useServerNow } from '#renderer/bridge/use-server-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { modalityWord } from './modalities.ts';
import { PauseControl } from './PauseControl.tsx';
import { PreviewTimes } from './PreviewTimes.tsx';
import { examination, patientName, readiness, sexAndAge } from './row-facts.ts';
import { UrgencyTag } from './UrgencyTag.tsx';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import styles from './PreviewPanel.module.css';

export interface PreviewPanelProps {
  readonly row: WorklistRow | undefined;
  readonly site: SiteSummary | undefined;
  readonly onOpen: (row: WorklistRow) => void;
  /** What is known of the patient's condition; the children stand until that is known. */
  readonly renderClinical: (row: WorklistRow, children: ReactNode) => ReactNode;
  /** Opened to ask why the clock of this case is to stop. */
  readonly asksPause: boolean;
}

/** What is known of the selected case before it is opened. */
export function PreviewPanel({ row, site, onOpen, renderClinical, asksPause }: PreviewPanelProps) {
  const { t } = useText();
  return (
    <aside className={styles['panel']} aria-label={t('worklist.preview')} data-testid="worklist-preview">
      {row === undefined ? <p className={styles['none']}>{t('worklist.preview.none')}</p> : <Preview row={row} site={site} onOpen={onOpen} renderClinical={renderClinical} asksPause={asksPause} />}
    </aside>
  );
}

function Preview({ row, site, onOpen, renderClinical, asksPause }: PreviewPanelProps & { readonly row: WorklistRow }) {
  const text = useText();
  const { t } = text;
  const now = useServerNow(10_000);
  const { api } = useBridge();
  const { data: known } = useQuery(studyQuery(api, row.studyId));
  const ready = readiness(row, site?.link);

  return (
    <>
      <header className={styles['head']}>
        <div className={styles['line']}>
          <b className={styles['name']} title={patientName(row)}>
            {patientName(row)}
          </b>
          <span className={styles['second']}>{sexAndAge(text, row)}</span>
          <span className={styles['space']} />
          <UrgencyTag urgency={row.urgency} reason={row.urgencyReason} />
        </div>
        <div className={styles['line']}>
          <span className={styles['second']}>
            {modalityWord(row.modalities)} {examination(text, row)}
          </span>
          <HospitalChip name={row.siteName} site={site} now={now} />
        </div>
      </header>
      <div className={styles['sections']}>
        <Section title={t('worklist.preview.clinical')}>
          {renderClinical(
            row,
            <p className={styles['words']} data-selectable>
              {row.clinicalInformation === '' ? t('worklist.preview.no-clinical') : row.clinicalInformation}
            </p>,
          )}
          {row.accessionNumbers.length === 0 ? null : (
            <dl className={styles['facts']}>
              <dt>{t('worklist.preview.referring')}</dt>
              <dd className={styles['numbers']} data-selectable>
                {row.accessionNumbers.join('　')}
              </dd>
            </dl>
          )}
        </Section>
        <Section
          title={t('worklist.preview.images')}
          aside={
            <>
              <ReadyLight {...ready} />
              {t(ready.isVerified ? 'worklist.preview.verified' : 'worklist.preview.held', { held: row.heldInstances, expected: row.expectedInstances })}
            </>
          }
        >
          <SeriesList study={known} />
        </Section>
        <Waits row={row} site={site} />
        <Section title={t('worklist.preview.priors')} aside={t('worklist.preview.priors-count', { count: known?.priors.length ?? row.priorCount })}>
          <Priors study={known} />
        </Section>
        <Section title={t('worklist.preview.times')}>
          <PreviewTimes row={row} now={now} />
          <PauseControl key={row.studyId} row={row} asksAtOnce={asksPause} />
        </Section>
        {row.urgency === 'routine' ? null : (
          <Section title={t('worklist.preview.why')}>
            <p className={styles['words']}>
              {row.urgency === 'green-channel' ? t('worklist.preview.why-green', { reason: row.urgencyReason, minutes: row.service?.minutes ?? READING_MINUTES['green-channel'] }) : t('worklist.preview.why-emergency', { minutes: row.service?.minutes ?? READING_MINUTES.emergency })}
            </p>
          </Section>
        )}
      </div>
      <footer className={styles['foot']}>
        <Button variant="primary" size="big" isWide action={WORKLIST_KEYS.open} onClick={() => onOpen(row)}>
          {t('worklist.open')}
        </Button>
      </footer>
    </>
  );
}

function Section({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className={styles['section']}>
      <div className={styles['title']}>
        <h2>{title}</h2>
        <span className={styles['aside']}>{aside}</span>
      </div>
      {children}
    </section>
  );
}

function SeriesList({ study }: { readonly study: OpenStudy | undefined }) {
  const { t } = useText();
  return (
    <ul className={styles['list']}>
      {study?.series.map((series) => (
        <li key={series.seriesInstanceUid} className={styles['series']}>
          <span className={styles['modality']}>{series.modality}</span>
          <span className={styles['clipped']} title={series.seriesDescription}>
            {series.seriesDescription === '' ? t('worklist.preview.series-unnamed', { number: series.seriesNumber ?? '—' }) : series.seriesDescription}
          </span>
          <Bar
            fraction={series.expectedInstances === 0 ? 0 : series.heldInstances / series.expectedInstances}
            tone={series.expectedInstances > 0 && series.heldInstances >= series.expectedInstances ? 'ok' : 'grey'}
          />
          <span className={styles['number']}>
            {series.heldInstances}/{series.expectedInstances}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Priors({ study }: { readonly study: OpenStudy | undefined }) {
  const { t } = useText();
  if (study?.priors.length === 0) return <p className={styles['words']}>{t('worklist.preview.no-priors')}</p>;
  return (
    <ul className={styles['list']}>
      {study?.priors.map((prior) => (
        <li key={prior.studyId} className={styles['prior']}>
          <ReadyLight
            fraction={prior.expectedInstances === 0 ? 0 : prior.heldInstances / prior.expectedInstances}
            isVerified={prior.expectedInstances > 0 && prior.heldInstances >= prior.expectedInstances}
          />
          <span className={styles['number']}>{prior.studyDate ?? '—'}</span>
          <span className={styles['clipped']} title={prior.studyDescription}>
            {modalityWord(prior.modalities)} {prior.studyDescription}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the case waits for, in words; nothing when it waits for nothing. */
function Waits({ row, site }: { readonly row: WorklistRow; readonly site: SiteSummary | undefined }) {
  const { t, format } = useText();
  const missing = row.expectedInstances - row.heldInstances;
  if (missing <= 0 && row.expectedInstances > 0) return null;
  return (
    <Section title={t('worklist.preview.waits')}>
      <p className={styles['words']}>{words()}</p>
    </Section>
  );

  function words(): string {
    if (site?.link === 'unreachable') {
      const since = site.failure === null ? '' : format.time(site.failure.since);
      return t('worklist.preview.waits-line', { siteName: row.siteName, since, count: missing });
    }
    if (row.expectedInstances === 0) return t('worklist.preview.waits-index');
    return t('worklist.preview.waits-images', {
      count: missing,
      ...(row.secondsToReady === null ? {} : { duration: format.duration(row.secondsToReady) }),
    });
  }
}
