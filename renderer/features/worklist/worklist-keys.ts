import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inList = { contexts: ['worklist'], whileTyping: false, repeats: false, isShown: false } as const;

/** What keys do in the worklist. */
export const WORKLIST_KEYS = {
  up: { ...inList, keys: ['ArrowUp'], label: 'worklist.key.up', repeats: true },
  down: { ...inList, keys: ['ArrowDown'], shownAs: '↑↓', label: 'worklist.key.down', repeats: true, isShown: true },
  first: { ...inList, keys: ['Home'], label: 'worklist.key.first' },
  last: { ...inList, keys: ['End'], label: 'worklist.key.last' },
  open: { ...inList, keys: ['Enter'], label: 'worklist.key.open', isShown: true },
  preview: { ...inList, keys: ['Space'], label: 'worklist.key.preview', isShown: true },
  search: { ...inList, keys: ['/'], label: 'worklist.key.search', isShown: true },
} as const satisfies Readonly<Record<string, KeyAction>>;
