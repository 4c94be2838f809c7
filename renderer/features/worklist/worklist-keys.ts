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
  group: { ...inList, keys: ['G'], label: 'worklist.key.group' },
  sort: { ...inList, keys: ['S'], label: 'worklist.key.sort' },
  pause: { ...inList, keys: ['P'], label: 'worklist.key.pause' },
  search: { ...inList, keys: ['/'], label: 'worklist.key.search', isShown: true },
} as const satisfies Readonly<Record<string, KeyAction>>;

/** The person's own views, by their place. */
export const VIEW_KEYS = ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((digit) => ({ ...inList, keys: [String(digit)], label: `worklist.key.view-${digit}` }) as const satisfies KeyAction);
