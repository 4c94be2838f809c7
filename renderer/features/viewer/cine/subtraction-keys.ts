import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const onRun = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** Keys of a run that is shown less a mask. */
export const SUBTRACTION_KEYS = {
  toggle: { ...onRun, keys: ['Shift+U'], label: 'subtraction.key.toggle' },
  maskHere: { ...onRun, keys: ['U'], label: 'subtraction.key.mask-here' },
  left: { ...onRun, keys: ['Ctrl+Shift+ArrowLeft'], label: 'subtraction.key.left', repeats: true },
  right: { ...onRun, keys: ['Ctrl+Shift+ArrowRight'], label: 'subtraction.key.right', repeats: true },
  up: { ...onRun, keys: ['Ctrl+Shift+ArrowUp'], label: 'subtraction.key.up', repeats: true },
  down: { ...onRun, keys: ['Ctrl+Shift+ArrowDown'], label: 'subtraction.key.down', repeats: true },
} as const satisfies Readonly<Record<string, KeyAction>>;
