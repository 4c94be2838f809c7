import { clairvoyantReady, makeDay, simulateDay } from '#tests/support/day-of-lines.ts';
import type { BenchmarkRow } from './lines-first-image.ts';

const SEED = 20261122;

/** A day of 20 lines and 200 cases in simulated time, beside a scheduler that knows when each case will be claimed. */
export async function measureDay(): Promise<readonly BenchmarkRow[]> {
  const day = makeDay(SEED);
  const { readyAtClaim, longestUnfairWaitMinutes } = simulateDay(day);
  const strokes = day.sites.map(({ siteId }) => simulateDay(day, { siteId, atMinute: 250 }).firstByteMsOfStroke ?? Number.POSITIVE_INFINITY);
  return [
    { key: 'a day of 20 lines: cases not ready at claim, of 200 (the future known: ' + String(day.cases.length - clairvoyantReady(day)) + ')', unit: 'cases', value: day.cases.length - readyAtClaim.length, limit: 10 },
    { key: 'a day of 20 lines: longest wait behind a case that is due later', unit: 'min', value: Math.round(longestUnfairWaitMinutes * 10) / 10, limit: 10 },
    { key: 'a day of 20 lines: first byte of an injected stroke, the slowest line', unit: 'ms', value: Math.round(Math.max(...strokes)), limit: 2_000 },
  ];
}
