import { useId, type ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './Popover.module.css';

export interface PopoverMenuProps {
  readonly label: string;
  /** Something inside is chosen: the button wears the accent. */
  readonly isOn: boolean;
  readonly children: ReactNode;
}

/** A chip that opens a small panel under itself. Escape and a click outside close it. */
export function PopoverMenu({ label, isOn, children }: PopoverMenuProps) {
  const id = useId();
  return (
    <>
      <button type="button" popoverTarget={id} className={classNames(styles['chip'], isOn && styles['on'])}>
        {label}
        <ChevronDown size={15} aria-hidden="true" />
      </button>
      <div id={id} popover="auto" className={styles['panel']} role="group" aria-label={label}>
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
