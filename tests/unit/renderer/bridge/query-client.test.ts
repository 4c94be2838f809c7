import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { createQueryClient, followEvents } from '#renderer/bridge/query-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that has asked for two studies; @returns how often each was asked again. */
function page() {
  const queries = createQueryClient();
  const asked: Record<string, number> = {};
  const invalidate = vi.spyOn(queries, 'invalidateQueries').mockImplementation(async ({ queryKey } = {}) => {
    const name = JSON.stringify(queryKey);
    asked[name] = (asked[name] ?? 0) + 1;
  });
  let tell: (event: ApplicationEvent) => void = () => undefined;
  const stop = followEvents(queries, {
    subscribe(listener) {
      tell = listener;
      return () => undefined;
    },
  });
  const counted = () => tell({ kind: 'worklist-changed', studyIds: [1] });
  const claimed = () => tell({ kind: 'claims-changed', studyIds: [1] });
  const arrived = (studyId: number) => tell({ kind: 'instances-held', studyId, seriesInstanceUid: '1.2', sopInstanceUids: ['1.2.3'] });
  return { asked, arrived, counted, claimed, stop, invalidate };
}

test('what an event makes stale is asked again at once after a silence', async () => {
  const { asked, arrived } = page();
  arrived(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual({ '["study",1]': 1 });
});

test('in a burst it is asked again four times a second, and once more after the last event', async () => {
  const { asked, arrived } = page();
  // 20 events, one each 50 ms, from 0 to 950 ms: asked at 0, 250, 500, 750 and 1000 ms.
  for (let count = 0; count < 20; count += 1) {
    arrived(1);
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(250);
  expect(asked).toEqual({ '["study",1]': 5 });
});

test('while images only arrive the list and the status bar are asked again once a second, the study itself four times', async () => {
  const { asked, counted } = page();
  // 20 events, one each 50 ms, from 0 to 950 ms: the list at 0 and 1000 ms, the study at 0, 250, 500, 750 and 1000 ms.
  for (let count = 0; count < 20; count += 1) {
    counted();
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(250);
  expect([asked['["worklist"]'], asked['["counts"]'], asked['["seat"]'], asked['["study",1]']]).toEqual([2, 2, 2, 5]);
});

test('what a person did is in the list after a quarter of a second, also while images arrive', async () => {
  const { asked, counted, claimed } = page();
  counted();
  await vi.advanceTimersByTimeAsync(50);
  counted();
  claimed();
  await vi.advanceTimersByTimeAsync(199);
  expect(asked['["worklist"]']).toBe(1);
  await vi.advanceTimersByTimeAsync(2);
  expect(asked['["worklist"]']).toBe(2);
});

test('the first picture of a study that is opened does not wait behind the burst of another', async () => {
  const { asked, arrived } = page();
  for (let count = 0; count < 3; count += 1) {
    arrived(1);
    await vi.advanceTimersByTimeAsync(50);
  }
  arrived(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked['["study",2]']).toBe(1);
});

test('nothing is asked after the page has stopped to listen', async () => {
  const { asked, arrived, stop } = page();
  arrived(1);
  stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual({});
});

test('an event that overtakes the first answer is not lost: it is asked again behind it', async () => {
  const queries = createQueryClient();
  let tell: (event: ApplicationEvent) => void = () => undefined;
  followEvents(queries, {
    subscribe(listener) {
      tell = listener;
      return () => undefined;
    },
  });
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
  let asked = 0;
  const observer = new QueryObserver(queries, { queryKey: ['study', 1], queryFn: () => answers[asked++ as 0 | 1].promise });
  const stop = observer.subscribe(() => undefined);
  expect(asked).toBe(1);
  tell({ kind: 'instances-held', studyId: 1, seriesInstanceUid: '1.2', sopInstanceUids: ['1.2.3'] });
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(1);
  answers[0].resolve('before the event');
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(2);
  answers[1].resolve('after it');
  await vi.advanceTimersByTimeAsync(1);
  expect(observer.getCurrentResult().data).toBe('after it');
  stop();
});
