import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { criticalClauses, isRuleFor, isSoundPattern, type CriticalRule } from '#shared/report/checks/critical-check.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useListDraft } from './use-list-draft.ts';
import styles from './DepartmentDialog.module.css';

/** Critical values that stand open, and the department's list of what is one. */
export function CriticalRulesTab() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const asked = useQuery({ queryKey: [...QUERY_KEYS.allCritical, 'rules'], queryFn: ({ signal }) => api.criticalValues.rules(undefined, { signal }) });
  const { rows, isChanged, change, add, remove, reset } = useListDraft(asked.data);
  const save = useMutation({
    mutationFn: () => api.criticalValues.saveRules({ rules: [...(rows ?? [])] }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.allCritical });
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
      reset();
    },
  });
  const failed = asked.error ?? save.error;
  const [list, setList] = useState('');
  // Imaging and ECG have a list each, and so has every modality that a line names.
  const listed = [...new Set(['imaging', 'ECG', ...(rows ?? []).flatMap(({ modality = '' }) => (modality === '' ? [] : [modality]))])];
  const listName = (name: string) => (name === '' ? t('department.rules.list.all') : name === 'imaging' ? t('department.rules.list.imaging') : name === 'ECG' ? t('department.rules.list.ecg') : name);
  const faulty = (rows ?? []).filter((rule) => !isSound(rule));
  return (
    <div className={styles['list']}>
      <OpenValues />
      <h3>{t('department.rules.title')}</h3>
      <p className={styles['quiet']}>{t('department.rules.detail')}</p>
      <div className={styles['choices']} role="tablist" aria-label={t('department.rules.list')}>
        {['', ...listed].map((name) => (
          <button key={name} type="button" role="tab" aria-selected={list === name} onClick={() => setList(name)}>
            {listName(name)}（{(rows ?? []).filter((rule) => isInList(rule, name)).length}）
          </button>
        ))}
      </div>
      <RuleTrial rules={(rows ?? []).filter((rule) => rule.isActive && isInList(rule, list) && rule.words !== '' && isSound(rule))} />
      {faulty.map(({ name, words: said }) => (
        <Note key={`${name} ${said}`} tone="block">
          {t('department.rules.faulty', { name })}
        </Note>
      ))}
      <table className={styles['table']} data-testid="critical-rules" data-is-changed={isChanged}>
        <thead>
          <tr>
            <th>{t('department.rules.active')}</th>
            <th>{t('department.rules.list')}</th>
            <th>{t('department.rules.name')}</th>
            <th>{t('department.rules.words')}</th>
            <th>{t('department.rules.unless')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {(rows ?? []).map((rule, index) => !isInList(rule, list) ? null : (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place: its name is what is edited
            <tr key={index}>
              <td>
                <input type="checkbox" aria-label={t('department.rules.active')} checked={rule.isActive} onChange={(event) => change(index, { ...rule, isActive: event.target.checked })} />
              </td>
              <td>
                <select aria-label={t('department.rules.list')} value={rule.modality ?? ''} onChange={(event) => change(index, { ...rule, modality: event.target.value })}>
                  {['', ...new Set([...LISTS, ...listed])].map((name) => (
                    <option key={name} value={name}>
                      {listName(name)}
                    </option>
                  ))}
                </select>
              </td>
              {(['name', 'words', 'unless'] as const).map((field) => (
                <td key={field} className={styles[field === 'words' ? 'wide' : 'cell']}>
                  <input
                    aria-label={t(`department.rules.${field}`)}
                    aria-invalid={field !== 'name' && rule[field] !== '' && !isSoundPattern(rule[field])}
                    value={rule[field]}
                    maxLength={field === 'name' ? 60 : field === 'words' ? 1_000 : 500}
                    onChange={(event) => change(index, { ...rule, [field]: field === 'name' ? event.target.value : event.target.value.replaceAll('｜', '|') })}
                  />
                </td>
              ))}
              <td>
                <Button size="small" variant="ghost" onClick={() => remove(index)}>
                  {t('department.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <footer className={classNames(styles['foot'], styles['sticky'])}>
        <Button size="small" onClick={() => add({ name: '', words: '', unless: '', isActive: true, ...(list === '' ? {} : { modality: list }) })}>
          {t('department.add')}
        </Button>
        <span className={styles['space']} />
        <Button size="small" variant="quiet" disabled={!isChanged} onClick={reset}>
          {t('department.undo')}
        </Button>
        <Button variant="primary" disabled={!isChanged || save.isPending || rows?.length === 0 || faulty.length > 0 || rows?.some(({ name, words: said }) => name.trim() === '' || said.trim() === '')} onClick={() => save.mutate()}>
          {t('department.save')}
        </Button>
      </footer>
    </div>
  );
}

const LISTS = ['imaging', 'ECG', 'CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'RF', 'NM', 'PT'] as const;

/** What a report of the list is checked against. @param list '' for the lines of all lists */
function isInList(rule: CriticalRule, list: string): boolean {
  return list === '' || (list === 'imaging' ? rule.modality !== 'ECG' : isRuleFor(rule, list));
}

function isSound({ words, unless }: CriticalRule): boolean {
  return (words === '' || isSoundPattern(words)) && (unless === '' || isSoundPattern(unless));
}

/** An impression is typed, and the lines of the list that it meets are named, before anything is saved. */
function RuleTrial({ rules }: { readonly rules: readonly CriticalRule[] }) {
  const { t } = useText();
  const [impression, setImpression] = useState('');
  const met = impression.trim() === '' ? [] : criticalClauses({ impression }, rules);
  const names = [...new Set(met.map(({ rule }) => rule.name))];
  return (
    <div className={styles['form']} data-testid="rule-trial" data-met={names.join('|')}>
      <label className={styles['wide']}>
        {t('department.rules.trial')}
        <input value={impression} placeholder={t('department.rules.trial.example')} maxLength={500} onChange={(event) => setImpression(event.target.value)} />
      </label>
      <output className={names.length === 0 ? styles['quiet'] : styles['met']}>
        {impression.trim() === '' ? '' : names.length === 0 ? t('department.rules.trial.none') : t('department.rules.trial.met', { names: names.join(t('format.list-separator')) })}
      </output>
    </div>
  );
}

function stepOf(step: number): 0 | 1 | 2 | 3 {
  return step >= 3 ? 3 : step === 2 ? 2 : step === 1 ? 1 : 0;
}

function OpenValues() {
  const { t, format } = useText();
  const { api } = useBridge();
  const now = useNow(10_000);
  const open = useQuery({ queryKey: [...QUERY_KEYS.allCritical, 'open'], queryFn: ({ signal }) => api.criticalValues.open(undefined, { signal }) });
  if (open.data === undefined || open.data.length === 0) return null;
  return (
    <section>
      <h3>{t('department.open-values')}</h3>
      {open.data.map(({ criticalValueId, message, siteName, examination, foundBy, foundAt, escalationStep }) => (
        <Note key={criticalValueId} tone={escalationStep > 0 ? 'block' : 'confirm'}>
          <b>{message}</b>　{siteName}　{examination}
          <br />
          {t('department.open-value', { name: foundBy, elapsed: format.elapsed(foundAt, now) })}　{t(`department.step.${stepOf(escalationStep)}`)}
        </Note>
      ))}
    </section>
  );
}
