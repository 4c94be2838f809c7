import { useState, type FormEvent } from 'react';
import type { CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { criticalSummary, criticalText } from './critical-words.ts';
import styles from './EcgCriticalDialog.module.css';

/** Whom the physician told, and what was said back. */
export interface CriticalCall {
  readonly finding: string;
  readonly receiver: string;
  readonly receiverNumber: string;
  readonly department: string;
  readonly readBack: string;
}

export interface EcgCriticalDialogProps {
  readonly findings: readonly CriticalFinding[];
  /** `马春生 · 男 58岁 · 鹤溪县中医院`. */
  readonly patient: string;
  readonly foundAt: Date;
  /** @throws what stands against it; the window stays open with what was written */
  readonly onRecord: (call: CriticalCall) => Promise<void>;
  readonly onPutAside: () => void;
}

const REQUIRED = ['finding', 'receiver', 'department', 'readBack'] as const;
const FIELD_KEYS = { finding: 'ecg.critical.finding', receiver: 'ecg.critical.receiver', receiverNumber: 'ecg.critical.number', department: 'ecg.critical.department', readBack: 'ecg.critical.read-back' } as const;

/** Opens at once over anything. It cannot be finished incomplete, only put aside; then the clock in the report runs on. */
export function EcgCriticalDialog({ findings, patient, foundAt, onRecord, onPutAside }: EcgCriticalDialogProps) {
  const { t, format } = useText();
  const now = useNow(1000);
  const [call, setCall] = useState<CriticalCall>(() => ({ finding: criticalSummary(t, findings), receiver: '', receiverNumber: '', department: '', readBack: '' }));
  const [state, setState] = useState<'open' | 'recording' | 'failed'>('open');
  const missing = REQUIRED.filter((field) => call[field].trim() === '');
  const seconds = Math.max(0, Math.floor((now.getTime() - foundAt.getTime()) / 1000));

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (missing.length > 0 || state === 'recording') return;
    setState('recording');
    onRecord(call).catch(() => setState('failed'));
  }

  const input = (field: keyof CriticalCall, isFirst = false) => (
    <label className={styles['field']}>
      <span>{t(FIELD_KEYS[field])}</span>
      <input
        type="text"
        maxLength={field === 'readBack' || field === 'finding' ? 200 : 64}
        autoComplete="off"
        data-field={field}
        {...(isFirst ? { 'data-initial-focus': true } : {})}
        value={call[field]}
        onChange={(event) => setCall({ ...call, [field]: event.target.value })}
      />
    </label>
  );

  return (
    <Dialog label={t('ecg.critical.title')} size="column" onClose={onPutAside} testId="ecg-critical">
      <form className={styles['form']} onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Enter' && (event.repeat || event.nativeEvent.isComposing)) event.preventDefault(); }}>
        <header className={styles['head']}>
          <h2>◆ {t('ecg.critical.title')}：{criticalSummary(t, findings)}</h2>
          <p>{patient}</p>
          <p className={styles['clock']} role="timer">{`${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`}　{t('ecg.critical.found', { time: format.timeOrDate(foundAt.toISOString(), now) })}</p>
        </header>
        <ul className={styles['rules']}>{findings.map((finding) => <li key={criticalText(t, finding)}>{criticalText(t, finding)}</li>)}</ul>
        {input('finding')}
        <div className={styles['row']}>
          {input('department', true)}
          {input('receiver')}
          {input('receiverNumber')}
        </div>
        {input('readBack')}
        <p className={styles['hint']}>{t('ecg.critical.say')}</p>
        {state === 'failed' ? <Note tone="block">{t('ecg.critical.failed')}</Note> : null}
        <footer className={styles['foot']}>
          <span className={styles['missing']}>{missing.length === 0 ? '' : `▲ ${t('ecg.critical.missing', { fields: missing.map((field) => t(FIELD_KEYS[field])).join(t('format.list-separator')) })}`}</span>
          <Button variant="quiet" keys="Escape" onClick={onPutAside}>{t('ecg.critical.later')}</Button>
          <Button variant="primary" type="submit" keys="Enter" disabled={missing.length > 0 || state === 'recording'}>{t('ecg.critical.record')}</Button>
        </footer>
      </form>
    </Dialog>
  );
}
