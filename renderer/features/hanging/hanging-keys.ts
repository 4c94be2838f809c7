import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const onDesk = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** Ways to hang the case anew, all by a hand. */
export const HANGING_KEYS = {
  previous: { ...onDesk, keys: ['[', '【'], label: 'hanging.key.previous' },
  next: { ...onDesk, keys: [']', '】'], label: 'hanging.key.next' },
  learn: { ...onDesk, keys: ['Alt+Shift+L'], label: 'hanging.learn' },
  compare: { ...onDesk, keys: ['Alt+P'], label: 'hanging.key.compare', isShown: true },
  olderPrior: { ...onDesk, keys: ['Alt+['], label: 'hanging.key.older-prior' },
  newerPrior: { ...onDesk, keys: ['Alt+]'], label: 'hanging.key.newer-prior' },
  previousStudy: { ...onDesk, keys: ['Ctrl+ArrowLeft'], label: 'hanging.key.previous-study' },
  nextStudy: { ...onDesk, keys: ['Ctrl+ArrowRight'], label: 'hanging.key.next-study' },
} as const satisfies Readonly<Record<string, KeyAction>>;
