import { expect, test, vi } from 'vitest';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createStudyKeeper, type StudyKeeperDependencies } from '#main/studies/study-keeper.ts';

/** Whether a study that changed at that time is called complete now, after 30 seconds of quiet. */
async function isCompleted(changedAt: string, now: string): Promise<boolean> {
  const markComplete = vi.fn(async () => true);
  const dependencies = {
    studies: { find: async () => ({ completeAt: null, needsIndex: false, expectedInstances: 3, changedAt }), markComplete },
    events: createEventHub(), clock: { now: () => new Date(now) }, log: silentLog,
  };
  await createStudyKeeper(dependencies as unknown as StudyKeeperDependencies).checkCompletion(7, 30_000);
  return markComplete.mock.calls.length === 1;
}

test('a study is complete when it has been quiet for long enough, and not before', async () => {
  expect(await isCompleted('2026-11-22T10:00:00Z', '2026-11-22T10:00:29Z')).toBe(false);
  expect(await isCompleted('2026-11-22T10:00:00Z', '2026-11-22T10:00:30Z')).toBe(true);
});

test('a study that changed before the clock was set back by a day does not wait a day to be complete', async () => {
  expect(await isCompleted('2026-11-22T10:00:00Z', '2026-11-21T10:00:05Z')).toBe(true);
});
