import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const onPage = { contexts: ['sites'], whileTyping: false, repeats: false, isShown: true } as const;

/** What keys do on the page of hospitals. */
export const SITES_KEYS = {
  up: { ...onPage, keys: ['ArrowUp'], label: 'sites.key.up', repeats: true, isShown: false },
  down: { ...onPage, keys: ['ArrowDown'], shownAs: '↑↓', label: 'sites.key.down', repeats: true },
  retry: { ...onPage, keys: ['R'], label: 'sites.key.retry' },
  test: { ...onPage, keys: ['T'], label: 'sites.key.test' },
  add: { ...onPage, keys: ['A'], label: 'sites.key.add' },
  pause: { ...onPage, keys: ['P'], label: 'sites.key.pause' },
} as const satisfies Readonly<Record<string, KeyAction>>;
