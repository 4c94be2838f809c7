import type { ReactNode } from 'react';
import type { ErrorWords } from '#renderer/text/error-words.ts';
import styles from './ErrorState.module.css';

export interface ErrorStateProps {
  readonly words: ErrorWords;
  readonly actions?: ReactNode;
}

/** What failed: mark and fact as title, what is safe and what to do, the code for support small and copyable. */
export function ErrorState({ words, actions }: ErrorStateProps) {
  return (
    <div className={styles['error']} role="alert">
      <h2>
        <span aria-hidden="true">◆</span>
        {words.title}
      </h2>
      <p>{words.detail}</p>
      {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      <code data-selectable>{words.code}</code>
    </div>
  );
}
