import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { csvOf } from '#shared/report/quality/csv.ts';
import { TECHNICIAN_REQUEST_KINDS } from '#shared/collaboration/technician-request.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { instantsOf, PERIODS, periodOf } from './quality-period.ts';
import styles from './DepartmentDialog.module.css';

/** How each hospital does with what its technicians are asked, and the link by which it sees it. */
export function CountyTab() {
  const words = useText();
  const { t, format } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const now = useNow(30_000);
  const [period, setPeriod] = useState(() => periodOf('month', new Date()));
  const instants = instantsOf(period);
  const { data: cards = [] } = useQuery({
    queryKey: [...QUERY_KEYS.technician, 'scorecards', instants?.from ?? '', instants?.to ?? ''],
    queryFn: ({ signal }) => api.technician.scorecards(instants ?? { from: '', to: '' }, { signal }),
    enabled: instants !== undefined,
    placeholderData: keepPreviousData,
  });
  const pagesKey = QUERY_KEYS.countyPages;
  const { data: pages } = useQuery({ queryKey: pagesKey, queryFn: ({ signal }) => api.technician.countyPages(undefined, { signal }) });
  const [link, setLink] = useState<{ readonly siteId: string; readonly url: string }>();
  const onError = (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' });
  const make = useMutation({
    mutationFn: async (siteId: string) => ({ siteId, ...(await api.technician.makeCountyLink({ siteId })) }),
    onSuccess: (made) => {
      setLink(made);
      void queries.invalidateQueries({ queryKey: pagesKey });
    },
    onError,
  });
  const end = useMutation({
    mutationFn: (siteId: string) => api.technician.endCountyLink({ siteId }),
    onSuccess: () => {
      setLink(undefined);
      void queries.invalidateQueries({ queryKey: pagesKey });
    },
    onError,
  });
  const number = (value: number | null) => (value === null ? '–' : format.number(value));
  const heads = [
    t('department.county.site'), t('department.county.total'), ...TECHNICIAN_REQUEST_KINDS.map((kind) => t(`collaboration.technician.kind.${kind}`)),
    t('department.county.unanswered'), t('department.county.answer'), t('department.county.done'),
  ];
  const rows = cards.map((card) => [card.siteName, card.total, ...TECHNICIAN_REQUEST_KINDS.map((kind) => card.byKind[kind]), card.unanswered, card.medianAnswerMinutes, card.medianDoneMinutes]);
  return (
    <div className={styles['list']}>
      <h3>{t('department.county.title')}</h3>
      <div className={styles['choices']}>
        {PERIODS.map((name) => (
          <Button key={name} size="small" variant="quiet" onClick={() => setPeriod(periodOf(name, new Date()))}>
            {t(`department.period.${name}`)}
          </Button>
        ))}
        <span className={styles['space']} />
        <Button size="small" disabled={rows.length === 0} onClick={() => save(csvOf([heads, ...rows]))}>
          {t('department.csv')}
        </Button>
      </div>
      <table className={styles['table']} data-testid="county-scorecards" data-count={cards.length}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([siteName, ...figures]) => (
            <tr key={siteName}>
              <td>{siteName}</td>
              {figures.map((figure, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns stand still
                <td key={index}>{number(typeof figure === 'number' ? figure : null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className={styles['quiet']}>{t('department.county.none')}</p> : null}
      <h3>{t('department.county.pages')}</h3>
      <p className={styles['quiet']}>{pages?.address === null ? t('department.county.closed') : t('department.county.open', { address: pages?.address ?? '' })}</p>
      <table className={styles['table']} data-testid="county-links">
        <tbody>
          {(pages?.sites ?? []).map(({ siteId, siteName, madeAt }) => (
            <tr key={siteId}>
              <td>{siteName}</td>
              <td>{madeAt === null ? t('department.county.no-link') : t('department.county.made', { at: format.timeOrDate(madeAt, now) })}</td>
              <td>
                {link?.siteId === siteId ? (
                  <code className={styles['code']} data-selectable data-testid="county-link">
                    {link.url}
                  </code>
                ) : null}
              </td>
              <td>
                <Button size="small" disabled={pages?.address === null || make.isPending} onClick={() => make.mutate(siteId)}>
                  {t(madeAt === null ? 'department.county.make' : 'department.county.renew')}
                </Button>{' '}
                {madeAt === null ? null : (
                  <Button size="small" variant="quiet" disabled={end.isPending} onClick={() => end.mutate(siteId)}>
                    {t('department.county.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {link === undefined ? null : <p className={styles['quiet']}>{t('department.county.once')}</p>}
    </div>
  );

  function save(text: string): void {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = `tongyue-technicians-${period.from}-${period.to}.csv`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
