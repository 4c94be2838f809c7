import type { CSSProperties } from 'react';
import { classNames } from './class-names.ts';
import styles from './Bar.module.css';

export interface BarProps {
  /** 0 to 1 */
  readonly fraction: number;
  readonly tone?: 'grey' | 'ok' | 'warn' | 'critical' | 'white';
  readonly isThin?: boolean;
}

/** How far something is. The number stands beside it. */
export function Bar({ fraction, tone = 'grey', isThin = false }: BarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['bar'], styles[tone], isThin && styles['thin'])}
      style={{ '--fraction': `${Math.round(Math.max(0, Math.min(1, fraction)) * 100)}%` } as CSSProperties}
    />
  );
}
