import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { csvOf } from '#shared/report/quality/csv.ts';
import { QUALITY_GROUPS, type GroupFigure, type QualityFigures, type QualityGroup } from '#shared/report/quality/quality-figures.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { DayChart } from './DayChart.tsx';
import { instantsOf, PERIODS, periodOf } from './quality-period.ts';
import { qualityTable, type QualityWords } from './quality-table.ts';
import styles from './DepartmentDialog.module.css';

/** How long reports took, how many were positive, changed, delivered, and how fast critical values were told. */
export function QualityTab() {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const [period, setPeriod] = useState(() => periodOf('month', new Date()));
  const [group, setGroup] = useState<QualityGroup>('site');
  const instants = instantsOf(period);
  const asked = useQuery({
    queryKey: [...QUERY_KEYS.quality, instants?.from ?? '', instants?.to ?? ''],
    queryFn: ({ signal }) => api.department.quality(instants ?? { from: '', to: '' }, { signal }),
    enabled: instants !== undefined,
    placeholderData: keepPreviousData,
  });
  const tableWords = useQualityWords();
  const figures = asked.data;
  return (
    <div className={styles['quality']}>
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
        <Button size="small" disabled={figures === undefined} onClick={() => figures !== undefined && save(figures)}>
          {t('department.csv')}
        </Button>
      </div>
      {instants === undefined ? <p className={styles['quiet']}>{t('department.period.wrong')}</p> : null}
      {asked.isError ? <ErrorState words={thrownErrorWords(words, asked.error)} actions={<Button onClick={() => void asked.refetch()}>{t('report.retry')}</Button>} /> : null}
      {figures === undefined ? (asked.isError ? null : <p className={styles['quiet']}>{t('department.loading')}</p>) : (
        <div data-testid="quality-figures" data-total={figures.total.count} className={styles['figures']}>
          <Tiles figures={figures} />
          {figures.total.count === 0 ? <p className={styles['quiet']}>{t('department.none')}</p> : <DayChart days={figures.days} />}
          <div className={styles['choices']} role="tablist" aria-label={t('department.by')}>
            {QUALITY_GROUPS.map((name) => (
              <button key={name} type="button" role="tab" aria-selected={group === name} onClick={() => setGroup(name)}>
                {tableWords.group(name)}
              </button>
            ))}
          </div>
          <Table figures={figures.groups[group]} nameOf={(name) => tableWords.name(group, name)} words={tableWords} />
        </div>
      )}
    </div>
  );

  function save(shown: QualityFigures): void {
    const address = URL.createObjectURL(new Blob([csvOf(qualityTable(shown, tableWords))], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `tongyue-quality-${period.from}-${period.to}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

function useQualityWords(): QualityWords {
  const { t } = useText();
  return {
    group: (group) => t(`department.group.${group}`),
    name: (group, name) => (name === '' ? '–' : group === 'urgency' ? t(`department.urgency.${name === 'green-channel' || name === 'emergency' ? name : 'routine'}`) : name),
    heads: {
      by: t('department.by'), name: t('department.name'), count: t('department.count'), median: t('department.median'), p90: t('department.p90'), promise: t('department.promise'),
      positive: t('department.positive'),
    },
    total: t('department.total'), revisions: t('department.revisions'), withdrawn: t('department.withdrawn'), delivery: t('department.delivery'), undelivered: t('department.undelivered'), critical: t('department.critical'),
    criticalOpen: t('department.critical.open'), criticalToldOn: t('department.critical.told-on'),
  };
}

function Tiles({ figures }: { readonly figures: QualityFigures }) {
  const { t, format } = useText();
  const minutes = (value: number | null) => (value === null ? '–' : t('department.minutes', { value: format.number(value) }));
  const percent = (value: number | null) => (value === null ? '–' : `${format.number(value * 100)}%`);
  const { total, revisionRate, withdrawn, delivery, critical } = figures;
  const tiles = [
    [t('department.total'), String(total.count), t('department.tile.median', { median: minutes(total.medianMinutes), p90: minutes(total.p90Minutes) })],
    [t('department.promise'), percent(total.withinPromise), t('department.tile.promise')],
    [t('department.positive'), percent(total.positive), ''],
    [t('department.revisions'), percent(revisionRate), withdrawn === undefined ? '' : t('department.tile.revisions', { count: withdrawn })],
    [t('department.delivery'), minutes(delivery.medianMinutes), t('department.tile.delivery', { p90: minutes(delivery.p90Minutes), undelivered: delivery.undelivered })],
    [t('department.critical'), String(critical.found), t('department.tile.critical', { median: minutes(critical.notification.medianMinutes), open: critical.open, toldOn: critical.toldOn })],
  ] as const;
  return (
    <dl className={styles['tiles']}>
      {tiles.map(([name, value, detail]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd className={styles['quiet']}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

interface TableProps {
  readonly figures: readonly GroupFigure[];
  readonly nameOf: (name: string) => string;
  readonly words: QualityWords;
}

function Table({ figures, nameOf, words }: TableProps) {
  const { format } = useText();
  const { heads } = words;
  const most = Math.max(1, ...figures.map(({ p90Minutes }) => p90Minutes ?? 0));
  const number = (value: number | null) => (value === null ? '–' : format.number(value));
  return (
    <table className={styles['table']} data-testid="quality-table">
      <thead>
        <tr>
          {[heads.name, heads.count, heads.median, heads.p90, '', heads.promise, heads.positive].map((head, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns stand still
            <th key={index}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures.map(({ name, count, medianMinutes, p90Minutes, withinPromise, positive }) => (
          <tr key={name}>
            <td>{nameOf(name)}</td>
            <td>{count}</td>
            <td>{number(medianMinutes)}</td>
            <td>{number(p90Minutes)}</td>
            <td>
              <Spread median={medianMinutes ?? 0} p90={p90Minutes ?? 0} most={most} />
            </td>
            <td>{withinPromise === null ? '–' : `${format.number(withinPromise * 100)}%`}</td>
            <td>{positive === null ? '–' : `${format.number(positive * 100)}%`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SPREAD_WIDTH = 160;

/** A bar to the median, a thinner one to nine in ten. */
function Spread({ median, p90, most }: { readonly median: number; readonly p90: number; readonly most: number }) {
  const width = (minutes: number) => (minutes / most) * SPREAD_WIDTH;
  return (
    <svg width={SPREAD_WIDTH} height={14} viewBox={`0 0 ${SPREAD_WIDTH} 14`} aria-hidden="true">
      <rect x={0} y={5} width={width(p90)} height={4} fill="var(--accent-dim)" />
      <rect x={0} y={2} width={width(median)} height={10} fill="var(--accent)" />
    </svg>
  );
}
