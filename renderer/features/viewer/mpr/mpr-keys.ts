import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inImages = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** Keys of the other planes (reading-room keys: Alt+M, Alt+B; arrows turn and move the crosshair). */
export const MPR_KEYS = {
  planes: { ...inImages, keys: ['Alt+M'], label: 'mpr.key.planes' },
  volume: { ...inImages, keys: ['Alt+D'], label: 'volume.key.open' },
  slab: { ...inImages, keys: ['Alt+B'], label: 'mpr.key.slab' },
  fusion: { ...inImages, keys: ['Alt+F'], label: 'fusion.key.toggle' },
  curvePoint: { ...inImages, keys: ['Alt+C'], label: 'curve.key.add' },
  curveBack: { ...inImages, keys: ['Alt+Shift+C'], label: 'curve.key.undo' },
  thicker: { ...inImages, keys: ['Alt+ArrowUp'], label: 'mpr.key.thicker', repeats: true },
  thinner: { ...inImages, keys: ['Alt+ArrowDown'], label: 'mpr.key.thinner', repeats: true },
  turnLeft: { ...inImages, keys: ['Alt+ArrowLeft'], label: 'mpr.key.turn-left', repeats: true },
  turnRight: { ...inImages, keys: ['Alt+ArrowRight'], label: 'mpr.key.turn-right', repeats: true },
  moveUp: { ...inImages, keys: ['Alt+Shift+ArrowUp'], label: 'mpr.key.move-up', repeats: true },
  moveDown: { ...inImages, keys: ['Alt+Shift+ArrowDown'], label: 'mpr.key.move-down', repeats: true },
  moveLeft: { ...inImages, keys: ['Alt+Shift+ArrowLeft'], label: 'mpr.key.move-left', repeats: true },
  moveRight: { ...inImages, keys: ['Alt+Shift+ArrowRight'], label: 'mpr.key.move-right', repeats: true },
  straighten: { ...inImages, keys: ['Alt+0'], label: 'mpr.key.straighten' },
} as const satisfies Readonly<Record<string, KeyAction>>;
