import { X } from 'lucide-react';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Toasts.module.css';

export interface Toast {
  readonly title: string;
  readonly detail?: string;
  /** Errors stay until they are closed; all else goes after six seconds. */
  readonly tone: 'plain' | 'good' | 'error';
}

interface ShownToast extends Toast {
  readonly id: number;
}

export type ShowToast = (toast: Toast) => void;

const ToastContext = createContext<ShowToast>(() => undefined);
const SHOWN_MS = 6000;

export interface ToastProviderProps {
  /** Name of the closing button. */
  readonly closeLabel: string;
  readonly children: ReactNode;
}

/** Says what happened, bottom right; never asks. */
export function ToastProvider({ closeLabel, children }: ToastProviderProps) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const nextId = useRef(1);

  const close = useCallback((id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)), []);
  const show = useCallback<ShowToast>(
    (toast) => {
      const id = nextId.current;
      nextId.current += 1;
      setToasts((before) => [...before.slice(-3), { ...toast, id }]);
      if (toast.tone !== 'error') setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  const value = useMemo(() => show, [show]);

  return (
    <ToastContext value={value}>
      {children}
      <div className={styles['stack']} role="status" aria-live="polite">
        {toasts.map(({ id, title, detail, tone }) => (
          <div key={id} className={classNames(styles['toast'], styles[tone])}>
            <b>{title}</b>
            <button type="button" aria-label={closeLabel} onClick={() => close(id)}>
              <X size={15} aria-hidden="true" />
            </button>
            {detail === undefined ? null : <p>{detail}</p>}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  return useContext(ToastContext);
}
