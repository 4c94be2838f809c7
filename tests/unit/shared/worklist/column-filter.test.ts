import { describe, expect, test } from 'vitest';
import { bodyPartsWritten, filtersSomething, filterWords, receivedBetween, tidyFilters } from '#shared/worklist/column-filter.ts';

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const between = (days: Parameters<typeof receivedBetween>[0], now: string) => {
  const { fromMs, untilMs } = receivedBetween(days, Date.parse(now));
  return [time(fromMs), time(untilMs)];
};

describe('days of arrival are days at the hospitals, eight hours before Greenwich', () => {
  test('today begins at 16:00 UTC of the day before, and a minute before midnight it is still yesterday', () => {
    const today = { kind: 'days-ago', from: 0, to: 0 } as const;
    expect(between(today, '2026-11-22T16:00:00Z')).toEqual(['2026-11-22T16:00:00.000Z', '2026-11-23T16:00:00.000Z']);
    expect(between(today, '2026-11-22T15:59:00Z')).toEqual(['2026-11-21T16:00:00.000Z', '2026-11-22T16:00:00.000Z']);
  });

  test('seven days are today and the six before, yesterday is one day', () => {
    expect(between({ kind: 'days-ago', from: 6, to: 0 }, '2026-11-22T04:00:00Z')).toEqual(['2026-11-15T16:00:00.000Z', '2026-11-22T16:00:00.000Z']);
    expect(between({ kind: 'days-ago', from: 1, to: 1 }, '2026-11-22T04:00:00Z')).toEqual(['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z']);
  });

  test('dates are both included, and an open side stays open', () => {
    expect(between({ kind: 'dates', from: '2026-11-01', to: '2026-11-02' }, '2026-11-22T04:00:00Z')).toEqual(['2026-10-31T16:00:00.000Z', '2026-11-02T16:00:00.000Z']);
    expect(between({ kind: 'dates', from: null, to: '2026-11-02' }, '2026-11-22T04:00:00Z')).toEqual([null, '2026-11-02T16:00:00.000Z']);
  });
});

test('what narrows nothing is left out, and the order of the presses is not kept', () => {
  const pressed = { statuses: ['ready'], images: [], patient: '  ', age: { fromYears: null, toYears: null }, sexes: ['F'], request: undefined } as const;
  expect(JSON.stringify(tidyFilters(pressed))).toBe('{"sexes":["F"],"statuses":["ready"]}');
  expect([filtersSomething(pressed, 'age'), filtersSomething({ age: { fromYears: 0, toYears: null } }, 'age')]).toEqual([false, true]);
});

test('a Chinese word finds the codes of the parts of the body that are written with it', () => {
  expect(bodyPartsWritten('胸部')).toContain('CHEST');
  expect(bodyPartsWritten('胸部')).not.toContain('HEAD');
  expect(bodyPartsWritten('没有这个部位')).toEqual([]);
});

test('a text is words in lower case', () => {
  expect([filterWords(' CT  头颅 '), filterWords(undefined), filterWords('  ')]).toEqual([['ct', '头颅'], [], []]);
});
