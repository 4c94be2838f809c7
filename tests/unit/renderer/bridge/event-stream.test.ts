import { describe, expect, test } from 'vitest';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { delayBeforeNextTryMs, stateAfterFailure } from '#renderer/bridge/connection-state.ts';
import { openEventStream, type EventStream, type NumberedEvent, type WindowChannel, type WindowMessage } from '#renderer/bridge/event-stream.ts';

const STARTED: ApplicationEvent = { kind: 'stream-started', resumed: false };
const changed = (studyId: number): ApplicationEvent => ({ kind: 'study-changed', studyId });

/** One browser: windows that share a channel and a lock, and a main whose streams the test feeds and cuts. */
function createBrowser() {
  const listeners = new Map<number, (message: WindowMessage) => void>();
  const queue: { readonly run: () => Promise<void>; readonly signal: AbortSignal }[] = [];
  let isLocked = false;
  let nextWindow = 1;
  const opened: (string | undefined)[] = [];
  const waits: number[] = [];
  let feed: ((item: NumberedEvent | 'cut') => void) | undefined;
  let refusal: Error | undefined;

  async function turn(): Promise<void> {
    if (isLocked) return;
    const next = queue.shift();
    if (next === undefined) return;
    isLocked = true;
    await next.run();
    isLocked = false;
    await turn();
  }

  return {
    opened,
    waits,
    send: (id: string, event: ApplicationEvent) => feed?.({ id, event }),
    cut: () => feed?.('cut'),
    refuseWith: (error: Error) => {
      refusal = error;
    },
    openWindow: (): EventStream & { readonly heard: ApplicationEvent[]; readonly states: string[] } => {
      const number = nextWindow;
      nextWindow += 1;
      const channel: WindowChannel = {
        post: (message) => {
          for (const [other, listener] of listeners) if (other !== number) listener(structuredClone(message));
        },
        listen: (listener) => {
          listeners.set(number, listener);
          return () => void listeners.delete(number);
        },
      };
      const stream = openEventStream({
        channel,
        now: () => new Date('2026-11-21T01:00:00Z'),
        wait: async (durationMs, signal) => {
          waits.push(durationMs);
          await new Promise<void>((resolve) => {
            setTimeout(resolve, 0);
            signal.addEventListener('abort', () => resolve());
          });
        },
        whenLeader: (lead, signal) =>
          new Promise((resolve, reject) => {
            queue.push({ signal, run: async () => (signal.aborted ? reject(new Error('closed')) : lead().then(resolve)) });
            void turn();
          }),
        open: async (lastEventId, signal) => {
          opened.push(lastEventId);
          if (refusal !== undefined) throw refusal;
          return items(signal);
        },
      });
      const heard: ApplicationEvent[] = [];
      const states: string[] = [];
      stream.subscribe((event) => heard.push(event));
      stream.connection.subscribe(() => states.push(stream.connection.get().status));
      return { ...stream, heard, states };
    },
  };

  async function* items(signal: AbortSignal): AsyncGenerator<NumberedEvent, void> {
    const waiting: (NumberedEvent | 'cut')[] = [];
    let wake: (() => void) | undefined;
    feed = (item) => {
      waiting.push(item);
      wake?.();
    };
    while (!signal.aborted) {
      const item = waiting.shift();
      if (item === 'cut') throw new Error('the socket closed');
      if (item !== undefined) {
        yield item;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

/** Until all that is under way has been done. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

test('one window holds the stream and all hear it', async () => {
  const browser = createBrowser();
  const first = browser.openWindow();
  const second = browser.openWindow();
  await settled();
  browser.send('1', STARTED);
  browser.send('2', changed(7));
  await settled();
  expect(browser.opened).toEqual([undefined]);
  expect([first.isLeader(), second.isLeader()]).toEqual([true, false]);
  expect(first.heard).toEqual([STARTED, changed(7)]);
  expect(second.heard).toEqual([STARTED, changed(7)]);
});

test('when the window that holds the stream closes, the next goes on behind the last event', async () => {
  const browser = createBrowser();
  const first = browser.openWindow();
  const second = browser.openWindow();
  await settled();
  browser.send('41', STARTED);
  await settled();
  first.close();
  await settled();
  browser.send('42', changed(7));
  await settled();
  expect(browser.opened).toEqual([undefined, '41']);
  expect(second.isLeader()).toBe(true);
  expect(second.heard).toEqual([STARTED, changed(7)]);
});

test('a connection that drops is opened again behind the last event', async () => {
  const browser = createBrowser();
  const window = browser.openWindow();
  await settled();
  browser.send('9', STARTED);
  await settled();
  browser.cut();
  await settled();
  expect(browser.opened).toEqual([undefined, '9']);
  expect(window.connection.get()).toEqual({ status: 'connected' });
});

test('a main that does not answer is announced to every window with the time of the first failure', async () => {
  const browser = createBrowser();
  const first = browser.openWindow();
  const second = browser.openWindow();
  await settled();
  browser.send('9', STARTED);
  await settled();
  browser.refuseWith(new AppError('contract/no-answer', 'gone'));
  browser.cut();
  await settled();
  expect(first.connection.get()).toEqual({ status: 'lost', since: '2026-11-21T01:00:00.000Z' });
  expect(second.connection.get()).toEqual({ status: 'lost', since: '2026-11-21T01:00:00.000Z' });
  first.close();
  second.close();
});

test('a window that opens later learns how things stand', async () => {
  const browser = createBrowser();
  browser.openWindow();
  await settled();
  browser.send('9', STARTED);
  await settled();
  const late = browser.openWindow();
  await settled();
  expect(late.connection.get()).toEqual({ status: 'connected' });
});

test('a listener that fails does not silence the others', async () => {
  const browser = createBrowser();
  const window = browser.openWindow();
  const seen: unknown[] = [];
  const onUncaught = (error: unknown) => seen.push(error);
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', onUncaught);
  window.subscribe(() => {
    throw new Error('a bug');
  });
  const heard: ApplicationEvent[] = [];
  window.subscribe((event) => heard.push(event));
  await settled();
  browser.send('1', STARTED);
  await settled();
  process.removeListener('uncaughtException', onUncaught);
  for (const listener of before) process.on('uncaughtException', listener);
  expect(heard).toEqual([STARTED]);
  expect(seen).toEqual([new Error('a bug')]);
});

describe('back-off', () => {
  test('doubles from a quarter of a second to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 40].map(delayBeforeNextTryMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

describe('what a failure means', () => {
  const failed = { failures: 1, since: '2026-11-21T01:00:00Z', isRefused: false };
  test('one failed try is not announced', () => {
    expect(stateAfterFailure({ status: 'connected' }, failed)).toEqual({ status: 'connected' });
  });
  test('the second is, since the first', () => {
    expect(stateAfterFailure({ status: 'connected' }, { ...failed, failures: 2 })).toEqual({ status: 'lost', since: failed.since });
  });
  test('later failures keep the time', () => {
    const lost = { status: 'lost', since: '2026-11-21T00:59:00Z' } as const;
    expect(stateAfterFailure(lost, { ...failed, failures: 9 })).toBe(lost);
  });
  test('a window that is not admitted is told at once', () => {
    expect(stateAfterFailure({ status: 'connected' }, { ...failed, isRefused: true })).toEqual({ status: 'refused', since: failed.since });
  });
});
