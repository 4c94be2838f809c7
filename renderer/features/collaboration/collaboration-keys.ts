import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const onCase = { contexts: ['reading'], whileTyping: true, repeats: false, isShown: false } as const;

/** What is asked of others about a case. */
export const COLLABORATION_KEYS = {
  technician: { ...onCase, keys: ['Alt+G'], label: 'collaboration.key.technician' },
  consultation: { ...onCase, keys: ['Alt+Z'], label: 'collaboration.key.consultation' },
  identity: { ...onCase, keys: ['Alt+U'], label: 'collaboration.key.identity' },
} as const satisfies Readonly<Record<string, KeyAction>>;
