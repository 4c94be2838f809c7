import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inReading = { contexts: ['reading'], whileTyping: true, repeats: false, isShown: false } as const;

/** Pictures to another window and back. */
export const WINDOW_KEYS = {
  open: { ...inReading, keys: ['Alt+N'], label: 'windows.key.open' },
  takeBack: { ...inReading, keys: ['Alt+Shift+N'], label: 'windows.key.take-back' },
} as const satisfies Readonly<Record<string, KeyAction>>;
