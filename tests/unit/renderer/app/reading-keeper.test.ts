import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadingKeeper, type KeptReading } from '#renderer/app/reading/reading-keeper.ts';
import { INITIAL_READING } from '#shared/ecg/ecg-reading-settings.ts';

const reading = (qrsOnsetMs: number): KeptReading => ({ sopInstanceUid: '2.25.1', settings: { ...INITIAL_READING, marks: { qrsOnsetMs } } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of a mark that is dragged only the place where it comes to rest is saved', async () => {
  const saved: KeptReading[] = [];
  const keeper = createReadingKeeper(async (one) => void saved.push(one));
  for (const ms of [360, 361, 362]) keeper.keep(reading(ms));
  expect(saved).toEqual([]);
  await vi.runAllTimersAsync();
  expect(saved).toEqual([reading(362)]);
});

test('what waits is saved when the page is left, once', async () => {
  const saved: KeptReading[] = [];
  const keeper = createReadingKeeper(async (one) => void saved.push(one));
  keeper.keep(reading(360));
  keeper.flush();
  keeper.flush();
  await vi.runAllTimersAsync();
  expect(saved).toHaveLength(1);
});

test('what could not be saved is tried again, unless a newer one took its place', async () => {
  const tried: number[] = [];
  const keeper = createReadingKeeper(async (one) => {
    tried.push(one.settings.marks.qrsOnsetMs ?? 0);
    if (tried.length === 1) throw new Error('main is away');
  });
  keeper.keep(reading(360));
  await vi.runAllTimersAsync();
  expect(tried).toEqual([360, 360]);
});
