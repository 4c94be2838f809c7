import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { AuditRowSummary } from '#shared/contract/services/audit.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './people.module.css';

const PAGE_ROWS = 100;
const EVENTS = ['110100', '110103', '110104', '110106', '110107', '110110', '110112', '110113', '110114'] as const;

/** The trail, newest first, and whether it holds. */
export function AuditPanel() {
  const { t } = useText();
  const { api } = useBridge();
  const rows = useInfiniteQuery({
    queryKey: QUERY_KEYS.audit,
    queryFn: ({ pageParam, signal }) => api.audit.rows({ before: pageParam, limit: PAGE_ROWS }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.at(-1)?.sequence ?? 1) > 1 ? page.at(-1)?.sequence : undefined,
    staleTime: 0,
  });
  const verify = useMutation({ mutationFn: () => api.audit.verify() });
  return (
    <div className={styles['page']}>
      <div className={styles['verdict']}>
        <div className={styles['steps']}>
          <Button disabled={verify.isPending} onClick={() => verify.mutate()}>
            {t(verify.isPending ? 'people.audit.verifying' : 'people.audit.verify')}
          </Button>
          {verify.data === undefined ? null : <Verdict {...verify.data} />}
        </div>
        <Failure error={verify.error ?? rows.error} />
      </div>
      <div className={styles['rows']}>
        <table data-testid="audit-rows">
          <thead>
            <tr>
              <th>{t('people.audit.number')}</th>
              <th>{t('people.audit.time')}</th>
              <th>{t('people.audit.person')}</th>
              <th>{t('people.audit.event')}</th>
              <th>{t('people.audit.objects')}</th>
            </tr>
          </thead>
          <tbody>
            {(rows.data?.pages ?? []).flat().map((row) => (
              <AuditRow key={row.sequence} row={row} />
            ))}
          </tbody>
        </table>
        {rows.hasNextPage ? (
          <Button variant="quiet" size="small" disabled={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            {t('people.audit.older')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Verdict({ status, records, sequence, fault }: { readonly status: 'holds' | 'empty' | 'broken'; readonly records: number; readonly sequence: number; readonly fault: string }) {
  const { t } = useText();
  if (status === 'broken') return <span role="alert" className={styles['bad']}>◆ {t('people.audit.broken', { sequence, fault })}</span>;
  return <span role="status" className={styles['good']}>● {status === 'empty' ? t('people.audit.empty') : t('people.audit.holds', { records, sequence })}</span>;
}

function AuditRow({ row }: { readonly row: AuditRowSummary }) {
  const { t, format } = useText();
  const known = EVENTS.find((code) => code === row.eventCode);
  return (
    <tr>
      <td data-number>{row.sequence}</td>
      <td data-number>{`${format.date(row.at)} ${format.timeWithSeconds(row.at)}`}</td>
      <td>{row.person}</td>
      <td>
        {t(known === undefined ? 'people.audit.event.other' : `people.audit.event.${known}`)}
        {row.isSuccess ? null : <span className={styles['bad']}> ◆ {t('people.audit.failed')}</span>}
        {row.outcome === '' ? null : ` · ${row.outcome}`}
      </td>
      <td data-selectable>{row.objects.join('; ')}</td>
    </tr>
  );
}
