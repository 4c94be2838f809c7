import { clairvoyantReady, makeDay, simulateDay } from '#tests/support/day-of-lines.ts';
import type { Figure } from './figure.ts';

const SEED = 20261122;

/** A day of 20 lines and 200 cases in simulated time, beside a scheduler that knows when each case will be claimed. */
export async function measureDay(): Promise<readonly Figure[]> {
  const day = makeDay(SEED);
  const { readyAtClaim, longestUnfairWaitMinutes } = simulateDay(day);
  const strokes = day.sites.map(({ siteId }) => simulateDay(day, { siteId, atMinute: 250 }).firstByteMsOfStroke ?? Number.POSITIVE_INFINITY);
  return [
    { key: 'dayNotReadyCases', what: `a simulated day of 20 lines: cases not ready at claim, of 200 (${day.cases.length - clairvoyantReady(day)} for a scheduler that knows the future)`, value: day.cases.length - readyAtClaim.length, limit: 10 },
    { key: 'dayLongestUnfairWaitMinutes', what: 'the same day: longest wait behind a case that is due later', value: Math.round(longestUnfairWaitMinutes * 10) / 10, limit: 10 },
    { key: 'dayStrokeFirstByteMs', what: 'the same day: first byte of an injected stroke, on the slowest line', value: Math.round(Math.max(...strokes)), limit: 2_000 },
  ];
}
