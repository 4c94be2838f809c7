import { browserLocks, openReadingWindow, openWire, ownWindowId } from './browser-windows.ts';
import { createFirstWindow, type FirstWindow } from './first-window.ts';
import { createReadingWindow, type ReadingWindow } from './reading-window.ts';
import { windowRole } from './window-role.ts';

/** What this window is, with its way to the others. */
export type ThisWindow = { readonly kind: 'first'; readonly first: FirstWindow } | { readonly kind: 'reading'; readonly number: number; readonly link: ReadingWindow };

const wait = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs));

/** @param address of the page */
export function openThisWindow(address: string): ThisWindow {
  const role = windowRole(address, ownWindowId);
  const { firstId } = role;
  const wire = openWire(firstId);
  if (role.kind === 'first') return { kind: 'first', first: createFirstWindow({ firstId, wire, locks: browserLocks, openWindow: (number) => openReadingWindow(firstId, number), wait }) };
  const { number } = role;
  return { kind: 'reading', number, link: createReadingWindow({ firstId, number, wire, locks: browserLocks, newId: () => crypto.randomUUID(), closeWindow: () => window.close(), wait }) };
}
