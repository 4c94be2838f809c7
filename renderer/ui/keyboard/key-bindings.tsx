import { createContext, useContext, type ReactNode } from 'react';
import type { KeyAction } from './key-action.ts';

/** Keys that a person chose, by the label of the action; an empty list takes its keys away. What is not named keeps the program's keys. */
export type KeyBindings = Readonly<Record<string, readonly string[]>>;

const NO_BINDINGS: KeyBindings = {};
const BindingsContext = createContext<KeyBindings>(NO_BINDINGS);

export function KeyBindingsProvider({ bindings, children }: { readonly bindings: KeyBindings; readonly children: ReactNode }) {
  return <BindingsContext value={bindings}>{children}</BindingsContext>;
}

export function useKeyBindings(): KeyBindings {
  return useContext(BindingsContext);
}

/** The keys of an action as they are now; the first is the one that is shown. */
export function keysOf({ label, keys }: Pick<KeyAction, 'label' | 'keys'>, bindings: KeyBindings): readonly string[] {
  return bindings[label] ?? keys;
}
