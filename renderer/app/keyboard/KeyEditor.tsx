import { useEffect, useState } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { keyName, printedKey, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { keysOf, type KeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { bindingsWith, conflictsIn, objectionTo, type KeyObjection } from './key-conflicts.ts';
import { KEY_MAP } from './key-map.ts';
import styles from './SettingsDialog.module.css';

export interface KeyEditorProps {
  readonly bindings: KeyBindings;
  readonly onChange: (bindings: KeyBindings) => void;
}

/** What is being changed: waits for a key, or asks whether another action should give it up. */
interface Change {
  readonly action: KeyAction;
  readonly asked: { readonly key: string; readonly objection: KeyObjection } | undefined;
}

const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Process', 'Dead']);

/** Every action of the program with its keys; a press on them waits for the new key. */
export function KeyEditor({ bindings, onChange }: KeyEditorProps) {
  const { t } = useText();
  const [change, setChange] = useState<Change>();
  const isWaiting = change !== undefined && change.asked === undefined;

  useEffect(() => {
    if (!isWaiting) return undefined;
    const hear = (event: KeyboardEvent) => {
      // An input method has the key, or it is only half of one.
      if (event.isComposing || event.keyCode === 229 || MODIFIERS.has(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const key = keyName(event);
      if (key === 'Escape') {
        setChange(undefined);
        return;
      }
      const objection = objectionTo(change.action, key, bindings);
      if (objection !== undefined) setChange({ ...change, asked: { key, objection } });
      else {
        onChange(bindingsWith(bindings, change.action, key));
        setChange(undefined);
      }
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [isWaiting, change, bindings, onChange]);

  const shared = conflictsIn(bindings);
  return (
    <div className={styles['keys']}>
      {shared.map(({ key, actions: [first, second] }) => (
        <p key={`${key} ${second.label}`} role="alert" className={styles['conflict']}>
          {t('hands.settings.taken', { key: printedKey(key), other: t(first.label), name: t(second.label) })}
        </p>
      ))}
      {KEY_MAP.map(({ title, actions }) => (
        <div key={title}>
          <h4>{t(title)}</h4>
          {actions.map((action) => {
            const keys = keysOf(action, bindings);
            const own = change?.action.label === action.label ? change : undefined;
            return (
              <div key={action.label} className={styles['row']} data-testid="key-row" data-action={action.label}>
                <span>{t(action.label)}</span>
                {own?.asked === undefined ? null : (
                  <span role="alert" className={styles['conflict']}>
                    {own.asked.objection.kind === 'typed'
                      ? t('hands.settings.typed', { key: printedKey(own.asked.key), name: t(action.label) })
                      : t('hands.settings.taken', { key: printedKey(own.asked.key), other: own.asked.objection.by.map(({ label }) => t(label)).join(t('format.list-separator')), name: t(action.label) })}
                    {own.asked.objection.kind === 'typed' ? null : (
                      <Button
                        size="small"
                        onClick={() => {
                          if (own.asked !== undefined) onChange(bindingsWith(bindings, action, own.asked.key));
                          setChange(undefined);
                        }}
                      >
                        {t('hands.settings.take')}
                      </Button>
                    )}
                  </span>
                )}
                <button type="button" className={styles['key']} aria-label={t('hands.settings.change', { name: t(action.label) })} onClick={() => setChange({ action, asked: undefined })}>
                  {own !== undefined && own.asked === undefined ? t('hands.settings.press') : keys.length === 0 ? t('hands.settings.none') : keys.slice(0, 1).map((key) => <KeyCap key={key} keys={key} />)}
                </button>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
