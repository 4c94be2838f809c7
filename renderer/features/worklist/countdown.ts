import type { CaseStatus } from '#shared/contract/vocabulary.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { escalationOf } from '#shared/worklist/service-level.ts';
import { READING_MINUTES, type Urgency } from '#shared/worklist/urgency.ts';

/**
 * How a report's time stands. `not-started`: images still arrive, and what the line owes is never counted to the physician.
 * `stopped`: signed. `paused`: it stands still, with the time that is left. `level` of the bar: grey under half of the time, white from half, amber from three quarters, red from nine tenths.
 */
export type Countdown =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running'; readonly text: string; readonly fraction: number; readonly level: 'calm' | 'half' | 'warn' | 'critical' }
  | { readonly kind: 'paused'; readonly text: string; readonly fraction: number }
  | { readonly kind: 'overdue'; readonly text: string };

export interface CountdownInput {
  readonly dueAt: string | null;
  readonly status: CaseStatus;
  readonly urgency: Urgency;
  /** What was promised, and why the clock stands still; absent: the outer limits of the alliance. */
  readonly service?: WorklistRow['service'];
}

const SIGNED: ReadonlySet<CaseStatus> = new Set(['signed', 'sending', 'delivered', 'conflict']);

export function countdown({ dueAt, status, urgency, service }: CountdownInput, now: Date): Countdown {
  if (SIGNED.has(status)) return { kind: 'stopped' };
  if (dueAt === null) return { kind: 'not-started' };
  const promisedMs = (service?.minutes ?? READING_MINUTES[urgency]) * 60_000;
  const due = Date.parse(dueAt);
  // A clock that stands still shows what was left when it was stopped.
  const leftMs = service === undefined || service.pause === null ? due - now.getTime() : promisedMs - service.elapsedMs;
  if (service !== undefined && service.pause !== null) return { kind: 'paused', text: hoursAndMinutes(Math.max(0, Math.ceil(leftMs / 60_000))), fraction: Math.max(0, Math.min(1, 1 - leftMs / promisedMs)) };
  if (leftMs < 0) return { kind: 'overdue', text: hoursAndMinutes(Math.floor(-leftMs / 60_000)) };
  const fraction = Math.max(0, Math.min(1, 1 - leftMs / promisedMs));
  return { kind: 'running', text: hoursAndMinutes(Math.ceil(leftMs / 60_000)), fraction, level: level(fraction) };
}

const LEVELS = { 0: 'calm', 50: 'half', 75: 'warn', 90: 'critical', 100: 'critical' } as const;

function level(fraction: number): 'calm' | 'half' | 'warn' | 'critical' {
  return LEVELS[escalationOf(fraction)];
}

/** `01:05` for 65 minutes. */
function hoursAndMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
