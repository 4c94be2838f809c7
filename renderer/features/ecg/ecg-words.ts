import type { Translate } from '#renderer/text/text-engine.ts';
import type { CellContent } from '#shared/ecg/cell-content.ts';
import type { CaliperReading } from '#shared/ecg/caliper.ts';
import type { EcgRecording, RecordingProblem } from '#shared/ecg/ecg-recording.ts';
import { filterChoiceOf, remainingFilters, type EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { isDiagnostic } from '#shared/ecg/filter/ecg-filter.ts';
import { summariseFilters } from '#shared/ecg/filter-summary.ts';
import type { EcgHint } from '#shared/ecg/hints.ts';

/** Channel Status (003A,0205) in words; another status stands as the device wrote it. */
const STATUS_KEYS = {
  DISCONNECTED: 'ecg.status.disconnected',
  QUESTIONABLE: 'ecg.status.questionable',
  INVALID: 'ecg.status.invalid',
  'TEST DATA': 'ecg.status.test-data',
  UNZEROED: 'ecg.status.unzeroed',
} as const;

/** `+0.32`, `−1.05`, `0.00`: two decimals, the sign always there but at nothing. */
export function signedMillivolts(millivolts: number): string {
  const text = Math.abs(millivolts).toFixed(2);
  return Number(text) === 0 ? text : `${millivolts < 0 ? '−' : '+'}${text}`;
}

/** `9.98` for 9980 ms. */
export function secondsText(milliseconds: number): string {
  return String(Number((milliseconds / 1000).toFixed(2)));
}

export function caliperText(t: Translate, reading: CaliperReading): string {
  if (reading.kind === 'voltage') return t('ecg.caliper.voltage', { millivolts: signedMillivolts(reading.differenceMv) });
  const milliseconds = Math.round(reading.intervalMs);
  return reading.ratePerMin === undefined
    ? t('ecg.caliper.interval', { milliseconds })
    : t('ecg.caliper.time', { milliseconds, rate: Math.round(reading.ratePerMin) });
}

/** The name beside a curve, and what has to be said of it. */
export function cellWords(t: Translate, content: CellContent): { readonly name: string; readonly remark: string } {
  const name = content.kind === 'trace' ? content.trace.label.replace(/^-/, '−') : content.cell.key.replace(/^-/, '−');
  if (content.kind === 'missing') return { name, remark: t('ecg.lead.missing') };
  if (content.kind === 'undrawn') return { name, remark: t(`ecg.undrawn.${content.reason}`) };
  const { lead, statuses } = content.trace;
  const remarks = [
    ...(lead?.source === 'derived' ? [t('ecg.lead.derived')] : []),
    ...(lead?.source === 'by-label' ? [t('ecg.lead.by-label')] : []),
    ...statuses.map((status) => `▲ ${statusText(t, status)}`),
  ];
  return { name, remark: remarks.join(' ') };
}

/** The filters as the object states them, such as `0.05–150 Hz`, `工频陷波 50 Hz`; and those that the program adds. @param own none when not given */
export function filterTexts(t: Translate, recording: EcgRecording, own: EcgReadingSettings['filters'] = NO_FILTERS): { readonly texts: readonly string[]; readonly isDiagnostic: boolean } {
  const summary = summariseFilters(recording.traces);
  const { lowFrequencyHz: low, highFrequencyHz: high, notchFrequencyHz: notch, isUniform, isDiagnostic: isRecordedDiagnostic } = summary;
  const band =
    low !== undefined && high !== undefined ? t('ecg.badge.band', { low, high })
    : low !== undefined ? t('ecg.badge.band-from', { low })
    : high !== undefined ? t('ecg.badge.band-to', { high })
    : t('ecg.badge.band-unknown');
  const notchText = notch === undefined ? t('ecg.badge.notch-unknown') : notch > 0 ? t('ecg.badge.notch-on', { frequency: notch }) : t('ecg.badge.notch-off');
  return { texts: [band, ...(isUniform ? [] : [t('ecg.badge.band-mixed')]), notchText, ownFilterText(t, remainingFilters({ filters: own }, summary))], isDiagnostic: isRecordedDiagnostic && isDiagnostic(filterChoiceOf({ filters: own })) };
}

const NO_FILTERS: EcgReadingSettings['filters'] = { highPassHz: null, lowPassHz: null, notchHz: null };

function ownFilterText(t: Translate, { highPassHz, lowPassHz, notchHz }: EcgReadingSettings['filters']): string {
  if (highPassHz === null && lowPassHz === null && notchHz === null) return t('ecg.badge.own-filters');
  const band = [highPassHz ?? '', lowPassHz ?? ''].join('–');
  return notchHz === null ? t('ecg.badge.own-band', { band }) : t('ecg.badge.own-band-notch', { band, notch: notchHz });
}

/** Everything a reader has to know before trusting the curves, each once. */
export function attentionTexts(t: Translate, recording: EcgRecording): readonly string[] {
  return [...new Set([
    ...recording.problems.map((problem) => problemText(t, problem)),
    ...recording.undrawn.map(({ label, reason }) => t('ecg.problem.undrawn', { lead: label, reason: t(`ecg.undrawn.${reason}`) })),
    ...recording.traces.filter(({ lead }) => lead?.source === 'by-label').map(({ label }) => t('ecg.problem.by-label', { lead: label })),
    ...recording.traces.flatMap(({ label, statuses }) => statuses.map((status) => t('ecg.problem.status', { lead: label, status: statusText(t, status) }))),
  ])];
}

/** What the physician should look at; never a diagnosis. */
export function hintText(t: Translate, hint: EcgHint): string {
  switch (hint.kind) {
    case 'arm-leads-reversed':
    case 'dextrocardia-pattern':
    case 'limb-leads-inconsistent':
      return t(`ecg.hint.${hint.kind}`);
    case 'right-leg-reversed':
      return t('ecg.hint.right-leg-reversed', { lead: hint.lead });
    case 'chest-leads-reversed':
      return t('ecg.hint.chest-leads-reversed', { leads: hint.leads.join(' ') });
    case 'pacing-spikes':
      return t('ecg.hint.pacing-spikes', { count: hint.timesMs.length });
    default:
      return hint satisfies never;
  }
}

function problemText(t: Translate, problem: RecordingProblem): string {
  switch (problem.kind) {
    case 'group-refused': return t('ecg.problem.group-refused', { group: problem.groupNumber, reason: t(`ecg.refused.${problem.reason}`) });
    case 'group': return t(`ecg.problem.${problem.problem}`, { group: problem.groupNumber });
    case 'unreadable-skew': return t('ecg.problem.unreadable-skew', { lead: problem.label });
    case 'assumed-calibration': return t('ecg.problem.assumed-calibration', { lead: problem.label });
    default: return problem satisfies never;
  }
}

function statusText(t: Translate, status: string): string {
  return Object.hasOwn(STATUS_KEYS, status) ? t(STATUS_KEYS[status as keyof typeof STATUS_KEYS]) : status;
}
