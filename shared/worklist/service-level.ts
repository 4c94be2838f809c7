import { READING_MINUTES, type Urgency } from './urgency.ts';

/** How long a report may take. An empty field says "any"; the line that names most holds, and of two the upper one. */
export interface ServiceLevel {
  readonly siteId: string;
  /** Modality (0008,0060). */
  readonly modality: string;
  readonly urgency: Urgency | '';
  readonly minutes: number;
}

/** Why the clock of a case stands still. `technician`: the hospital was asked for something and has not answered. */
export const PAUSE_REASONS = ['technician', 'clinical-information', 'images-missing', 'identity', 'consultation', 'other'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export interface ClockPause {
  readonly reason: PauseReason;
  readonly note: string;
  readonly pausedBy: string;
  /** Milliseconds since 1970, of the coordinator's clock. */
  readonly pausedAtMs: number;
  /** Null while it stands. */
  readonly resumedAtMs: number | null;
}

/** Percent of the time after which a case is told on; 100 is the promise broken. */
export const ESCALATION_PERCENTS = [50, 75, 90, 100] as const;
export type EscalationPercent = (typeof ESCALATION_PERCENTS)[number];

export interface ServedCase {
  readonly siteId: string;
  readonly modalities: readonly string[];
  readonly urgency: Urgency;
}

/** @returns minutes from the complete arrival of the images to the report */
export function serviceMinutes(levels: readonly ServiceLevel[], { siteId, modalities, urgency }: ServedCase): number {
  const fitting = levels.filter(
    (level) => (level.siteId === '' || level.siteId === siteId) && (level.modality === '' || modalities.includes(level.modality)) && (level.urgency === '' || level.urgency === urgency),
  );
  const best = fitting.reduce<ServiceLevel | undefined>((chosen, level) => (chosen === undefined || weight(level) > weight(chosen) ? level : chosen), undefined);
  return best?.minutes ?? READING_MINUTES[urgency];
}

/** How much a line names. The urgency counts most: a hospital's routine promise never slows its strokes. */
export function weight({ siteId, modality, urgency }: ServiceLevel): number {
  return (urgency === '' ? 0 : 4) + (siteId === '' ? 0 : 2) + (modality === '' ? 0 : 1);
}

/** How the time of a case stands. */
export type ServiceClock =
  | { readonly kind: 'not-started' }
  | {
      readonly kind: 'running' | 'paused';
      /** By which the report is due if the clock runs on from now. */
      readonly dueAtMs: number;
      readonly elapsedMs: number;
      /** Of the time; above 1 the promise is broken. */
      readonly fraction: number;
    };

/** The line's delay is never the reader's: the clock starts when all images are here, and stands still in a pause. */
export function serviceClock(completeAtMs: number | null, minutes: number, pauses: readonly ClockPause[], nowMs: number): ServiceClock {
  if (completeAtMs === null) return { kind: 'not-started' };
  const promisedMs = minutes * 60_000;
  const pausedMs = pausedBetween(pauses, completeAtMs, nowMs);
  const elapsedMs = Math.max(0, nowMs - completeAtMs - pausedMs);
  return {
    kind: pauses.some(({ resumedAtMs }) => resumedAtMs === null) ? 'paused' : 'running',
    dueAtMs: completeAtMs + promisedMs + pausedMs,
    elapsedMs,
    fraction: elapsedMs / promisedMs,
  };
}

/** Milliseconds of pauses that lie between two times; pauses do not overlap. */
export function pausedBetween(pauses: readonly Pick<ClockPause, 'pausedAtMs' | 'resumedAtMs'>[], fromMs: number, untilMs: number): number {
  return pauses.reduce((sum, { pausedAtMs, resumedAtMs }) => sum + Math.max(0, Math.min(resumedAtMs ?? untilMs, untilMs) - Math.max(pausedAtMs, fromMs)), 0);
}

/** The highest step that is reached. @returns 0 under half of the time */
export function escalationOf(fraction: number): EscalationPercent | 0 {
  // A hair under: 0.9 of 30 minutes is not 27 in binary.
  return ESCALATION_PERCENTS.findLast((percent) => fraction * 100 >= percent - 1e-9) ?? 0;
}

/** Whom a step concerns: who has the case and who is on duty for it from three quarters on, everybody from nine tenths. */
export function isToldOf(percent: EscalationPercent, seat: { readonly hasCase: boolean; readonly isOnDuty: boolean }): boolean {
  if (percent >= 90) return true;
  return percent >= 75 ? seat.hasCase || seat.isOnDuty : seat.hasCase;
}
