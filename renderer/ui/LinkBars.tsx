import { classNames } from './class-names.ts';
import styles from './LinkBars.module.css';

export interface LinkBarsProps {
  /** `strong`: as usual, three grey bars; `fair`: two; `weak`: one, amber; `cut`: struck through in red; `unknown`: none lit. */
  readonly strength: 'strong' | 'fair' | 'weak' | 'cut' | 'unknown';
  /** In words, for screen readers and on hover; absent where the words stand beside it. */
  readonly label?: string;
}

export function LinkBars({ strength, label }: LinkBarsProps) {
  const words = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label };
  return (
    <span {...words} className={classNames(styles['bars'], styles[strength])}>
      <i />
      <i />
      <i />
    </span>
  );
}
