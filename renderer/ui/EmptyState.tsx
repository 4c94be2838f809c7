import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What will end it. */
  readonly detail: string;
  /** One or two buttons. */
  readonly actions?: ReactNode;
}

/** Nothing to show, and why. */
export function EmptyState({ icon, title, detail, actions }: EmptyStateProps) {
  return (
    <div className={styles['empty']} role="status">
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <p>{detail}</p>
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
