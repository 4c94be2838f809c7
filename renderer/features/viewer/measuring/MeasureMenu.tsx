import type { PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ariaKeys, keyName, printedKey } from '#renderer/ui/keyboard/key-action.ts';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { MEASURING_TOOLS } from './measuring-tools.ts';
import styles from './MeasureMenu.module.css';

export interface MeasureMenuProps {
  readonly refusalOf: (tool: PrimaryTool) => string | undefined;
  readonly onChoose: (tool: PrimaryTool) => void;
  readonly onClose: () => void;
}

/** All measuring tools with their keys; what the image refuses says why. */
export function MeasureMenu({ refusalOf, onChoose, onClose }: MeasureMenuProps) {
  const { t } = useText();
  const bindings = useKeyBindings();
  return (
    <Dialog label={t('hands.menu.title')} size="small" onClose={onClose} testId="measure-menu">
      <header className={styles['head']}>
        <h2>{t('hands.menu.title')}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('hands.list.close')}
        </Button>
      </header>
      <ul
        className={styles['tools']}
        onKeyDown={(event) => {
          const name = keyName(event.nativeEvent);
          const tool = MEASURING_TOOLS.find(([, action]) => keysOf(action, bindings).includes(name))?.[0];
          if (tool === undefined || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onClose();
          onChoose(tool);
        }}
      >
        {MEASURING_TOOLS.map(([tool, action], index) => {
          const refusal = refusalOf(tool);
          const keys = keysOf(action, bindings);
          return (
            <li key={tool}>
              <button
                type="button"
                data-initial-focus={index === 0 ? '' : undefined}
                aria-disabled={refusal !== undefined}
                aria-keyshortcuts={ariaKeys(keys)}
                title={refusal ?? printedKey(keys[0] ?? '')}
                onClick={() => {
                  onClose();
                  onChoose(tool);
                }}
              >
                {t(`viewer.key.${tool}`)}
                {keys[0] === undefined ? null : <KeyCap keys={keys[0]} />}
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
