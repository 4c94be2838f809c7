import type { MessageKey } from '#renderer/text/catalogue.ts';

/** Where keys mean something. `dialog` hides the page behind it. */
export type KeyContext = 'worklist' | 'reading' | 'sites' | 'dialog';

export interface KeyAction {
  /** Any of these; the first is the one that is shown. Modifiers in the order Ctrl, Alt, Shift: `Ctrl+P`, `Alt+1`, `F9`, `?`, `ArrowDown`. */
  readonly keys: readonly string[];
  readonly contexts: readonly KeyContext[];
  /** What it does, in words. */
  readonly label: MessageKey;
  /** Acts while a text field has the focus: only for Ctrl, Alt and F keys. Nothing acts while an input method composes. */
  readonly whileTyping: boolean;
  /** Acts again and again while the key is held down. */
  readonly repeats: boolean;
  /** Shown in the status bar of its contexts. */
  readonly isShown: boolean;
  /** The key as the status bar prints it, where one entry stands for two keys: `↑↓`. */
  readonly shownAs?: string;
}

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

export interface KeySituation {
  readonly context: KeyContext;
  readonly isTyping: boolean;
  /** A button, link or menu item has the focus: Enter, Space and Tab are its own. */
  readonly isOnControl: boolean;
}

/** The key code that Chromium sends while an input method has the key. */
const INPUT_METHOD_KEY_CODE = 229;

/**
 * The name of a press as actions write it. Digits with Alt go by their place on the keyboard, because Alt may make another character of
 * them. Shift is named with letters and named keys only: `?` is `?` on any keyboard.
 */
export function keyName(press: KeyPress): string {
  const isDigit = /^Digit[0-9]$/.test(press.code);
  const key = press.altKey && isDigit ? press.code.slice(5) : plainKey(press.key);
  const namesShift = press.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key));
  return [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    namesShift ? 'Shift' : '',
    key,
  ].filter((part) => part !== '').join('+');
}

const OF_CONTROLS: ReadonlySet<string> = new Set(['Enter', 'Space', 'Tab', 'Shift+Tab']);

/** True when the press means the action in this situation. */
export function means(action: KeyAction, press: KeyPress, situation: KeySituation): boolean {
  if (press.isComposing || press.keyCode === INPUT_METHOD_KEY_CODE) return false;
  if (!action.contexts.includes(situation.context)) return false;
  if (press.repeat && !action.repeats) return false;
  if (situation.isTyping && !action.whileTyping) return false;
  const name = keyName(press);
  if (situation.isOnControl && OF_CONTROLS.has(name)) return false;
  return action.keys.includes(name);
}

/** Full-width punctuation of a Chinese keyboard counts as its plain twin. */
function plainKey(key: string): string {
  if (key === ' ') return 'Space';
  if (key === '？') return '?';
  if (key === '／') return '/';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** How a key is printed: `↑`, `Ctrl P`. */
export function printedKey(key: string): string {
  return key
    .split('+')
    .map((part) => PRINTED[part] ?? part)
    .join(' ');
}

const PRINTED: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Delete: 'Del', ContextMenu: '☰' };

/** For `aria-keyshortcuts`. */
export function ariaKeys(keys: readonly string[]): string {
  return keys.map((key) => key.replace('Ctrl', 'Control')).join(' ');
}
