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
  filter: { ...inList, keys: ['F'], label: 'worklist.key.filter' },
  pause: { ...inList, keys: ['P'], label: 'worklist.key.pause' },
  search: { ...inList, keys: ['/'], label: 'worklist.key.search', isShown: true },
} as const satisfies Readonly<Record<string, KeyAction>>;

/** The person's own views, by their place. */
export const VIEW_KEYS: readonly KeyAction[] = [
  { ...inList, keys: ['1'], label: 'worklist.key.view-1' },
  { ...inList, keys: ['2'], label: 'worklist.key.view-2' },
  { ...inList, keys: ['3'], label: 'worklist.key.view-3' },
  { ...inList, keys: ['4'], label: 'worklist.key.view-4' },
  { ...inList, keys: ['5'], label: 'worklist.key.view-5' },
  { ...inList, keys: ['6'], label: 'worklist.key.view-6' },
  { ...inList, keys: ['7'], label: 'worklist.key.view-7' },
  { ...inList, keys: ['8'], label: 'worklist.key.view-8' },
  { ...inList, keys: ['9'], label: 'worklist.key.view-9' },
];
