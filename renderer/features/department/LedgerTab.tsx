import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LedgerCase } from '#shared/contract/services/worklist.contract.ts';
import { csvOf } from '#shared/report/quality/csv.ts';
import { LEDGER_STATIONS, minutesToStation } from '#shared/worklist/green-channel.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { LATER_STATIONS, ledgerTable, medianTo } from './ledger-table.ts';
import { instantsOf, PERIODS, periodOf } from './quality-period.ts';
import styles from './DepartmentDialog.module.css';

/** The green channel's ledger: when each case was where, and how long after its arrival. */
export function LedgerTab({ onOpenStudy }: { readonly onOpenStudy: (studyId: number) => void }) {
  const words = useText();
  const { t, format } = words;
  const { api } = useBridge();
  const [period, setPeriod] = useState(() => periodOf('week', new Date()));
  const instants = instantsOf(period);
  const asked = useQuery({
    queryKey: [...QUERY_KEYS.ledger, instants?.from ?? '', instants?.to ?? ''],
    queryFn: ({ signal }) => api.worklist.ledger({ from: instants?.from ?? '', until: instants?.to ?? '' }, { signal }),
    enabled: instants !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const cases = asked.data ?? [];
  const now = useNow(60_000);
  return (
    <div className={styles['list']} data-testid="green-ledger" data-count={asked.data?.length ?? ''}>
      <div className={styles['choices']}>
        {PERIODS.map((name) => (
          <Button key={name} size="small" variant="quiet" onClick={() => setPeriod(periodOf(name, new Date()))}>
            {t(`department.period.${name}`)}
          </Button>
        ))}
        <label>
          {t('department.period.from')} <input type="date" value={period.from} onChange={(event) => setPeriod({ ...period, from: event.target.value })} />
        </label>
        <label>
          {t('department.period.to')} <input type="date" value={period.to} onChange={(event) => setPeriod({ ...period, to: event.target.value })} />
        </label>
        <span className={styles['space']} />
        <Button size="small" disabled={cases.length === 0} onClick={() => saveCsv(cases)}>
          {t('department.csv')}
        </Button>
      </div>
      <p className={styles['quiet']}>{t('centre.ledger.detail')}</p>
      {asked.isError ? <ErrorState words={thrownErrorWords(words, asked.error)} actions={<Button onClick={() => void asked.refetch()}>{t('report.retry')}</Button>} /> : null}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>{t('centre.ledger.case')}</th>
            {LEDGER_STATIONS.map((station) => (
              <th key={station}>{t(`centre.ledger.${station}`)}</th>
            ))}
            <th>{t('centre.ledger.signed-by')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <tr key={one.studyId} data-study-id={one.studyId}>
              <td>
                <b>◆ {one.reason}</b> {one.siteName}{' '}
                <Button size="small" variant="ghost" onClick={() => onOpenStudy(one.studyId)}>
                  {t('worklist.open')}
                </Button>
                <br />
                <span className={styles['quiet']}>
                  {one.modalities.join(' ')} {one.examination}
                </span>
              </td>
              {LEDGER_STATIONS.map((station) => {
                const at = one.times[station];
                const minutes = station === 'arrived' ? null : minutesToStation(one.times, station);
                return (
                  <td key={station} data-station={station} data-at={at ?? ''}>
                    {at === null ? (station === 'called' && !one.hasCriticalValue ? t('centre.ledger.no-call') : '—') : format.timeOrDate(at, now)}
                    {minutes === null ? null : (
                      <>
                        <br />
                        <span className={styles['quiet']}>{t('centre.ledger.after', { minutes })}</span>
                      </>
                    )}
                  </td>
                );
              })}
              <td>{one.signedBy === '' ? one.openedBy : one.signedBy}</td>
            </tr>
          ))}
        </tbody>
        {cases.length < 2 ? null : (
          <tfoot>
            <tr>
              <td>{t('centre.ledger.median', { count: cases.length })}</td>
              <td />
              {LATER_STATIONS.map((station) => {
                const minutes = medianTo(cases, station);
                return <td key={station}>{minutes === null ? '—' : t('centre.ledger.after', { minutes })}</td>;
              })}
              <td />
            </tr>
          </tfoot>
        )}
      </table>
      {asked.data?.length === 0 ? <p className={styles['quiet']}>{t('centre.ledger.none')}</p> : null}
    </div>
  );

  function saveCsv(shown: readonly LedgerCase[]): void {
    const table = ledgerTable(shown, {
      site: t('centre.service.site'), reason: t('centre.green.name'), examination: t('centre.ledger.case'), station: (station) => t(`centre.ledger.${station}`),
      minutes: (station) => t('centre.ledger.minutes-to', { station: t(`centre.ledger.${station}`) }), openedBy: t('centre.ledger.opened-by'), signedBy: t('centre.ledger.signed-by'), time: (instant) => instant,
    });
    const address = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `green-channel-${period.from}-${period.to}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
