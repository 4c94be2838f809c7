import { useText } from '#renderer/text/use-text.ts';
import styles from './DepartmentDialog.module.css';

export interface DayChartProps {
  readonly days: readonly { readonly day: string; readonly count: number; readonly medianMinutes: number | null; readonly p90Minutes: number | null }[];
}

const WIDTH = 1120;
const HEIGHT = 150;
const LEFT = 40;
const FOOT = 18;
const PLOT_HEIGHT = HEIGHT - FOOT - 6;
/** Steps that a person counts in. */
const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1_440];

/** Reports a day as bars, the median of their minutes as a line; each with its own scale, named at its end. */
export function DayChart({ days }: DayChartProps) {
  const { t } = useText();
  const mostReports = Math.max(1, ...days.map(({ count }) => count));
  const mostMinutes = Math.max(1, ...days.map(({ medianMinutes }) => medianMinutes ?? 0));
  const width = (WIDTH - 2 * LEFT) / Math.max(1, days.length);
  // A few days make no walls.
  const bar = Math.min(48, Math.max(1, width * 0.7));
  const x = (index: number) => LEFT + index * width;
  const y = (share: number) => 6 + PLOT_HEIGHT * (1 - share);
  const line = days.flatMap(({ medianMinutes }, index) => (medianMinutes === null ? [] : [`${x(index) + width / 2},${y(medianMinutes / mostMinutes)}`])).join(' ');
  const step = STEPS.find((one) => mostMinutes / one <= 4) ?? 1_440;
  const marks = Array.from({ length: Math.floor(mostMinutes / step) }, (_, index) => (index + 1) * step);
  // As many days are named as stand beside each other.
  const every = Math.max(1, Math.ceil(days.length / 14));
  return (
    <figure className={styles['chart']}>
      <figcaption>
        <span className={styles['bar-key']} aria-hidden="true" /> {t('department.chart.count', { most: mostReports })}
        <span className={styles['line-key']} aria-hidden="true" /> {t('department.chart.median')}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('department.chart')}>
        {marks.map((minutes) => (
          <g key={minutes}>
            <line x1={LEFT} x2={WIDTH - LEFT} y1={y(minutes / mostMinutes)} y2={y(minutes / mostMinutes)} stroke="var(--line)" />
            <text x={LEFT - 6} y={y(minutes / mostMinutes) + 4} textAnchor="end">
              {minutes}
            </text>
          </g>
        ))}
        {days.map(({ day, count }, index) => (
          <g key={day}>
            <rect x={x(index) + (width - bar) / 2} y={y(count / mostReports)} width={bar} height={PLOT_HEIGHT * (count / mostReports)} fill="var(--accent-dim)">
              <title>{`${day}: ${count}`}</title>
            </rect>
            {index % every === 0 ? (
              <text x={x(index) + width / 2} y={HEIGHT - 4} textAnchor="middle">
                {day.slice(5)}
              </text>
            ) : null}
          </g>
        ))}
        <polyline points={line} fill="none" stroke="var(--warn)" strokeWidth={1.5} />
        {days.length === 1 && days[0] !== undefined ? <circle cx={x(0) + width / 2} cy={y((days[0].medianMinutes ?? 0) / mostMinutes)} r={3} fill="var(--warn)" /> : null}
        <line x1={LEFT} x2={WIDTH - LEFT} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} stroke="var(--line-firm)" />
      </svg>
    </figure>
  );
}
