import type { LineRule } from '../sites/site-line.repository.ts';
import type { WantedStudy } from './choose-next.ts';

/** Hours of the day, local time of this machine, which stands in the same time zone as its hospitals. */
const DAY = { from: 7, to: 19 };

/** Of the line, 0 to 1, for what nobody waits for. */
export function shareNow({ daySharePercent, nightSharePercent }: LineRule, now: Date): number {
  const isDay = now.getHours() >= DAY.from && now.getHours() < DAY.to;
  return (isDay ? daySharePercent : nightSharePercent) / 100;
}

/** How long the line is left to others after something that took so long: a share of one third rests twice as long as it works. */
export function restAfterMs(share: number, tookMs: number): number {
  return share >= 1 ? 0 : tookMs * (1 / Math.max(share, 0.01) - 1);
}

/**
 * Fetched before anyone asks. An emergency only counts as such when a person has paused the line, a green channel never.
 */
export function isBackground({ purpose, urgency }: Pick<WantedStudy, 'purpose' | 'urgency'>, isPaused: boolean): boolean {
  return purpose === 'worklist' && (urgency === 'routine' || (isPaused && urgency === 'emergency'));
}
