import { printedKey } from './key-action.ts';
import styles from './KeyCap.module.css';

export interface KeyCapProps {
  /** As actions write it: `Ctrl+P`. */
  readonly keys: string;
}

/** A key as it is printed on the keyboard. Hidden from screen readers, which hear `aria-keyshortcuts`. */
export function KeyCap({ keys }: KeyCapProps) {
  return (
    <kbd className={styles['key']} aria-hidden="true">
      {printedKey(keys)}
    </kbd>
  );
}
