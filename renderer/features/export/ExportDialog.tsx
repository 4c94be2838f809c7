import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportJob, ExportOrder } from '#shared/contract/services/exports.contract.ts';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { exportsQuery, exportSurveyQuery } from '#renderer/bridge/queries.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { ExportSeries } from './ExportSeries.tsx';
import styles from './ExportDialog.module.css';

export interface ExportDialogProps {
  readonly studyId: number;
  readonly series: readonly SeriesSummary[];
  readonly onClose: () => void;
}

type Kept = NonNullable<ExportOrder['confidentiality']>;
const BASIC: Kept = { retainUids: false, dates: 'remove', retainCharacteristics: false, cleanDescriptors: false };
const CHOICES = ['dates', 'retainCharacteristics', 'cleanDescriptors', 'retainUids'] as const;

/** Takes a study out of the workstation: which series, with or without names, what of it may stay, whether somebody has looked, and where to. */
export function ExportDialog({ studyId, series, onClose }: ExportDialogProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const { data: survey, error: surveyError } = useQuery(exportSurveyQuery(api, studyId));
  const { data: jobs = [] } = useQuery(exportsQuery(api));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [isNamed, setIsNamed] = useState(false);
  const [kept, setKept] = useState(BASIC);
  const [form, setForm] = useState<ExportOrder['form']>('zip');
  const [folder, setFolder] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const chosen = survey?.series.filter(({ seriesInstanceUid }) => !left.has(seriesInstanceUid)) ?? [];
  const toLookAt = isNamed ? [] : chosen.filter(({ seriesInstanceUid, verdict, instances, refused }) => verdict !== 'clear' && refused < instances && !seen.has(seriesInstanceUid));
  const isRunning = jobs.some((job) => job.state === 'running');

  function start(): void {
    setFailure(undefined);
    api.exports
      .start({ studyId, seriesInstanceUids: chosen.map(({ seriesInstanceUid }) => seriesInstanceUid), folder: folder.trim(), form, confidentiality: isNamed ? null : kept, seenSeries: [...seen] })
      .then(() => queries.invalidateQueries(exportsQuery(api)), setFailure);
  }

  return (
    <Dialog label={t('export.title')} size="column" onClose={onClose} testId="export-dialog">
      <header className={styles['head']}>
        <h2>{t('export.title')}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <form
        className={styles['body']}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <fieldset>
          <legend>{t('export.names')}</legend>
          <label>
            <input type="radio" name="names" checked={!isNamed} onChange={() => setIsNamed(false)} />
            {t('export.names.none')}
          </label>
          <label>
            <input type="radio" name="names" checked={isNamed} onChange={() => setIsNamed(true)} />
            {t('export.names.all')}
          </label>
        </fieldset>
        {isNamed ? (
          <p className={styles['warn']}>▲ {t('export.names.all.detail')}</p>
        ) : (
          <fieldset>
            <legend>{t('export.kept')}</legend>
            {CHOICES.map((name) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={name === 'dates' ? kept.dates === 'shift' : kept[name]}
                  onChange={({ target: { checked } }) => setKept(name === 'dates' ? { ...kept, dates: checked ? 'shift' : 'remove' } : { ...kept, [name]: checked })}
                />
                {t(`export.kept.${name}`)}
              </label>
            ))}
          </fieldset>
        )}
        {surveyError === null ? null : <p className={styles['error']} role="alert">◆ {thrownErrorWords(text, surveyError).title}</p>}
        <ExportSeries
          survey={survey?.series ?? []}
          series={series}
          left={left}
          seen={seen}
          asksToLook={!isNamed}
          onLeave={(uid, isLeft) => setLeft(switched(left, uid, isLeft))}
          onSee={(uid, isSeen) => setSeen(switched(seen, uid, isSeen))}
        />
        <fieldset>
          <legend>{t('export.where')}</legend>
          <label>
            <input type="radio" name="form" checked={form === 'zip'} onChange={() => setForm('zip')} />
            {t('export.form.zip')}
          </label>
          <label>
            <input type="radio" name="form" checked={form === 'folder'} onChange={() => setForm('folder')} />
            {t('export.form.folder')}
          </label>
          <input className={styles['folder']} data-initial-focus value={folder} placeholder={t('export.folder.example')} aria-label={t('export.folder')} spellCheck={false} onChange={(event) => setFolder(event.target.value)} />
        </fieldset>
        {toLookAt.length === 0 ? null : <p className={styles['warn']} data-testid="export-unseen">▲ {t('export.unseen', { count: toLookAt.length })}</p>}
        {failure === undefined ? null : <p className={styles['error']} role="alert">◆ {thrownErrorWords(text, failure).title}</p>}
        <div>
          <Button type="submit" variant="primary" keys="Enter" disabled={chosen.length === 0 || folder.trim() === '' || isRunning}>
            {t('export.start')}
          </Button>
        </div>
        {jobs.filter((job) => job.studyId === studyId).map((job) => <Job key={job.exportId} job={job} />)}
        <p className={styles['note']}>{t('export.note')}</p>
      </form>
    </Dialog>
  );
}

function Job({ job }: { readonly job: ExportJob }) {
  const text = useText();
  const { t, format } = text;
  const { api, queries } = useBridge();
  const now = useNow(10_000);
  const isRunning = job.state === 'running';
  return (
    <section className={styles['job']} data-testid="export-job" data-state={job.state}>
      <div className={styles['line']}>
        <b>{t(`export.state.${job.state}`)}</b>
        <span className={styles['path']} title={`${job.folder}/${job.name}`}>{job.name}</span>
        {isRunning ? (
          <Button size="small" variant="quiet" onClick={() => void api.exports.cancel({ exportId: job.exportId }).then(() => queries.invalidateQueries(exportsQuery(api)), () => undefined)}>
            {t('export.cancel')}
          </Button>
        ) : null}
      </div>
      {isRunning ? <Bar fraction={job.total === 0 ? 0 : (job.written + job.leftOut) / job.total} tone="ok" /> : null}
      <div className={styles['line']}>
        <span>{t('export.progress', { done: job.written, total: job.total, bytes: format.bytes(job.bytes) })}</span>
        {job.secondsLeft === null ? null : <span className={styles['note']}>{t('export.left', { time: format.duration(job.secondsLeft) })}</span>}
      </div>
      {job.leftOut === 0 ? null : <span className={styles['warn']}>▲ {t('export.left-out', { count: job.leftOut })}</span>}
      {job.failure === null ? null : <span className={styles['error']}>◆ {errorWords(text, job.failure.code, job.failure.facts, now).title}</span>}
    </section>
  );
}

function switched(set: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(name);
  else next.delete(name);
  return next;
}
