import { useQuery } from '@tanstack/react-query';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { stationsQuery } from '#renderer/bridge/queries.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import { countdown } from './countdown.ts';
import styles from './PreviewTimes.module.css';

export interface PreviewTimesProps {
  readonly row: WorklistRow;
  readonly now: Date;
}

interface Station {
  readonly label: string;
  readonly time: string;
  readonly note: string;
  readonly isDone: boolean;
}

/** When the case was made, heard of, complete, and when its report is due. */
export function PreviewTimes({ row, now }: PreviewTimesProps) {
  const { t, format } = useText();
  const { api } = useBridge();
  const left = countdown(row, now);
  const known = useQuery(stationsQuery(api, row.studyId));
  const opened = known.data?.find(({ kind }) => kind === 'opened');
  const firstImage = known.data?.find(({ kind }) => kind === 'first-image');
  const used = known.data?.filter(({ kind }) => kind.startsWith('used-')) ?? [];
  const lineSeconds = row.completeAt === null ? 0 : (Date.parse(row.completeAt) - Date.parse(row.arrivedAt)) / 1000;
  const stations: readonly Station[] = [
    { label: t('worklist.preview.time-study'), time: studyTime(), note: '', isDone: true },
    { label: t('worklist.preview.time-arrived'), time: format.timeOrDate(row.arrivedAt, now), note: '', isDone: true },
    ...(firstImage === undefined ? [] : [{ label: t('worklist.preview.time-first-image'), time: format.timeOrDate(firstImage.at, now), note: '', isDone: true }]),
    {
      label: t('worklist.preview.time-complete'),
      time: row.completeAt === null ? '—' : format.timeOrDate(row.completeAt, now),
      note: lineSeconds > 0 ? t('worklist.preview.line-took', { duration: format.duration(lineSeconds) }) : '',
      isDone: row.completeAt !== null,
    },
    ...(opened === undefined ? [] : [{ label: t('worklist.preview.time-opened'), time: format.timeOrDate(opened.at, now), note: opened.person, isDone: true }]),
    ...used.map(({ kind, at }) => ({ label: t('worklist.preview.time-used', { percent: kind.slice(5) }), time: format.timeOrDate(at, now), note: '', isDone: true })),
    {
      label: t('worklist.preview.time-due'),
      time: row.dueAt === null ? '—' : format.timeOrDate(row.dueAt, now),
      note: dueNote(),
      isDone: left.kind === 'stopped',
    },
  ];
  return (
    <ol className={styles['ledger']}>
      {stations.map(({ label, time, note, isDone }) => (
        <li key={label} className={classNames(!isDone && styles['todo'])}>
          <span className={styles['time']}>{time}</span>
          <span>{label}</span>
          <span className={styles['note']}>{note}</span>
        </li>
      ))}
    </ol>
  );

  function studyTime(): string {
    if (row.studyDate === null) return '—';
    return row.studyTime === null ? row.studyDate : `${row.studyDate} ${row.studyTime.slice(0, 5)}`;
  }

  function dueNote(): string {
    if (row.dueAt === null || left.kind === 'stopped') return '';
    const seconds = (Date.parse(row.dueAt) - now.getTime()) / 1000;
    const duration = format.duration(Math.abs(seconds));
    return t(seconds < 0 ? 'worklist.preview.time-over' : 'worklist.preview.time-left', { duration });
  }
}
