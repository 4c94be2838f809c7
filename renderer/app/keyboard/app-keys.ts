import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const PAGES = ['worklist', 'reading', 'sites'] as const;
const everywhere = { contexts: PAGES, whileTyping: true, repeats: false, isShown: false } as const;

/** Keys that mean the same on every page. */
export const APP_KEYS = {
  next: { ...everywhere, keys: ['F8', 'Ctrl+ArrowDown'], label: 'app.key.next', isShown: true },
  worklist: { ...everywhere, keys: ['Alt+W'], label: 'app.key.worklist' },
  nextTab: { ...everywhere, keys: ['Ctrl+PageDown'], label: 'app.key.next-tab' },
  previousTab: { ...everywhere, keys: ['Ctrl+PageUp'], label: 'app.key.previous-tab' },
  closeTab: { ...everywhere, keys: ['Alt+X'], contexts: ['reading'], label: 'app.key.close-tab' },
  claim: { ...everywhere, keys: ['F2'], contexts: ['reading'], label: 'claim.key' },
  foldReport: { ...everywhere, keys: ['F12'], contexts: ['reading'], label: 'app.key.fold-report' },
  import: { ...everywhere, keys: ['Alt+I'], contexts: ['worklist', 'sites'], label: 'imports.key' },
  lock: { ...everywhere, keys: ['Ctrl+L'], label: 'people.key.lock' },
  deliveries: { ...everywhere, keys: ['Alt+Shift+D'], label: 'deliveries.key' },
  colleagues: { ...everywhere, keys: ['Alt+Shift+H'], label: 'colleagues.key' },
  ledger: { ...everywhere, keys: ['Alt+Shift+Q'], label: 'centre.ledger' },
  consultations: { ...everywhere, keys: ['Alt+Shift+Z'], label: 'collaboration.key.consultations' },
  department: { ...everywhere, keys: ['Alt+Q'], label: 'department.key' },
  settings: { ...everywhere, keys: ['Ctrl+,'], label: 'hands.settings.title' },
  help: { ...everywhere, keys: ['?'], whileTyping: false, label: 'app.key.help', isShown: true },
} as const satisfies Readonly<Record<string, KeyAction>>;
