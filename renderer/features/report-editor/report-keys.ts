import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inReading = { contexts: ['reading'], whileTyping: true, repeats: false, isShown: false } as const;

/** What keys do to the report. None repeats: a held key never signs. */
export const REPORT_KEYS = {
  findings: { ...inReading, keys: ['Alt+1'], label: 'report.key.findings' },
  impression: { ...inReading, keys: ['Alt+2'], label: 'report.key.impression' },
  recommendation: { ...inReading, keys: ['Alt+3'], label: 'report.key.recommendation' },
  outcome: { ...inReading, keys: ['Alt+4'], label: 'report.key.outcome' },
  template: { ...inReading, keys: ['Alt+T'], label: 'report-words.key.template' },
  compared: { ...inReading, keys: ['Alt+5'], label: 'report-words.key.compared' },
  critical: { ...inReading, keys: ['Alt+6'], label: 'report-words.key.critical' },
  rads: { ...inReading, keys: ['Alt+7'], label: 'rads.key' },
  form: { ...inReading, keys: ['Alt+8'], label: 'report-forms.key' },
  referral: { ...inReading, keys: ['Alt+Y'], label: 'referral.key' },
  preview: { ...inReading, keys: ['Ctrl+P'], label: 'report.key.preview', isShown: true },
  nextIssue: { ...inReading, keys: ['F4'], label: 'report.key.next-issue' },
  sign: { ...inReading, keys: ['F9'], label: 'report.key.sign', isShown: true },
} as const satisfies Readonly<Record<string, KeyAction>>;
