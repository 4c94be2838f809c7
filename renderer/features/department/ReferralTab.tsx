import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HOSPITAL_LEVELS, LEVEL_OF_COUNTIES, type HospitalLevel, type ReferralDisease } from '#shared/collaboration/referral/referral-table.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { referralQuery, sitesQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useListDraft } from './use-list-draft.ts';
import styles from './DepartmentDialog.module.css';

const CODE = /^[A-Z]\d{2}(\.\d)?$/;

/** Which disease is treated at which level of hospital. A draft until the department saves it as its own. */
export function ReferralTab() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const query = referralQuery(api);
  const { data: table } = useQuery(query);
  const { data: sites = [] } = useQuery(sitesQuery(api));
  const { rows, isChanged, change, add, remove, reset } = useListDraft<ReferralDisease>(table?.diseases);
  const [search, setSearch] = useState('');
  const onError = (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' });
  const save = useMutation({
    mutationFn: () =>
      api.referral.saveTable({ isDraft: false, levels: table?.levels ?? {}, diseases: (rows ?? []).map((one) => ({ ...one, synonyms: one.synonyms.map((word) => word.trim()).filter((word) => word !== '') })) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: query.queryKey });
      reset();
    },
    onError,
  });
  const setLevel = useMutation({
    mutationFn: (input: { readonly siteId: string; readonly level: HospitalLevel }) => api.referral.setLevel(input),
    onSuccess: () => queries.invalidateQueries({ queryKey: query.queryKey }),
    onError,
  });
  const shown = (rows ?? []).map((disease, index) => ({ disease, index })).filter(({ disease }) => [disease.code, disease.name, ...disease.synonyms].join(' ').includes(search.trim()));
  const isWrong = (rows ?? []).some(({ code, name }) => !CODE.test(code) || name.length < 2);
  const level = (value: HospitalLevel | null, label: string, onChange: (chosen: string) => void, hasNone: boolean) => (
    <select aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
      {hasNone ? <option value="">{t('department.referral.stays')}</option> : null}
      {HOSPITAL_LEVELS.map((one) => (
        <option key={one} value={one}>
          {t(`referral.level.${one}`)}
        </option>
      ))}
    </select>
  );
  const levelOf = (text: string) => HOSPITAL_LEVELS.find((one) => one === text) ?? null;
  return (
    <div className={styles['list']} data-testid="referral-table" data-is-draft={table?.isDraft} data-count={rows?.length ?? -1} data-is-changed={isChanged}>
      <h3>{t('department.referral.title')}</h3>
      {table?.isDraft === true ? <Note tone="confirm">{t('department.referral.draft', { count: rows?.length ?? 0 })}</Note> : null}
      <div className={styles['choices']}>
        {sites.map(({ siteId, name }) => (
          <label key={siteId}>
            {name} {level(table?.levels[siteId] ?? LEVEL_OF_COUNTIES, name, (chosen) => setLevel.mutate({ siteId, level: levelOf(chosen) ?? LEVEL_OF_COUNTIES }), false)}
          </label>
        ))}
      </div>
      <div className={styles['choices']}>
        <input aria-label={t('department.referral.search')} placeholder={t('department.referral.search')} value={search} onChange={(event) => setSearch(event.target.value)} />
        <Button size="small" onClick={() => add({ code: '', name: '', synonyms: [], least: 'second', back: null })}>
          {t('department.referral.add')}
        </Button>
        <span className={styles['space']} />
        {isWrong ? <span className={styles['quiet']}>{t('department.referral.wrong')}</span> : null}
        <Button size="small" variant="primary" disabled={(!isChanged && table?.isDraft !== true) || isWrong || save.isPending} onClick={() => save.mutate()}>
          {t(table?.isDraft === true && !isChanged ? 'department.referral.confirm' : 'department.referral.save')}
        </Button>
      </div>
      <table className={styles['table']}>
        <thead>
          <tr>
            {(['code', 'name', 'synonyms', 'least', 'back'] as const).map((head) => (
              <th key={head}>{t(`department.referral.${head}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {shown.map(({ disease, index }) => (
            <tr key={index}>
              <td>
                <input size={6} aria-label={t('department.referral.code')} value={disease.code} maxLength={5} onChange={(event) => change(index, { ...disease, code: event.target.value.toUpperCase() })} />
              </td>
              <td className={styles['cell']}>
                <input aria-label={t('department.referral.name')} value={disease.name} maxLength={40} onChange={(event) => change(index, { ...disease, name: event.target.value })} />
              </td>
              <td className={styles['cell']}>
                <input
                  aria-label={t('department.referral.synonyms')} value={disease.synonyms.join('；')} maxLength={400}
                  onChange={(event) => change(index, { ...disease, synonyms: event.target.value === '' ? [] : event.target.value.split(/[；;]/u).slice(0, 12) })}
                />
              </td>
              <td>{level(disease.least, t('department.referral.least'), (chosen) => change(index, { ...disease, least: levelOf(chosen) ?? 'second' }), false)}</td>
              <td>{level(disease.back, t('department.referral.back'), (chosen) => change(index, { ...disease, back: levelOf(chosen) }), true)}</td>
              <td>
                <Button size="small" variant="ghost" onClick={() => remove(index)}>
                  {t('department.referral.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
