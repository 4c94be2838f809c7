import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import { BrandMark } from '#renderer/ui/BrandMark.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import styles from './people.module.css';

export interface CoverProps {
  readonly label: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/**
 * Hides all of the window, open dialogs and hints too: it is the last to enter the browser's top layer, and a modal dialog makes the rest inert. Nothing but
 * its owner takes it away.
 */
export function Cover({ label, isWide = false, children }: CoverProps) {
  const { t } = useText();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const cover = element.current;
    if (cover === null) return undefined;
    cover.showModal();
    cover.querySelector<HTMLElement>('[data-initial-focus]')?.focus();
    // A second Escape closes a dialog whatever `cancel` said.
    const reopen = () => {
      if (!cover.open && cover.isConnected) cover.showModal();
    };
    cover.addEventListener('close', reopen);
    return () => {
      cover.removeEventListener('close', reopen);
      cover.close();
    };
  }, []);
  return (
    <dialog ref={element} aria-label={label} data-testid="cover" className={styles['cover']} onCancel={(event) => event.preventDefault()}>
      <div className={classNames(styles['card'], isWide && styles['wide'])}>
        <div className={styles['brand']}>
          <BrandMark size={28} />
          {t('app.name')}
        </div>
        {children}
      </div>
    </dialog>
  );
}
