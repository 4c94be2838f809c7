import type { CSSProperties } from 'react';
import { classNames } from './class-names.ts';
import styles from './ReadyLight.module.css';

export interface ReadyLightProps {
  /** 0 to 1: how much of it is here. */
  readonly fraction: number;
  /** All is here and verified: the only state that is green. */
  readonly isVerified: boolean;
  /** Something is missing and nothing comes. */
  readonly isStalled?: boolean;
}

/** A disc that is its own pie. The numbers stand beside it, so it says nothing to a screen reader. */
export function ReadyLight({ fraction, isVerified, isStalled = false }: ReadyLightProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['light'], isVerified && styles['full'], !isVerified && isStalled && styles['stalled'])}
      style={{ '--fraction': Math.max(0, Math.min(1, fraction)) } as CSSProperties}
    />
  );
}
