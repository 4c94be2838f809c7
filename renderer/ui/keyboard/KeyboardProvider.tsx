import { createContext, useCallback, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { keysOf, useKeyBindings } from './key-bindings.tsx';
import { openMenus } from '../menu-keys.ts';
import { keyName, means, type KeyAction, type KeyContext } from './key-action.ts';

interface Registration {
  readonly action: KeyAction;
  readonly act: () => void;
}

export interface Keyboard {
  /** @returns the way to take the action away */
  readonly register: (registration: Registration) => () => void;
  /** Does what an action's key does, pressed elsewhere. Nothing happens while a dialog is open here, or where nobody does it. */
  readonly perform: (label: string) => void;
}

const KeyboardContext = createContext<Keyboard | undefined>(undefined);

export interface KeyboardProviderProps {
  /** The page on screen; an open dialog goes before it. */
  readonly page: Exclude<KeyContext, 'dialog'>;
  readonly children: ReactNode;
}

/**
 * Hears all keys of the window and gives each to the action that was registered last for it. While a menu is open, Escape is the menu's (a press
 * that is taken from the browser would leave it open), and what any other key does closes it first.
 */
export function KeyboardProvider({ page, children }: KeyboardProviderProps) {
  const registrations = useRef<readonly Registration[]>([]);
  const bindings = useKeyBindings();

  const register = useCallback((registration: Registration) => {
    registrations.current = [registration, ...registrations.current];
    return () => {
      registrations.current = registrations.current.filter((other) => other !== registration);
    };
  }, []);
  const perform = useCallback((label: string) => {
    if (document.querySelector('dialog:modal') === null) registrations.current.find(({ action }) => action.label === label)?.act();
  }, []);
  const keyboard = useMemo(() => ({ register, perform }), [register, perform]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const menus = openMenus();
      if (menus.length > 0 && keyName(event) === 'Escape') return;
      const situation = {
        context: document.querySelector('dialog:modal') === null ? page : ('dialog' as const),
        isTyping: isTextField(event.target),
        isOnControl: event.target instanceof Element && event.target.closest(CONTROLS) !== null,
      };
      const match = registrations.current.find(({ action }) => means({ ...action, keys: keysOf(action, bindings) }, event, situation));
      if (match === undefined) return;
      event.preventDefault();
      for (const menu of menus.toReversed()) menu.hidePopover();
      match.act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page, bindings]);

  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

/** Undefined outside of a window's keyboard. */
export function useKeyboard(): Keyboard | undefined {
  return useContext(KeyboardContext);
}

/** Binds an action to what it does while the component is there. */
export function useKeyAction(action: KeyAction, act: () => void, isEnabled = true): void {
  const keyboard = useContext(KeyboardContext);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (!isEnabled || keyboard === undefined) return undefined;
    return keyboard.register({ action, act: () => latest.current() });
  }, [keyboard, action, isEnabled]);
}

/** Binds each of many actions to one thing that knows them all. @param actions the same list as long as the component is there */
export function useKeyActions<Action extends KeyAction>(actions: readonly Action[], act: (action: Action) => void): void {
  const keyboard = useContext(KeyboardContext);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    const closers = actions.map((action) => keyboard?.register({ action, act: () => latest.current(action) }));
    return () => {
      for (const close of closers) close?.();
    };
  }, [keyboard, actions]);
}

/** What has keys of its own: Enter, Space and Tab. */
const CONTROLS = 'button, a[href], summary, input, select, [role="option"], [role="separator"]';

const TEXTLESS_INPUTS: ReadonlySet<string> = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !TEXTLESS_INPUTS.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
