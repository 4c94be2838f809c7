import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { DictionaryEntry, StatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';
import { severityOf } from '#shared/ecg/statements/check-statements.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { ECG_ACTIONS } from './ecg-actions.ts';
import styles from './EcgStatements.module.css';

export type Outcome = 'positive' | 'negative' | null;

export interface EcgStatementsProps {
  readonly dictionary: StatementDictionary;
  /** 诊断意见 as it stands. */
  readonly impression: string;
  readonly outcome: Outcome;
  /** The device's statements, in its words. */
  readonly deviceStatements: readonly string[];
  readonly onAdd: (impression: string, outcome: Outcome) => void;
  /** Opens the department's dictionary. */
  readonly onDictionary: () => void;
}

/** What fits below the field at once. */
const MOST_SHOWN = 7;

/** Finds a sentence by Chinese, pinyin initials or code and puts it into the impression: type, Enter, type, Enter. */
export function EcgStatements({ dictionary, impression, outcome, deviceStatements, onAdd, onDictionary }: EcgStatementsProps) {
  const { t, language } = useText();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [added, setAdded] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = dictionary.search(query, MOST_SHOWN);
  const severity = severityOf(dictionary, impressionLines(impression));
  useKeyAction(ECG_ACTIONS.statements, () => field.current?.focus());
  // The hand is where it is needed when an ECG opens: typing starts at once.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  function add(statement: DictionaryEntry | undefined): void {
    if (statement === undefined) return;
    const lines = impressionLines(impression);
    const isThere = lines.includes(statement.zh);
    if (!isThere) onAdd([...lines, statement.zh].map((line, index) => `${index + 1}. ${line}`).join('\n'), nextOutcome(outcome, statement));
    setAdded(statement.zh);
    setQuery('');
    setChosen(0);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === 'Enter' && !event.repeat && query !== '') add(found[chosen]);
    else if (event.key === 'Escape' && query !== '') setQuery('');
    else return;
    event.preventDefault();
  }

  return (
    <section className={styles['statements']} aria-label={t('ecg.statements.title')} data-testid="ecg-statements" data-severity={severity ?? ''} data-added={added}>
      <div className={styles['field']}>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={t('ecg.statements.search')}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found.length === 0 ? undefined : `${listId}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('ecg.statements.search')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <KeyCap keys={ECG_ACTIONS.statements.keys[0]} />
        <Button size="small" variant="ghost" onClick={onDictionary}>{t('ecg.dictionary.open')}</Button>
        {severity === undefined ? null : <span className={styles['severity']} data-severity={severity}>{t('ecg.statements.severity')} {severity === 'red' ? '◆ ' : ''}{t(`ecg.severity.${severity}`)}</span>}
      </div>
      <ul id={listId} role="listbox" aria-label={t('ecg.statements.title')} hidden={found.length === 0}>
        {found.map((statement, index) => (
          <li
            key={statement.code}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            data-code={statement.code}
            onPointerDown={(event) => {
              // The field keeps the focus.
              event.preventDefault();
              add(statement);
            }}
          >
            <span>{language === 'en' ? `${statement.zh} · ${statement.en}` : statement.zh}</span>
            {statement.severity === 'red' ? <b className={styles['red']}>◆</b> : null}
            <small>{statement.initials.toUpperCase()} · {statement.code}</small>
          </li>
        ))}
      </ul>
      {query !== '' && found.length === 0 ? <p className={styles['none']}>{t('ecg.statements.none')}</p> : null}
      {deviceStatements.length === 0 ? null : <p className={styles['none']}>{t('ecg.statements.device', { statements: deviceStatements.join('；') })}</p>}
      <p className={styles['heard']} role="status">{added === '' ? '' : t('ecg.statements.added', { statement: added })}</p>
    </section>
  );
}

/** An abnormal sentence makes the report positive; a normal one makes it negative only where nothing was said before. */
function nextOutcome(outcome: Outcome, { asserts = [], severity, group }: DictionaryEntry): Outcome {
  if (asserts.includes('abnormal') || severity !== 'green') return 'positive';
  return outcome ?? (group === 'advice' ? null : 'negative');
}
