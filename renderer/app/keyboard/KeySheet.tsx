import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { KEY_MAP } from './key-map.ts';
import styles from './KeySheet.module.css';

/** A digit with Shift arrives as some sign, by the keyboard; the sheet shows what is pressed. */
function printed(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => index === 0 || key.length > 1);
}

/** All keys on one sheet. */
export function KeySheet({ onClose, onSettings }: { readonly onClose: () => void; readonly onSettings: () => void }) {
  const { t, language } = useText();
  const bindings = useKeyBindings();
  return (
    <Dialog label={t('app.keys.title')} size="sheet" onClose={onClose} testId="key-sheet">
      <header className={styles['head']}>
        <h2>{t('app.keys.title')}</h2>
        <span className={styles['foot']}>
          <Button variant="quiet" size="small" onClick={onSettings}>
            {t('hands.settings.open')}
          </Button>
          <Button variant="quiet" size="small" onClick={() => window.print()}>
            {t('hands.settings.print')}
          </Button>
          <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
            {t('app.close')}
          </Button>
        </span>
      </header>
      <div className={styles['groups']} role="group" aria-label={t('app.keys.title')} tabIndex={0}>
        {KEY_MAP.map(({ title, actions }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {actions.map(({ keys, label }) => (
                <div key={label}>
                  <dt>{t(label)}</dt>
                  <dd>
                    {printed(keysOf({ keys, label }, bindings)).map((key) => (
                      <KeyCap key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles['note']}>
        {t('app.keys.note')} <a href={`./self-test.html?language=${language}`}>{t('diagnostics.open')}</a>
      </p>
    </Dialog>
  );
}
