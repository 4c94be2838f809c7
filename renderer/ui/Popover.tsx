import { useId, useRef, type ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import { enterMenu, keepFocus, walkMenu } from './menu-keys.ts';
import styles from './Popover.module.css';

export interface PopoverMenuProps {
  readonly label: string;
  /** Something inside is chosen: the button wears the accent. */
  readonly isOn: boolean;
  readonly children: ReactNode;
}

/**
 * A chip that opens a small panel under itself. Escape, a click outside, a key that does something else and a press on what has `data-closes-menu`
 * close it; up and down walk through it.
 */
export function PopoverMenu({ label, isOn, children }: PopoverMenuProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={classNames(styles['chip'], isOn && styles['on'])}
        onMouseDown={keepFocus}
        onKeyDown={(event) => enterMenu(event, panel.current)}
      >
        {label}
        <ChevronDown size={15} aria-hidden="true" />
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={styles['panel']}
        role="group"
        aria-label={label}
        onMouseDown={keepFocus}
        onKeyDown={walkMenu}
        onClick={({ target, currentTarget }) => {
          if (target instanceof Element && target.closest('[data-closes-menu]') !== null) currentTarget.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}

export interface CheckItemProps {
  readonly label: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function CheckItem({ label, isChecked, onChange }: CheckItemProps) {
  return (
    <label className={styles['item']}>
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
