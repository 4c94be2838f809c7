import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Note.module.css';

export type NoteTone = 'block' | 'confirm' | 'plain' | 'good';

export interface NoteProps {
  readonly tone: NoteTone;
  readonly children: ReactNode;
  /** What can be done about it, at the right. */
  readonly aside?: ReactNode;
}

/** One result in a list: a mark with shape and colour, what, and one thing to do. */
export function Note({ tone, children, aside }: NoteProps) {
  return (
    <div className={classNames(styles['note'], styles[tone])}>
      <span className={styles['mark']} aria-hidden="true">
        {MARKS[tone]}
      </span>
      <div className={styles['words']}>{children}</div>
      {aside === undefined ? null : <div className={styles['aside']}>{aside}</div>}
    </div>
  );
}

const MARKS: Readonly<Record<NoteTone, string>> = { block: '◆', confirm: '▲', plain: '○', good: '●' };
