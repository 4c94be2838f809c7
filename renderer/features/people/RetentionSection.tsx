import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionPreview, RetentionStateSummary } from '#shared/contract/services/retention.contract.ts';
import { FEWEST_DAYS, type RetentionKind } from '#shared/people/retention-rule.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { retentionQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './safekeeping.module.css';

const CHOICES: readonly number[] = [30, 90, 184, 365, 730, 1_095, 1_825, 3_650];

/** How long what is kept, and what would go now. */
export function RetentionSection() {
  const { t, format } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const state = useQuery(retentionQuery(api));
  const take = (now: RetentionStateSummary) => queries.setQueryData(QUERY_KEYS.retention, now);
  const preview = useMutation({ mutationFn: () => api.retention.preview() });
  const save = useMutation({
    mutationFn: (rules: RetentionStateSummary['rules']) => api.retention.setRules({ rules }),
    onSuccess(now) {
      preview.reset();
      take(now);
    },
  });
  const run = useMutation({
    mutationFn: () => api.retention.run(),
    onSuccess(now) {
      preview.reset();
      take(now);
    },
  });
  const [edited, setEdited] = useState<Partial<Record<RetentionKind, number | null>>>({});
  const rules = (state.data?.rules ?? []).map((rule) => ({ ...rule, days: edited[rule.kind] === undefined ? rule.days : (edited[rule.kind] ?? null) }));
  const lastRun = state.data?.lastRun ?? null;
  return (
    <section className={styles['section']}>
      <h3>{t('safe.rules.title')}</h3>
      <p>{t('safe.rules.note')}</p>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(rules);
        }}
      >
        {rules.map(({ kind, days }) => (
          <label key={kind}>
            {t(`safe.rules.${kind}`)}
            <select value={days ?? ''} data-rule={kind} onChange={({ target }) => setEdited({ ...edited, [kind]: target.value === '' ? null : Number(target.value) })}>
              <option value="">{t('safe.rules.never')}</option>
              {[...new Set([...CHOICES, ...(days === null ? [] : [days])])].filter((choice) => choice >= FEWEST_DAYS[kind]).toSorted((left, right) => left - right).map((choice) => (
                <option key={choice} value={choice}>
                  {t('safe.rules.days', { days: choice })}
                </option>
              ))}
            </select>
            <small>{kind === 'audit' ? t('safe.rules.law') : t('safe.rules.fewest', { days: FEWEST_DAYS[kind] })}</small>
          </label>
        ))}
        <small>{t('safe.rules.reports')}</small>
        <div className={styles['steps']}>
          <Button type="submit" disabled={save.isPending}>
            {t('safe.rules.save')}
          </Button>
          <Button variant="quiet" disabled={preview.isPending} onClick={() => preview.mutate()}>
            {t('safe.preview.show')}
          </Button>
        </div>
      </form>
      {preview.data === undefined ? null : <Preview preview={preview.data} isRunning={run.isPending} onRun={() => run.mutate()} />}
      {lastRun === null ? null : (
        <p role="status" data-testid="retention-last-run">
          {t('safe.rules.last', { date: `${format.date(lastRun.at)} ${format.time(lastRun.at)}` })} · <Amounts amounts={lastRun.amounts} fallback={t('safe.rules.last.nothing')} />
        </p>
      )}
      <Failure error={state.error ?? save.error ?? preview.error ?? run.error} />
    </section>
  );
}

function Amounts({ amounts, fallback }: { readonly amounts: RetentionPreview['amounts']; readonly fallback: string }) {
  const { t, format } = useText();
  const there = amounts.filter(({ count }) => count > 0);
  if (there.length === 0) return fallback;
  return there.map(({ kind, count, bytes }) => (kind === 'images' ? t('safe.amount.images', { count, size: format.bytes(bytes) }) : t(`safe.amount.${kind}`, { count }))).join(' · ');
}

function Preview({ preview, isRunning, onRun }: { readonly preview: RetentionPreview; readonly isRunning: boolean; readonly onRun: () => void }) {
  const { t, format } = useText();
  const isEmpty = preview.amounts.every(({ count }) => count === 0);
  return (
    <div className={styles['preview']} data-testid="retention-preview">
      <div className={styles['steps']}>
        <Amounts amounts={preview.amounts} fallback={t('safe.preview.nothing')} />
        {isEmpty ? null : (
          <Button variant="primary" size="small" disabled={isRunning} onClick={onRun}>
            {t('safe.preview.run')}
          </Button>
        )}
      </div>
      {preview.studies.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th>{t('safe.preview.study')}</th>
              <th>{t('safe.preview.used')}</th>
              <th>{t('safe.preview.size')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.studies.map((study, index) => (
              <tr key={index}>
                <td>{[study.siteName, study.modalities.join(' '), study.studyDate ?? ''].join(' · ')}</td>
                <td data-number>{format.date(study.lastUsedAt)}</td>
                <td data-number>{format.bytes(study.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
