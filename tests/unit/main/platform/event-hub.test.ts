import { expect, test } from 'vitest';
import { createEventHub, type EventHub } from '#main/platform/event-hub.ts';

const changed = (studyId: number) => ({ kind: 'study-changed' as const, studyId });

async function take(hub: EventHub, lastNumber: number | undefined, count: number) {
  const abort = new AbortController();
  const taken = [];
  for await (const numbered of hub.subscribe(lastNumber, abort.signal)) {
    taken.push(numbered);
    if (taken.length === count) abort.abort();
  }
  return taken;
}

test('a new window hears only what happens from now on', async () => {
  const hub = createEventHub();
  hub.publish(changed(1));
  const listening = take(hub, undefined, 2);
  await Promise.resolve();
  hub.publish(changed(2));
  expect((await listening).map(({ event }) => event)).toEqual([{ kind: 'stream-started', resumed: false }, changed(2)]);
});

test('a window that comes back gets what it missed, once and in order', async () => {
  const hub = createEventHub();
  for (const studyId of [1, 2, 3, 4]) hub.publish(changed(studyId));
  const events = (await take(hub, 2, 3)).map(({ event }) => event);
  expect(events).toEqual([{ kind: 'stream-started', resumed: true }, changed(3), changed(4)]);
});

test('a window that was away for too long is told to ask for everything', async () => {
  const hub = createEventHub();
  for (let studyId = 1; studyId <= 2_002; studyId += 1) hub.publish(changed(studyId));
  // 2,000 are kept: 3 to 2,002. The one after 1 is gone, the one after 2 is not.
  expect((await take(hub, 1, 1))[0]?.event).toEqual({ kind: 'stream-started', resumed: false });
  expect((await take(hub, 2, 1))[0]?.event).toEqual({ kind: 'stream-started', resumed: true });
});

test('a number from the future is not believed', async () => {
  expect((await take(createEventHub(), 99, 1))[0]?.event).toEqual({ kind: 'stream-started', resumed: false });
});

test('the stream ends when its window goes', async () => {
  const abort = new AbortController();
  const stream = createEventHub().subscribe(undefined, abort.signal);
  await stream.next();
  const waiting = stream.next();
  abort.abort();
  expect((await waiting).done).toBe(true);
});
