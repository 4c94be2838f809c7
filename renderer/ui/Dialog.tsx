import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  /** Its name to a screen reader. */
  readonly label: string;
  readonly onClose: () => void;
  /** `page`: covers the page below the title bar; `paper`: as wide as a sheet; `column`: as wide as a form; `sheet`: as wide as a list of keys; `small`: as wide as a question. */
  readonly size: 'small' | 'page' | 'paper' | 'column' | 'sheet';
  readonly children: ReactNode;
  readonly testId?: string;
}

/** A window in the page. It is open while it is rendered; the control with
 * `data-initial-focus` has the focus first; the focus goes back where it was when it goes. Escape asks to close. */
export function Dialog({ label, onClose, size, children, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return undefined;
    dialog.showModal();
    // The browser focuses the first control; the hand may belong elsewhere.
    dialog.querySelector<HTMLElement>('[data-initial-focus]')?.focus();
    return () => dialog.close();
  }, []);

  return (
    <dialog
      ref={element}
      aria-label={label}
      data-testid={testId}
      className={classNames(styles['dialog'], styles[size])}
      onCancel={(event) => {
        // React's onCancel also hears file inputs inside; only the dialog's own counts.
        if (event.target !== element.current) return;
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // A second Escape closes it whatever `cancel` said.
        if (element.current?.open !== false) return;
        onClose();
        // Who asks first whether it may go still renders it, after React has drawn what `onClose` set.
        queueMicrotask(() => {
          if (element.current?.isConnected === true && !element.current.open) element.current.showModal();
        });
      }}
    >
      {children}
    </dialog>
  );
}
