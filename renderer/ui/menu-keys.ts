import type { KeyboardEvent, MouseEvent } from 'react';

const ENTRIES = 'button:not(:disabled), input:is([type="checkbox"], [type="radio"]):not(:disabled)';

/** Up and down walk through the entries of a menu, from its last to its first. */
export function walkMenu(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || event.defaultPrevented) return;
  event.preventDefault();
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>(ENTRIES)].filter((entry) => entry.checkVisibility());
  const here = entries.findIndex((entry) => entry === document.activeElement);
  entries[here === -1 && step === -1 ? entries.length - 1 : (here + step + entries.length) % entries.length]?.focus();
}

/** On the button of a menu, while it is open: down leads into it. @param menu undefined: not drawn */
export function enterMenu(event: KeyboardEvent<HTMLElement>, menu: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' || menu?.matches(':popover-open') !== true) return;
  event.preventDefault();
  menu.querySelector<HTMLElement>(ENTRIES)?.focus();
}

/** A press with the mouse leaves the focus where it is: Space stays the key of the page, not of this button. */
export function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('button') !== null) event.preventDefault();
}

/** The menus that are open, the one on top last. */
export function openMenus(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(':popover-open')];
}
