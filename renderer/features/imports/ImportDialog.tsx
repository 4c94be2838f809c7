import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { importsQuery } from '#renderer/bridge/queries.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { damageWords } from './damage-words.ts';
import { ImportChooser } from './ImportChooser.tsx';
import styles from './ImportDialog.module.css';

export interface ImportDialogProps {
  readonly onOpenStudy: (studyId: number) => void;
  readonly onClose: () => void;
}

/** Takes in a disc, a stick or a folder of this machine, and shows how far each import is and what it left out. */
export function ImportDialog({ onOpenStudy, onClose }: ImportDialogProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const { data: jobs } = useQuery(importsQuery(api));
  const [path, setPath] = useState('');
  const start = useMutation({
    mutationFn: () => api.imports.start({ path: path.trim() }),
    onSuccess: () => queries.invalidateQueries(importsQuery(api)),
  });
  return (
    <Dialog label={t('imports.title')} size="column" onClose={onClose} testId="import-dialog">
      <header className={styles['head']}>
        <h2>{t('imports.title')}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <div className={styles['body']}>
        <ImportChooser />
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            if (path.trim() !== '') start.mutate();
          }}
        >
          <label>
            {t('imports.path')}
            <input data-initial-focus value={path} placeholder={t('imports.path.example')} spellCheck={false} onChange={(event) => setPath(event.target.value)} />
          </label>
          <Button type="submit" variant="primary" keys="Enter" disabled={start.isPending || path.trim() === ''}>
            {t('imports.start')}
          </Button>
        </form>
        {start.isError ? (
          <p className={styles['error']} role="alert">
            ◆ {thrownErrorWords(text, start.error).title}
          </p>
        ) : null}
        <p className={styles['note']}>{t('imports.note')}</p>
        {jobs?.length === 0 ? <p className={styles['note']}>{t('imports.none')}</p> : null}
        {jobs?.map((job) => <Job key={job.importId} job={job} onOpenStudy={onOpenStudy} />)}
      </div>
    </Dialog>
  );
}

function Job({ job, onOpenStudy }: { readonly job: ImportJob; readonly onOpenStudy: (studyId: number) => void }) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  const { api } = useBridge();
  const [studyId] = job.studyIds;
  const isRunning = job.state === 'running';
  return (
    <section className={styles['job']} data-testid="import-job" data-state={job.state}>
      <div className={styles['line']}>
        <b>{t(`imports.state.${job.state}`)}</b>
        <span className={styles['path']} title={job.path}>
          {job.path}
        </span>
        {isRunning ? (
          <Button size="small" variant="quiet" onClick={() => void api.imports.cancel({ importId: job.importId }).catch(() => undefined)}>
            {t('imports.cancel')}
          </Button>
        ) : studyId === undefined ? null : (
          <Button size="small" variant="quiet" onClick={() => onOpenStudy(studyId)}>
            {t('imports.show')}
          </Button>
        )}
      </div>
      {isRunning ? <Bar fraction={job.bytesTotal === 0 ? 0 : job.bytesDone / job.bytesTotal} tone="ok" /> : null}
      <div className={styles['line']}>
        <span>{t('imports.counts', { stored: job.storedInstances, held: job.alreadyHeld, refused: job.refusedCount })}</span>
        <span className={styles['quiet']}>
          {t('imports.progress', { done: job.filesDone, total: job.filesTotal })}
          {job.secondsLeft === null ? null : `　${t('imports.left', { time: format.duration(job.secondsLeft) })}`}
        </span>
      </div>
      {job.otherContent === 0 ? null : <span className={styles['error']}>◆ {t('imports.other-content', { count: job.otherContent })}</span>}
      {job.failure === null ? null : <span className={styles['error']}>◆ {errorWords(text, job.failure.code, job.failure.facts, now).title}</span>}
      {job.refused.length === 0 ? null : (
        <details>
          <summary>{t('imports.refused')}</summary>
          <ul className={styles['refused']}>
            {job.refused.map(({ name, code, reason }) => (
              <li key={name} title={reason}>
                {name}　{errorWords(text, code, {}, now).title}
                {reason === undefined ? null : `：${damageWords(text, reason)}`}
              </li>
            ))}
            {job.refusedCount > job.refused.length ? <li>{t('imports.refused.more', { count: job.refusedCount - job.refused.length })}</li> : null}
          </ul>
        </details>
      )}
    </section>
  );
}
