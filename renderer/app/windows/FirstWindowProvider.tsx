import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import { createStore } from '#renderer/bridge/store.ts';
import type { FirstWindow, OpenReadingWindow } from './first-window.ts';

const FirstWindowContext = createContext<FirstWindow | undefined>(undefined);

export function FirstWindowProvider({ window, children }: { readonly window: FirstWindow; readonly children: ReactNode }) {
  return <FirstWindowContext value={window}>{children}</FirstWindowContext>;
}

/** Undefined in a reading window. */
export function useFirstWindow(): FirstWindow | undefined {
  return useContext(FirstWindowContext);
}

const NO_READERS = createStore<readonly OpenReadingWindow[]>([]);

/** The reading windows that are open; none in a reading window. */
export function useReaders(): readonly OpenReadingWindow[] {
  const { subscribe, get } = useFirstWindow()?.readers ?? NO_READERS;
  return useSyncExternalStore(subscribe, get);
}
