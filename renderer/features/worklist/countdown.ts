import type { CaseStatus } from '#shared/contract/vocabulary.ts';
import { READING_MINUTES, type Urgency } from '#shared/worklist/urgency.ts';

/**
 * How a report's time stands. `not-started`: images still arrive, and what the line owes is never counted to the physician.
 * `stopped`: signed. `level` of the bar: grey under half of the time, white from half, amber from three quarters, red from nine tenths.
 */
export type Countdown =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running'; readonly text: string; readonly fraction: number; readonly level: 'calm' | 'half' | 'warn' | 'critical' }
  | { readonly kind: 'overdue'; readonly text: string };

export interface CountdownInput {
  readonly completeAt: string | null;
  readonly dueAt: string | null;
  readonly status: CaseStatus;
  readonly urgency: Urgency;
}

const SIGNED: ReadonlySet<CaseStatus> = new Set(['signed', 'sending', 'delivered', 'conflict']);

export function countdown({ completeAt, dueAt, status, urgency }: CountdownInput, now: Date): Countdown {
  if (SIGNED.has(status)) return { kind: 'stopped' };
  if (dueAt === null) return { kind: 'not-started' };
  const due = Date.parse(dueAt);
  const leftMs = due - now.getTime();
  if (leftMs < 0) return { kind: 'overdue', text: hoursAndMinutes(Math.floor(-leftMs / 60_000)) };
  const started = completeAt === null ? due - READING_MINUTES[urgency] * 60_000 : Date.parse(completeAt);
  const fraction = due <= started ? 1 : Math.max(0, Math.min(1, (now.getTime() - started) / (due - started)));
  return { kind: 'running', text: hoursAndMinutes(Math.ceil(leftMs / 60_000)), fraction, level: level(fraction) };
}

function level(fraction: number): 'calm' | 'half' | 'warn' | 'critical' {
  if (fraction >= 0.9) return 'critical';
  if (fraction >= 0.75) return 'warn';
  return fraction >= 0.5 ? 'half' : 'calm';
}

/** `01:05` for 65 minutes. */
function hoursAndMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
