import { MonitorUp } from 'lucide-react';
import { useText } from '#renderer/text/use-text.ts';
import { ariaKeys, printedKey } from '#renderer/ui/keyboard/key-action.ts';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { useOpenReadingWindow } from './use-window-acts.ts';
import { WINDOW_KEYS } from './window-keys.ts';
import styles from './WindowTools.module.css';

/** The button that gives the pictures to another window. */
export function WindowTools() {
  const { t } = useText();
  const open = useOpenReadingWindow();
  const keys = keysOf(WINDOW_KEYS.open, useKeyBindings());
  return (
    <button type="button" className={styles['open']} aria-label={t('windows.key.open')} aria-keyshortcuts={ariaKeys(keys)} title={`${t('windows.key.open')}（${printedKey(keys[0] ?? '')}）`} data-testid="open-reading-window" onClick={open}>
      <MonitorUp size={15} strokeWidth={1.5} aria-hidden="true" />
    </button>
  );
}
