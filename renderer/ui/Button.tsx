import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import { ariaKeys, type KeyAction } from './keyboard/key-action.ts';
import { keysOf, useKeyBindings } from './keyboard/key-bindings.tsx';
import { KeyCap } from './keyboard/KeyCap.tsx';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'> {
  readonly children: ReactNode;
  /** `primary`: the one main button; `plain`: filled; `quiet`: outline only; `ghost`: no edge. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'ghost';
  readonly size?: 'small' | 'normal' | 'big';
  /** The action whose first key is shown on the button. */
  readonly action?: KeyAction;
  /** A key that the surroundings handle, such as Enter in a form. */
  readonly keys?: string;
  readonly isWide?: boolean;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ children, variant = 'plain', size = 'normal', action, keys, isWide = false, type = 'button', ...rest }: ButtonProps) {
  const bindings = useKeyBindings();
  const actionKeys = action === undefined ? undefined : keysOf(action, bindings);
  const shownKey = keys ?? actionKeys?.[0];
  return (
    <button
      {...rest}
      type={type}
      data-variant={variant}
      aria-keyshortcuts={actionKeys === undefined ? undefined : ariaKeys(actionKeys)}
      className={classNames(styles['button'], styles[variant], styles[size], isWide && styles['wide'])}
    >
      {children}
      {shownKey === undefined ? null : <KeyCap keys={shownKey} />}
    </button>
  );
}
