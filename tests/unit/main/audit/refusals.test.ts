import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefusalRecorder, type Refusal } from '#main/audit/refusals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder() {
  const rows: [string, string, number][] = [];
  return { rows, ...createRefusalRecorder({ record: ({ what, why }, times) => rows.push([what, why, times]) }) };
}
const refusal = (overrides: Partial<Refusal> = {}): Refusal => ({ what: 'people.list', why: 'people/not-allowed', who: 'liumin', ...overrides });

test('the first refusal is a row at once, those that follow within a minute are one row with their number', () => {
  const { rows, note } = recorder();
  for (let times = 0; times < 1_000; times += 1) note(refusal());
  expect(rows).toEqual([['people.list', 'people/not-allowed', 1]]);
  vi.advanceTimersByTime(60_000);
  expect(rows).toEqual([['people.list', 'people/not-allowed', 1], ['people.list', 'people/not-allowed', 999]]);
  vi.advanceTimersByTime(600_000);
  expect(rows).toHaveLength(2);
  note(refusal());
  expect(rows.at(-1)).toEqual(['people.list', 'people/not-allowed', 1]);
});

test('a flood of made-up names makes no more rows than 21 kinds, and none is lost in the count', () => {
  const { rows, note, flush } = recorder();
  for (let index = 0; index < 100_000; index += 1) note(refusal({ what: `made.up.${index}` }));
  flush();
  // 20 kinds with a row each; one for the rest at once, one for its count.
  expect(rows).toHaveLength(22);
  expect(rows.reduce((sum, [, , times]) => sum + times, 0)).toBe(100_000);
});

test('a page that goes on asking behind the lock makes two rows an hour, whatever it asks', () => {
  const { rows, note } = recorder();
  for (let minute = 0; minute < 60; minute += 1) {
    note(refusal({ what: minute % 2 === 0 ? 'worklist.list' : 'sites.list', why: 'people/locked', who: '' }));
    vi.advanceTimersByTime(60_000);
  }
  expect(rows).toEqual([['seat', 'people/locked', 1], ['seat', 'people/locked', 59]]);
});

test('a name as long as a book is cut', () => {
  const { rows, note } = recorder();
  note(refusal({ what: 'x'.repeat(1_000_000) }));
  expect(rows[0]?.[0]).toHaveLength(80);
});
