export type Urgency = 'green-channel' | 'emergency' | 'routine';

export interface UrgencyVerdict {
  readonly urgency: Urgency;
  /** The word that decided it, for the tag in the row and for "why"; '' for routine. */
  readonly reason: string;
}

/** Words of the two green channels of the province, as requests write them. */
const GREEN_CHANNEL_WORDS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/卒中|脑梗|stroke/i, '卒中'],
  [/胸痛|心梗|chest pain/i, '胸痛'],
  [/绿色通道|green channel/i, '绿色通道'],
];
const EMERGENCY_WORDS = /急诊|危重|抢救|emergency/i;

/**
 * How urgent a request is. Requested Procedure Priority (0040,1003) decides when it says STAT or HIGH; words of a green channel lift a STAT
 * request to it. Words alone make an emergency, never a green channel: "排除卒中后遗症" in an out-patient's history must not pre-empt a line.
 */
export function judgeUrgency(requestedProcedurePriority: string, words: string): UrgencyVerdict {
  const priority = requestedProcedurePriority.trim().toUpperCase();
  if (priority === 'STAT') {
    const channel = GREEN_CHANNEL_WORDS.find(([pattern]) => pattern.test(words));
    return channel === undefined ? { urgency: 'emergency', reason: '急诊' } : { urgency: 'green-channel', reason: channel[1] };
  }
  if (priority === 'HIGH' || EMERGENCY_WORDS.test(words)) return { urgency: 'emergency', reason: '急诊' };
  return { urgency: 'routine', reason: '' };
}

/** Minutes from "all images are here" to the report: the outer limits of the alliance. Settings of a hospital may be stricter. */
export const READING_MINUTES: Readonly<Record<Urgency, number>> = { 'green-channel': 30, emergency: 60, routine: 120 };

/** @returns when the report is due, or null while images still arrive: the line's delay is never the reader's */
export function dueAt(completeAt: Date | null, urgency: Urgency): Date | null {
  return completeAt === null ? null : new Date(completeAt.getTime() + READING_MINUTES[urgency] * 60_000);
}
