import { useState, type FormEvent } from 'react';
import type { CriticalThresholds } from '#shared/ecg/critical-findings.ts';
import { ECG_SEVERITIES, STATEMENT_GROUPS } from '#shared/ecg/statements/statement.ts';
import type { DictionaryEntry, StatementDictionary, StatementEdit } from '#shared/ecg/statements/statement-dictionary.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import styles from './EcgDictionaryDialog.module.css';

export interface EcgDictionaryDialogProps {
  readonly dictionary: StatementDictionary;
  readonly edits: readonly StatementEdit[];
  readonly thresholds: CriticalThresholds;
  readonly onSave: (edit: StatementEdit) => Promise<void>;
  readonly onReset: (code: string) => Promise<void>;
  readonly onThresholds: (thresholds: CriticalThresholds) => Promise<void>;
  readonly onClose: () => void;
}

type Put = Extract<StatementEdit, { kind: 'put' }>;

const THRESHOLDS = ['fastRate', 'fastFibrillationRate', 'slowRate', 'pauseMs', 'qtcMs', 'stLimbMv', 'stChestMv'] as const satisfies readonly (keyof CriticalThresholds)[];

/** The department's dictionary: other words, another grade, sentences of its own, and when a finding is critical. */
export function EcgDictionaryDialog({ dictionary, edits, thresholds, onSave, onReset, onThresholds, onClose }: EcgDictionaryDialogProps) {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const [entry, setEntry] = useState<Put>();
  const [limits, setLimits] = useState(thresholds);
  const [hasFailed, setHasFailed] = useState(false);
  const shown = query.trim() === '' ? dictionary.entries : dictionary.search(query, 200);
  const hidden = edits.filter(({ kind }) => kind === 'hidden');
  const attempt = (work: Promise<void>) => {
    work.then(() => setHasFailed(false), () => setHasFailed(true));
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (entry === undefined || entry.zh.trim() === '') return;
    attempt(onSave({ ...entry, zh: entry.zh.trim(), en: entry.en.trim() }).then(() => setEntry(undefined)));
  }

  return (
    <Dialog label={t('ecg.dictionary.title')} size="paper" onClose={onClose} testId="ecg-dictionary">
      <header className={styles['head']}>
        <h2>{t('ecg.dictionary.title')}</h2>
        <input type="search" data-initial-focus aria-label={t('ecg.statements.search')} placeholder={t('ecg.statements.search')} value={query} onChange={(event) => setQuery(event.target.value)} />
        <Button size="small" onClick={() => setEntry({ kind: 'put', code: nextOwnCode(dictionary), zh: query, en: '', group: 'other', severity: 'green' })}>{t('ecg.dictionary.add')}</Button>
        <Button size="small" variant="quiet" keys="Escape" onClick={onClose}>{t('app.close')}</Button>
      </header>
      {hasFailed ? <Note tone="block">{t('ecg.dictionary.failed')}</Note> : null}
      {entry === undefined ? null : (
        <form className={styles['entry']} onSubmit={submit}>
          <b>{entry.code}</b>
          <input aria-label={t('ecg.dictionary.zh')} placeholder={t('ecg.dictionary.zh')} maxLength={200} value={entry.zh} onChange={(event) => setEntry({ ...entry, zh: event.target.value })} />
          <input aria-label={t('ecg.dictionary.en')} placeholder={t('ecg.dictionary.en')} maxLength={200} value={entry.en} onChange={(event) => setEntry({ ...entry, en: event.target.value })} />
          <select aria-label={t('ecg.dictionary.group')} value={entry.group} onChange={(event) => setEntry({ ...entry, group: STATEMENT_GROUPS.find((group) => group === event.target.value) ?? entry.group })}>
            {STATEMENT_GROUPS.map((group) => <option key={group} value={group}>{t(`ecg.group.${group}`)}</option>)}
          </select>
          <select aria-label={t('ecg.statements.severity')} value={entry.severity} onChange={(event) => setEntry({ ...entry, severity: ECG_SEVERITIES.find((severity) => severity === event.target.value) ?? entry.severity })}>
            {ECG_SEVERITIES.map((severity) => <option key={severity} value={severity}>{t(`ecg.severity.${severity}`)}</option>)}
          </select>
          <Button size="small" variant="primary" type="submit">{t('ecg.dictionary.save')}</Button>
        </form>
      )}
      <ul className={styles['list']}>
        {shown.map((statement) => {
          const isEdited = edits.some(({ code }) => code === statement.code);
          return (
            <li key={statement.code} data-code={statement.code}>
              <small>{statement.code}</small>
              <span>{statement.zh}</span>
              <span className={styles['second']}>{statement.en}</span>
              <span>{t(`ecg.severity.${statement.severity}`)}</span>
              <Button size="small" variant="ghost" onClick={() => setEntry(toPut(statement))}>{t('ecg.dictionary.edit')}</Button>
              <Button size="small" variant="ghost" onClick={() => attempt(onSave({ kind: 'hidden', code: statement.code }))}>{t('ecg.dictionary.hide')}</Button>
              {isEdited ? <Button size="small" variant="ghost" onClick={() => attempt(onReset(statement.code))}>{t('ecg.dictionary.reset')}</Button> : null}
            </li>
          );
        })}
        {hidden.map(({ code }) => (
          <li key={code} data-code={code}>
            <small>{code}</small>
            <span className={styles['second']}>{t('ecg.dictionary.hidden')}</span>
            <Button size="small" variant="ghost" onClick={() => attempt(onReset(code))}>{t('ecg.dictionary.reset')}</Button>
          </li>
        ))}
      </ul>
      <form
        className={styles['limits']}
        onSubmit={(event) => {
          event.preventDefault();
          attempt(onThresholds(limits));
        }}
      >
        <b>{t('ecg.thresholds.title')}</b>
        {THRESHOLDS.map((name) => (
          <label key={name}>
            {t(`ecg.thresholds.${name}`)}
            <input type="number" step="any" value={limits[name]} onChange={(event) => setLimits({ ...limits, [name]: Number(event.target.value) })} />
          </label>
        ))}
        <Button size="small" type="submit">{t('ecg.dictionary.save')}</Button>
        <p className={styles['second']}>{t('ecg.thresholds.note')}</p>
      </form>
    </Dialog>
  );
}

function toPut({ code, zh, en, group, severity }: DictionaryEntry): Put {
  return { kind: 'put', code, zh, en, group, severity };
}

/** D01, D02 ...: a department's own sentences. */
function nextOwnCode({ entries }: StatementDictionary): string {
  const numbers = entries.map(({ code }) => Number(/^D(\d+)$/.exec(code)?.[1] ?? 0));
  return `D${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}
