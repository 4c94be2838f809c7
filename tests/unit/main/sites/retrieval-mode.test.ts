import { expect, test } from 'vitest';
import { chooseMode, learnMode, type ModeRecord } from '#main/sites/retrieval-mode.ts';

const now = new Date('2026-11-21T09:00:00Z');
const of = (mode: ModeRecord['mode'], bitsPerSecond: number | null, change: Partial<ModeRecord> = {}): ModeRecord => ({
  siteId: 's', mode, outcome: 'works', answers: 40, bitsPerSecond, checkedAt: '2026-11-21T08:00:00Z', ...change,
});

test('images come one by one until the line is known by eight of them; then a series is tried', () => {
  expect(chooseMode([], now)).toBe('instance');
  expect(chooseMode([of('instance', 7e6, { answers: 7 })], now)).toBe('instance');
  expect(chooseMode([of('instance', 7e6, { answers: 8 })], now)).toBe('series');
});

test('a series is asked for where it is more than eight in a hundred faster', () => {
  // 7.0 x 1.08 = 7.56
  expect(chooseMode([of('instance', 7e6), of('series', 7.5e6)], now)).toBe('instance');
  expect(chooseMode([of('instance', 7e6), of('series', 7.6e6)], now)).toBe('series');
});

test('a server that refuses series is left alone for a day', () => {
  const refused = of('series', null, { outcome: 'refused' });
  expect(chooseMode([of('instance', 7e6), refused], now)).toBe('instance');
  expect(chooseMode([of('instance', 7e6), { ...refused, checkedAt: '2026-11-20T08:59:00Z' }], now)).toBe('series');
});

test('a speed follows the newest transfers by three tenths, and a refusal counts anew', () => {
  const first = learnMode(undefined, { siteId: 's', mode: 'series' }, { outcome: 'works', bitsPerSecond: 6e6 }, now);
  // 6 + 0.3 x (8 - 6) = 6.6
  const second = learnMode(first, first, { outcome: 'works', bitsPerSecond: 8e6 }, now);
  expect(second.answers).toBe(2);
  expect(second.bitsPerSecond).toBeCloseTo(6.6e6);
  expect(learnMode(second, second, { outcome: 'refused', bitsPerSecond: null }, now)).toMatchObject({ outcome: 'refused', answers: 1 });
});
