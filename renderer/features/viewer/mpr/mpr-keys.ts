import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inImages = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** Keys of the other planes (reading-room keys: Alt+M, Alt+B). */
export const MPR_KEYS = {
  planes: { ...inImages, keys: ['Alt+M'], label: 'mpr.key.planes' },
  slab: { ...inImages, keys: ['Alt+B'], label: 'mpr.key.slab' },
  thicker: { ...inImages, keys: ['Alt+ArrowUp'], label: 'mpr.key.thicker', repeats: true },
  thinner: { ...inImages, keys: ['Alt+ArrowDown'], label: 'mpr.key.thinner', repeats: true },
  straighten: { ...inImages, keys: ['Alt+0'], label: 'mpr.key.straighten' },
} as const satisfies Readonly<Record<string, KeyAction>>;
