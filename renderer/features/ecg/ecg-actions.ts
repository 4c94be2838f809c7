import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const plain = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/** The keys of the ECG page. None acts while text is typed, but the layout key, which no text can mean. */
export const ECG_ACTIONS = {
  layout: { ...plain, keys: ['Alt+E'], label: 'ecg.action.layout', whileTyping: true },
  speed: { ...plain, keys: ['Q'], label: 'ecg.action.speed' },
  gain: { ...plain, keys: ['G'], label: 'ecg.action.gain' },
  filter: { ...plain, keys: ['F'], label: 'ecg.action.filter' },
  timeCaliper: { ...plain, keys: ['D'], label: 'ecg.action.time-caliper', isShown: true },
  voltageCaliper: { ...plain, keys: ['V'], label: 'ecg.action.voltage-caliper', isShown: true },
  marchOut: { ...plain, keys: ['Shift+D'], label: 'ecg.action.march-out' },
  comparison: { ...plain, keys: ['Alt+P'], label: 'ecg.action.comparison', whileTyping: true },
  statements: { ...plain, keys: ['/'], label: 'ecg.action.statements', isShown: true },
  critical: { ...plain, keys: ['F10'], label: 'ecg.action.critical', whileTyping: true, isShown: true },
  brightPaper: { ...plain, keys: ['Shift+I'], label: 'ecg.action.bright-paper' },
} as const satisfies Readonly<Record<string, KeyAction>>;
