import { Bar } from '#renderer/ui/Bar.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import type { Countdown } from './countdown.ts';
import styles from './CountdownCell.module.css';

const BAR_TONES = { calm: 'grey', half: 'white', warn: 'warn', critical: 'critical' } as const;
const MARKS = { calm: '', half: '', warn: '▲', critical: '◆' } as const;

export interface CountdownCellProps {
  readonly countdown: Countdown;
}

/** Time left to the report, with a bar that fills. */
export function CountdownCell({ countdown }: CountdownCellProps) {
  const { t } = useText();
  if (countdown.kind === 'not-started') return <span className={styles['quiet']}>{t('worklist.countdown.not-started')}</span>;
  if (countdown.kind === 'stopped') return <span className={styles['quiet']}>—</span>;
  if (countdown.kind === 'paused') {
    return (
      <span className={styles['countdown']} data-level="paused">
        <span className={styles['figure']}>
          <span aria-hidden="true">Ⅱ</span>
          {t('worklist.countdown.paused', { time: countdown.text })}
        </span>
        <Bar isThin fraction={countdown.fraction} tone="grey" />
      </span>
    );
  }
  const isOver = countdown.kind === 'overdue';
  const level = isOver ? 'critical' : countdown.level;
  return (
    <span className={classNames(styles['countdown'], styles[level], isOver && styles['over'])} data-level={isOver ? 'overdue' : level}>
      <span className={styles['figure']}>
        {isOver || MARKS[level] !== '' ? <span aria-hidden="true">{isOver ? '◆' : MARKS[level]}</span> : null}
        {isOver ? t('worklist.countdown.overdue', { time: countdown.text }) : countdown.text}
      </span>
      <Bar isThin fraction={isOver ? 1 : countdown.fraction} tone={BAR_TONES[level]} />
    </span>
  );
}
