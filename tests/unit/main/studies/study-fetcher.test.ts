import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '#main/platform/log.ts';
import { createStudyFetcher, type StudyFetcherDependencies } from '#main/studies/study-fetcher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A hospital with cases of which the rows are known; the test says whether somebody waits for a first picture. */
function openFetcher(studyIds: readonly number[], { heldInstances = 0, urgency = 'routine' } = {}) {
  const happened: string[] = [];
  const state = { isAwaited: false };
  const stored = (id: number) => ({ id, siteId: 'yunxiu', studyInstanceUid: `1.${id}`, urgency, arrivedAt: '2026-11-22T01:00:00Z', needsIndex: false, heldInstances, isCase: true, evictedAt: null, modalities: ['CT'], bodyPart: 'CHEST', studyDescription: '', studyDate: '20261122' });
  const dependencies = {
    studies: { wanted: async () => studyIds.map(stored), find: async (id: number) => stored(id), priors: async () => [], signedWithNews: async () => [] },
    keeper: {
      onDamaged: () => undefined,
      reconcile: async (id: number) => {
        happened.push(`looked up ${id}`);
        return [{ sopInstanceUid: `1.${id}.1`, seriesInstanceUid: `1.${id}.0`, instanceNumber: 1 }];
      },
    },
    retrieval: {
      isFirstPictureAwaited: () => state.isAwaited, missingCount: () => 0, wake: () => undefined, changePurpose: () => undefined, look: () => undefined,
      want: ({ studyId }: { readonly studyId: number }) => void happened.push(`wanted ${studyId}`),
      hush: () => {
        happened.push('hush');
        return () => void happened.push('speak');
      },
    },
    webSite: () => undefined, isPaused: () => false, log: silentLog,
  };
  return { happened, state, fetcher: createStudyFetcher(dependencies as unknown as StudyFetcherDependencies) };
}

test('lists that nobody waits for give way to the first picture of a study that somebody has opened, and go on behind it', async () => {
  const { fetcher, state, happened } = openFetcher([1, 2]);
  state.isAwaited = true;
  const planned = fetcher.planSite('yunxiu', { isAnswering: true });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(happened).toEqual([]);
  state.isAwaited = false;
  await vi.advanceTimersByTimeAsync(100);
  await planned;
  expect(happened).toEqual(['looked up 1', 'wanted 1', 'looked up 2', 'wanted 2']);
});

test('a stroke does not wait with its list for the first picture of another study', async () => {
  const { fetcher, state, happened } = openFetcher([1], { urgency: 'green-channel' });
  state.isAwaited = true;
  await fetcher.planSite('yunxiu', { isAnswering: true });
  expect(happened).toEqual(['looked up 1', 'wanted 1']);
});

test('a first picture that never comes holds all lists up for five seconds together', async () => {
  const { fetcher, state, happened } = openFetcher([1, 2, 3]);
  state.isAwaited = true;
  const planned = fetcher.planSite('yunxiu', { isAnswering: true });
  await vi.advanceTimersByTimeAsync(4_999);
  expect(happened).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await planned;
  expect(happened.filter((what) => what.startsWith('wanted'))).toHaveLength(3);
});

test('when a study is opened of which nothing is here, the line is kept free before anything is looked up', async () => {
  const { fetcher, happened } = openFetcher([]);
  await fetcher.openForReading(5);
  expect(happened.slice(0, 4)).toEqual(['hush', 'looked up 5', 'wanted 5', 'speak']);
});

test('a study of which something is here leaves the line as it is', async () => {
  const { fetcher, happened } = openFetcher([], { heldInstances: 3 });
  await fetcher.openForReading(5);
  expect(happened.slice(0, 2)).toEqual(['looked up 5', 'wanted 5']);
});
