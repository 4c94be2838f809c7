import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CriticalValue } from '#shared/contract/services/critical-values.contract.ts';
import { criticalGaps, notificationText } from '#shared/report/critical/critical-value.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { criticalQuery, sessionQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './CriticalDialog.module.css';

export interface CriticalDialogProps {
  readonly requestId: number;
  /** What the impression says that is critical; a person may write it otherwise. */
  readonly message: string;
  /** The sentence for the report, once it was read back. */
  readonly onNotified: (sentence: string) => void;
  readonly onClose: () => void;
}

/** A critical value (危急值): what, who was called, what was read back. It cannot be closed incomplete. */
export function CriticalDialog({ requestId, message, onNotified, onClose }: CriticalDialogProps) {
  const words = useText();
  const { t, format } = words;
  const { api, queries } = useBridge();
  const known = useQuery(criticalQuery(api, requestId));
  const [said, setSaid] = useState(message);
  const { data: session } = useQuery(sessionQuery(api));
  const [foundByTyped, setFoundBy] = useState<string>();
  const foundBy = foundByTyped ?? session?.person?.name ?? '';
  const canRaise = said.trim().length >= 2 && foundBy.trim() !== '';
  const open = known.data?.find(({ closedAt }) => closedAt === null);
  const closed = known.data?.filter(({ closedAt }) => closedAt !== null) ?? [];
  const raise = useMutation({
    mutationFn: () => api.criticalValues.raise({ requestId, message: said, foundBy }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.allCritical }),
  });
  return (
    <Dialog label={t('report-words.critical')} size="column" onClose={onClose} testId="critical-dialog">
      <header className={styles['head']}>
        <h2>{t('report-words.critical')}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('report-words.close')}
        </Button>
      </header>
      <div className={styles['body']}>
        {known.error === null ? null : <Note tone="block">{thrownErrorWords(words, known.error).title}</Note>}
        {closed.map((value) => (
          <Note key={value.criticalValueId} tone="good">
            {t('report-words.critical.closed', { message: value.message, name: value.notifiedName, department: value.department, time: format.timeWithSeconds(value.notifiedAt ?? value.foundAt) })}
          </Note>
        ))}
        {open === undefined ? (
          <form
            className={styles['fields']}
            onSubmit={(event) => {
              event.preventDefault();
              if (canRaise && !raise.isPending) raise.mutate();
            }}
          >
            <label className={styles['wide']}>
              {t('report-words.critical.message')}
              <textarea rows={2} value={said} maxLength={500} onChange={(event) => setSaid(event.target.value)} />
            </label>
            <label>
              {t('report-words.critical.found-by')}
              <input data-initial-focus value={foundBy} maxLength={60} onChange={(event) => setFoundBy(event.target.value)} />
            </label>
            <Button variant="primary" type="submit" disabled={!canRaise || raise.isPending}>
              {t('report-words.critical.raise')}
            </Button>
            {raise.isError ? <Note tone="block">{thrownErrorWords(words, raise.error).title}</Note> : null}
          </form>
        ) : (
          <Notification key={open.criticalValueId} value={open} onNotified={onNotified} />
        )}
      </div>
    </Dialog>
  );
}

/** Calls, and the read-back that ends them. */
function Notification({ value, onNotified }: { readonly value: CriticalValue; readonly onNotified: (sentence: string) => void }) {
  const words = useText();
  const { t, format } = words;
  const { api, queries } = useBridge();
  const now = useNow(1000);
  const [form, setForm] = useState({ notifiedName: '', notifiedStaffId: '', department: '', telephone: '', readBack: '', closedBy: value.foundBy });
  const { criticalValueId, calls } = value;
  const answered = calls.findLast(({ isAnswered }) => isAnswered);
  const notifiedAt = answered?.calledAt ?? null;
  const gaps = criticalGaps({ message: value.message, foundAt: value.foundAt, notifiedAt, ...form });
  const refresh = () => queries.invalidateQueries({ queryKey: QUERY_KEYS.allCritical });
  const call = useMutation({
    mutationFn: (isAnswered: boolean) =>
      api.criticalValues.recordCall({ criticalValueId, callee: [form.department, form.notifiedName].filter((part) => part !== '').join(' '), telephone: form.telephone, isAnswered }),
    onSuccess: refresh,
  });
  const close = useMutation({
    mutationFn: () => api.criticalValues.close({ criticalValueId, notifiedAt, ...form }),
    onSuccess: async ({ notifiedName, department, notifiedAt: at, foundAt }) => {
      await refresh();
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
      onNotified(notificationText({ notifiedName, department, notifiedAtLocal: localTimeText(at ?? foundAt) }));
    },
  });
  const minutes = Math.floor((now.getTime() - Date.parse(value.foundAt)) / 60_000);
  const failed = call.error ?? close.error;
  return (
    <>
      <Note tone={value.escalationStep > 0 ? 'block' : 'confirm'}>
        <b>{value.message}</b>
        <br />
        {t('report-words.critical.waiting', { minutes: Math.max(0, minutes), name: value.foundBy })}
      </Note>
      <div className={styles['fields']}>
        {(['department', 'notifiedName', 'notifiedStaffId', 'telephone'] as const).map((field) => (
          <label key={field}>
            {t(`report-words.critical.${field}`)}
            <input value={form[field]} maxLength={field === 'notifiedStaffId' || field === 'telephone' ? 40 : 60} onChange={(event) => setForm({ ...form, [field]: event.target.value })} />
          </label>
        ))}
        <div className={styles['wide']}>
          <Button size="small" disabled={call.isPending || (form.department === '' && form.notifiedName === '')} onClick={() => call.mutate(true)}>
            {t('report-words.critical.answered')}
          </Button>
          <Button size="small" variant="quiet" disabled={call.isPending || (form.department === '' && form.notifiedName === '')} onClick={() => call.mutate(false)}>
            {t('report-words.critical.unanswered')}
          </Button>
        </div>
        {calls.length === 0 ? null : (
          <ol className={styles['wide']} data-testid="critical-calls">
            {calls.map(({ calledAt, callee, telephone, isAnswered }) => (
              <li key={calledAt}>
                {format.timeWithSeconds(calledAt)}　{callee}　{telephone}　{t(isAnswered ? 'report-words.critical.answered' : 'report-words.critical.unanswered')}
              </li>
            ))}
          </ol>
        )}
        <label className={styles['wide']}>
          {t('report-words.critical.read-back')}
          <textarea rows={2} value={form.readBack} maxLength={500} onChange={(event) => setForm({ ...form, readBack: event.target.value })} />
        </label>
        <label>
          {t('report-words.critical.closed-by')}
          <input value={form.closedBy} maxLength={60} onChange={(event) => setForm({ ...form, closedBy: event.target.value })} />
        </label>
      </div>
      {gaps.length === 0 ? null : (
        <Note tone="plain">{t('report-words.critical.missing', { gaps: gaps.map((gap) => t(`report-words.critical.gap.${gap}`)).join(t('format.list-separator')) })}</Note>
      )}
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <footer className={styles['foot']}>
        <Button variant="primary" disabled={gaps.length > 0 || form.closedBy.trim() === '' || close.isPending} onClick={() => close.mutate()}>
          {t('report-words.critical.finish')}
        </Button>
      </footer>
    </>
  );
}
