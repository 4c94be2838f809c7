import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { PAUSE_REASONS, type PauseReason } from '#shared/worklist/service-level.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import styles from './PauseControl.module.css';

/** Why the hospitals' technicians are waited for is said by the request to them; a person chooses among the others. */
const CHOICES = PAUSE_REASONS.filter((reason) => reason !== 'technician');

export interface PauseControlProps {
  readonly row: WorklistRow;
  /** The key was pressed while this could not be seen. */
  readonly asksAtOnce: boolean;
}

/** Stops the clock of a case, for a reason that stays with it, and lets it go on. Keyed by its case: a reason begun for one patient never stops another's. */
export function PauseControl({ row, asksAtOnce }: PauseControlProps) {
  const words = useText();
  const { t, format } = words;
  const { api } = useBridge();
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(asksAtOnce);
  const [reason, setReason] = useState<PauseReason>('clinical-information');
  const [note, setNote] = useState('');
  const { studyId } = row;
  const onSuccess = async () => {
    setIsAsking(false);
    setNote('');
    await Promise.all([QUERY_KEYS.worklist, QUERY_KEYS.study(studyId)].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  const pause = useMutation({ mutationFn: () => api.worklist.pauseClock({ studyId, reason, note: note.trim() }), onSuccess });
  const resume = useMutation({ mutationFn: () => api.worklist.resumeClock({ studyId }), onSuccess });
  const isRunning = row.dueAt !== null && (row.status === 'ready' || row.status === 'drafting');
  const standing = row.service?.pause ?? null;
  useKeyAction(WORKLIST_KEYS.pause, () => (standing === null ? setIsAsking(true) : resume.mutate()), isRunning);
  if (!isRunning || row.service === undefined) return null;
  const failed = pause.error ?? resume.error;
  return (
    <div className={styles['pause']} data-testid="pause-control" data-is-paused={standing !== null}>
      <p className={styles['level']}>{t('worklist.service.level', { minutes: row.service.minutes })}</p>
      {standing === null ? null : (
        <Note
          tone="confirm"
          aside={
            <Button size="small" disabled={resume.isPending} action={WORKLIST_KEYS.pause} onClick={() => resume.mutate()}>
              {t('worklist.pause.resume')}
            </Button>
          }
        >
          {t('worklist.pause.standing', { reason: t(`worklist.pause.${standing.reason}`), by: standing.by, time: format.time(standing.at) })}
          {standing.note === '' ? null : (
            <>
              <br />
              {standing.note}
            </>
          )}
        </Note>
      )}
      {standing !== null || isAsking ? null : (
        <Button size="small" variant="quiet" action={WORKLIST_KEYS.pause} onClick={() => setIsAsking(true)}>
          {t('worklist.pause')}
        </Button>
      )}
      {standing === null && isAsking ? (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            pause.mutate();
          }}
        >
          <select
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was asked for by the press before
            autoFocus
            aria-label={t('worklist.pause.reason')}
            value={reason}
            onChange={(event) => setReason(CHOICES.find((one) => one === event.target.value) ?? 'other')}
          >
            {CHOICES.map((one) => (
              <option key={one} value={one}>
                {t(`worklist.pause.${one}`)}
              </option>
            ))}
          </select>
          <input aria-label={t('worklist.pause.note')} placeholder={t('worklist.pause.note')} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          <Button type="submit" size="small" variant="primary" disabled={pause.isPending || (reason === 'other' && note.trim() === '')}>
            {t('worklist.pause.stop')}
          </Button>
          <Button size="small" variant="quiet" onClick={() => setIsAsking(false)}>
            {t('worklist.pause.cancel')}
          </Button>
        </form>
      ) : null}
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
    </div>
  );
}
