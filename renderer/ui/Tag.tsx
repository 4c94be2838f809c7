import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Tag.module.css';

export type TagTone = 'plain' | 'critical-filled' | 'critical' | 'warn' | 'ok' | 'accent' | 'new';

export interface TagProps {
  readonly tone?: TagTone;
  readonly children: ReactNode;
}

/** A short word in a frame. A tone that means something brings its own shape: ◆ critical, ▲ attend, ● good. */
export function Tag({ tone = 'plain', children }: TagProps) {
  const shape = SHAPES[tone];
  return (
    <span className={classNames(styles['tag'], styles[tone])}>
      {shape === undefined ? null : <span aria-hidden="true">{shape}</span>}
      {children}
    </span>
  );
}

const SHAPES: Partial<Readonly<Record<TagTone, string>>> = { 'critical-filled': '◆', critical: '◆', warn: '▲', ok: '●' };
