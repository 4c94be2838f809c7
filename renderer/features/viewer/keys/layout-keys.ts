import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const onDesk = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** Keys of the desk as a whole: how many viewports, which of them alone, and whether they scroll together. */
export const LAYOUT_KEYS = {
  six: { ...onDesk, keys: ['Shift+6', '^', '……', '…'], label: 'viewer.key.layout-six' },
  nine: { ...onDesk, keys: ['Shift+3', '#', '＃'], label: 'viewer.key.layout-nine' },
  maximise: { ...onDesk, keys: ['F11'], label: 'viewer.key.maximise' },
  // With Tab the focus leaves the desk behind its last viewport and before its first, as anywhere else.
  tabForward: { ...onDesk, keys: ['Tab'], label: 'viewer.key.tab-forward' },
  tabBack: { ...onDesk, keys: ['Shift+Tab'], label: 'viewer.key.tab-back' },
  nextViewport: { ...onDesk, keys: ['`', '·'], label: 'viewer.key.next-viewport' },
  link: { ...onDesk, keys: ['Alt+S'], label: 'viewer.key.link' },
  linkHere: { ...onDesk, keys: ['Alt+Shift+S'], label: 'viewer.key.link-here' },
  register: { ...onDesk, keys: ['Alt+Shift+R'], label: 'viewer.key.register' },
} as const satisfies Readonly<Record<string, KeyAction>>;
