import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DepartmentDialog.module.css';

/** Who signs, and where critical values are told on. */
export function RulesTab() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const review = useQuery({ queryKey: QUERY_KEYS.reviewRule, queryFn: ({ signal }) => api.reports.reviewRule(undefined, { signal }) });
  const setReview = useMutation({
    mutationFn: (twoLevels: boolean) => api.reports.setReviewRule({ twoLevels }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEYS.reviewRule }),
  });
  const failed = review.error ?? setReview.error;
  return (
    <div className={styles['list']}>
      <h3>{t('department.review.title')}</h3>
      {([false, true] as const).map((twoLevels) => (
        <label key={String(twoLevels)} className={styles['option']}>
          <input type="radio" name="review" checked={review.data?.twoLevels === twoLevels} disabled={review.data === undefined || setReview.isPending} onChange={() => setReview.mutate(twoLevels)} />
          {t(twoLevels ? 'department.review.two' : 'department.review.one')}
        </label>
      ))}
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <CriticalHook />
    </div>
  );
}

function CriticalHook() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const hook = useQuery({ queryKey: QUERY_KEYS.criticalHook, queryFn: ({ signal }) => api.department.criticalHook(undefined, { signal }) });
  const [own, setOwn] = useState<string>();
  const url = own ?? hook.data?.url ?? '';
  const save = useMutation({
    mutationFn: () => api.department.setCriticalHook({ url: url.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.criticalHook });
      setOwn(undefined);
    },
  });
  const attempt = useMutation({ mutationFn: () => api.department.tryCriticalHook() });
  const failed = hook.error ?? save.error ?? attempt.error;
  return (
    <>
      <h3>{t('department.hook.title')}</h3>
      <p className={styles['quiet']}>{t('department.hook.detail')}</p>
      <div className={styles['form']}>
        <label className={styles['wide']}>
          {t('department.hook.url')}
          <input type="url" value={url} maxLength={500} placeholder="https://" onChange={(event) => setOwn(event.target.value)} />
        </label>
        <Button disabled={own === undefined || save.isPending || !isAddress(url.trim())} onClick={() => save.mutate()}>
          {t('department.save')}
        </Button>
        <Button variant="quiet" disabled={own !== undefined || url === '' || attempt.isPending} onClick={() => attempt.mutate()}>
          {t('department.hook.try')}
        </Button>
      </div>
      {attempt.data === undefined ? null : <Note tone={attempt.data.isTaken ? 'good' : 'block'}>{t(attempt.data.isTaken ? 'department.hook.taken' : 'department.hook.refused')}</Note>}
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
    </>
  );
}

function isAddress(url: string): boolean {
  return url === '' || (/^https?:\/\//u.test(url) && URL.canParse(url));
}
