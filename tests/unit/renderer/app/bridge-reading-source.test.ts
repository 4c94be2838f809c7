import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { ViewedImage, ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import type { Bridge } from '#renderer/bridge/bridge-context.tsx';
import { createBridgeReadingSource } from '#renderer/app/reading/bridge-reading-source.ts';

const focusOn = (frameNumber: number): ViewportFocus => ({
  studyId: 7, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber, direction: 'forward', isActive: true,
});

const viewed = (number: number, isPartial = false): ViewedImage => ({ seriesInstanceUid: '1.2', sopInstanceUid: `1.2.${number}`, isLossy: false, lossyRatio: null, isPartial });

function createSource() {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const told: unknown[] = [];
  const records: unknown[] = [];
  const failures: unknown[] = [];
  const asked: unknown[] = [];
  const bridge = {
    queries: { invalidateQueries: async ({ queryKey }: { readonly queryKey: unknown }) => void asked.push(queryKey) },
    api: {
      studies: {
        recordViewed: async (input: unknown) => {
          if (failures.length > 0) throw failures.pop();
          records.push(input);
        },
        focus: async (input: unknown) => void told.push(input),
      },
      measurements: { list: async () => [] },
    },
    events: { subscribe: (listener: (event: ApplicationEvent) => void) => (listeners.add(listener), () => listeners.delete(listener)) },
  } as unknown as Bridge;
  return {
    source: createBridgeReadingSource(bridge, 'window-1'),
    told,
    records,
    failures,
    asked,
    send: (event: ApplicationEvent) => {
      for (const listener of listeners) listener(event);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('instances that came in are told with their study', () => {
  const { source, send } = createSource();
  const heard: unknown[] = [];
  source.onInstancesHeld((held) => heard.push(held));
  send({ kind: 'instances-held', studyId: 7, seriesInstanceUid: '1.2', sopInstanceUids: ['1.2.3'] });
  expect(heard).toEqual([{ studyId: 7, sopInstanceUids: ['1.2.3'] }]);
});

test('after main was away whoever waits must ask again', () => {
  const { source, send } = createSource();
  const heard: unknown[] = [];
  source.onInstancesHeld(({ sopInstanceUids }) => heard.push(sopInstanceUids));
  send({ kind: 'stream-started', resumed: true });
  expect(heard).toEqual(['unknown']);
});

test('and the measurements of every study that was asked for are read anew', async () => {
  const { source, send } = createSource();
  const heard: number[] = [];
  source.onMeasurementsChanged((studyId) => heard.push(studyId));
  await source.listMeasurements(7);
  await source.listMeasurements(8);
  send({ kind: 'stream-started', resumed: false });
  expect(heard).toEqual([7, 8]);
});

test('of many looks in a moment main hears the last', async () => {
  const { source, told } = createSource();
  for (let frameNumber = 1; frameNumber <= 20; frameNumber += 1) source.reportFocus([focusOn(frameNumber)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual([{ windowId: 'window-1', viewports: [focusOn(20)] }]);
});

test('images that were on the screen are told together, each state once', async () => {
  const { source, records } = createSource();
  for (const image of [viewed(1, true), viewed(2), viewed(1, true), viewed(1)]) source.recordViewed(7, image);
  await vi.runAllTimersAsync();
  expect(records).toEqual([{ studyId: 7, images: [viewed(1, true), viewed(2), viewed(1)] }]);
});

test('what main did not hear of them is said again, with what was seen since', async () => {
  const { source, records, failures } = createSource();
  failures.push(new Error('main is away'));
  source.recordViewed(7, viewed(1));
  await vi.advanceTimersByTimeAsync(400);
  expect(records).toEqual([]);
  source.recordViewed(7, viewed(2));
  await vi.runAllTimersAsync();
  expect(records).toEqual([{ studyId: 7, images: [viewed(1), viewed(2)] }]);
});

test('the checks before signing are asked anew when an image of another series was seen, and not for every image', async () => {
  const { source, asked } = createSource();
  source.recordViewed(7, viewed(1));
  source.recordViewed(7, viewed(2));
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toEqual([['checks']]);
  source.recordViewed(7, viewed(3));
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toHaveLength(1);
  source.recordViewed(7, { ...viewed(4), seriesInstanceUid: '1.9' });
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toHaveLength(2);
});
