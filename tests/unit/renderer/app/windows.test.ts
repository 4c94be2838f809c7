import { expect, test } from 'vitest';
import { createFirstWindow } from '#renderer/app/windows/first-window.ts';
import { createReadingWindow } from '#renderer/app/windows/reading-window.ts';
import { sharedDeskOf } from '#renderer/app/windows/use-shared-desk.ts';
import type { WindowDesk, WindowLocks, WindowMessage, WindowWire } from '#renderer/app/windows/window-messages.ts';
import { windowEnvelope } from '#renderer/app/windows/window-messages.ts';
import { readingWindowPath, windowRole } from '#renderer/app/windows/window-role.ts';
import { openDesk } from '#renderer/features/viewer/viewer-desk.ts';

/** Pages on one machine: what one says all others hear; a lock ends with the page that holds it. */
function machine() {
  const listeners = new Map<string, Set<(message: WindowMessage) => void>>();
  const held = new Map<string, string>();
  const waiting: { readonly name: string; readonly resolve: () => void; readonly signal: AbortSignal }[] = [];
  const pauses: (() => void)[] = [];
  const wireOf = (page: string): WindowWire => ({
    post: (body) => {
      // As over a real channel: only what the schema lets through arrives.
      const { body: heard } = windowEnvelope.parse(JSON.parse(JSON.stringify({ firstId: 'f', body })));
      for (const [other, all] of listeners) if (other !== page) for (const listener of all) listener(heard);
    },
    listen: (listener) => {
      listeners.set(page, (listeners.get(page) ?? new Set()).add(listener));
      return () => void listeners.get(page)?.delete(listener);
    },
  });
  const locksOf = (page: string): WindowLocks => ({
    hold: async (name) => void held.set(name, page),
    whenFree: (name, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        if (held.has(name)) waiting.push({ name, resolve, signal });
        else resolve();
      }),
  });
  return {
    pageOf: (page: string) => ({ wire: wireOf(page), locks: locksOf(page), wait: () => new Promise<void>((resolve) => void pauses.push(resolve)) }),
    /** Closed, crashed or loaded again: the page ends. */
    end: (page: string) => {
      listeners.delete(page);
      for (const [name, holder] of held) if (holder === page) held.delete(name);
      for (const one of waiting.splice(0)) if (held.has(one.name)) waiting.push(one);
        else one.resolve();
    },
    passGrace: () => {
      for (const pause of pauses.splice(0)) pause();
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

const DESK: WindowDesk = { layout: '1x2', activeIndex: 1, isTouched: true, viewports: [{ studyId: 7, seriesInstanceUid: '1.2', stackIndex: 0 }, null] };

async function twoWindows() {
  const here = machine();
  const opened: number[] = [];
  const closed: number[] = [];
  const first = createFirstWindow({ firstId: 'f', ...here.pageOf('first'), openWindow: (number) => opened.push(number) > 0 });
  const openReader = (page: string, number: number) => createReadingWindow({ firstId: 'f', number, ...here.pageOf(page), newId: () => 'a', closeWindow: () => closed.push(number) });
  first.keepDesk(7, DESK);
  first.show(7);
  first.open();
  const reader = openReader('second', 2);
  await here.settle();
  return { here, first, reader, openReader, opened, closed };
}

test('a window that opens shows the study of the first one, hung as it hung there', async () => {
  const { first, reader, opened } = await twoWindows();
  expect(opened).toEqual([2]);
  expect(reader.state.get()).toEqual({ studyId: 7, desk: DESK, isFirstThere: true });
  expect(first.readers.get().map(({ number }) => number)).toEqual([2]);
});

test('another study goes to all windows; the same study leaves what hangs there alone', async () => {
  const { first, reader } = await twoWindows();
  const before = reader.state.get();
  first.show(7);
  expect(reader.state.get()).toBe(before);
  first.show(9);
  expect(reader.state.get()).toMatchObject({ studyId: 9, desk: undefined });
});

test('what hangs in the reading window is known in the first and comes back with the pictures', async () => {
  const { here, first, reader } = await twoWindows();
  const moved = { ...DESK, activeIndex: 0 };
  reader.tellDesk(7, moved);
  expect(first.readers.get()[0]?.desk).toEqual(moved);
  here.end('second');
  await here.settle();
  // It may only be loading again.
  expect(first.readers.get()).toHaveLength(1);
  here.passGrace();
  await here.settle();
  expect(first.readers.get()).toEqual([]);
  expect(first.deskOf(7)).toEqual(moved);
});

test('a reading window that crashes and loads again is there again, with its study, and the first never takes the pictures back', async () => {
  const { here, first, openReader } = await twoWindows();
  here.end('second');
  await here.settle();
  const again = openReader('second again', 2);
  await here.settle();
  here.passGrace();
  await here.settle();
  expect(first.readers.get().map(({ number }) => number)).toEqual([2]);
  expect(again.state.get()).toMatchObject({ studyId: 7 });
});

test('a first window that loads again finds its reading windows; one that is gone for good is told', async () => {
  const { here, reader } = await twoWindows();
  here.end('first');
  const again = createFirstWindow({ firstId: 'f', ...here.pageOf('first again'), openWindow: () => false });
  await here.settle();
  here.passGrace();
  await here.settle();
  expect(again.readers.get().map(({ number, studyId }) => [number, studyId])).toEqual([[2, 7]]);
  expect(reader.state.get().isFirstThere).toBe(true);
  here.end('first again');
  await here.settle();
  here.passGrace();
  await here.settle();
  expect(reader.state.get().isFirstThere).toBe(false);
  await expect(reader.sentence(7, null, '病灶 12 mm')).resolves.toBe(false);
});

test('a sentence goes into the report of its study and of no other, and the answer comes back', async () => {
  const { first, reader } = await twoWindows();
  const taken: unknown[] = [];
  first.takeSentences(7, (before, sentence) => taken.push([before, sentence]) > 0);
  await expect(reader.sentence(7, null, '病灶 12 mm')).resolves.toBe(true);
  await expect(reader.sentence(8, 'a', 'b')).resolves.toBe(false);
  expect(taken).toEqual([[null, '病灶 12 mm']]);
});

test('keys and chosen series cross over; taking back closes the window', async () => {
  const { first, reader, closed } = await twoWindows();
  const acts: string[] = [];
  const placed: unknown[] = [];
  first.takeActs((label) => acts.push(label));
  reader.onPlace((stack) => placed.push(stack.seriesInstanceUid));
  reader.act('app.key.next');
  first.place({ studyId: 7, seriesInstanceUid: '1.2.9', stackIndex: 0 });
  first.takeBack();
  expect([acts, placed, closed]).toEqual([['app.key.next'], ['1.2.9'], [2]]);
});

test('a third and a fourth window may open, a fifth not', async () => {
  const { here, first, openReader, opened } = await twoWindows();
  for (const number of [3, 4]) {
    expect(first.open()).toBe(true);
    openReader(`page ${number}`, number);
    await here.settle();
  }
  expect(first.open()).toBe(false);
  expect(opened).toEqual([2, 3, 4]);
});

test('an address says what a window is; what is no number of a reading window is a first window', () => {
  const path = new URL(readingWindowPath('abc-1', 3), 'http://127.0.0.1:7000/');
  expect(windowRole(path.href, () => 'own')).toEqual({ kind: 'reading', firstId: 'abc-1', number: 3 });
  for (const address of ['http://127.0.0.1/', 'http://127.0.0.1/?window=1&of=a', 'http://127.0.0.1/?window=9&of=a', 'http://127.0.0.1/?window=2&of=<b>']) {
    expect(windowRole(address, () => 'own')).toEqual({ kind: 'first', firstId: 'own' });
  }
});

test('a desk that a hand has worked on goes over with the image it stands on; an untouched one is hung anew', () => {
  const hung = { studyId: 7, seriesInstanceUid: '1.2', stackIndex: 0 };
  const focus = [{ studyId: 7, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.5', frameNumber: 1, direction: 'forward', isActive: true }] as const;
  const touched = sharedDeskOf({ ...openDesk(hung), isTouched: true }, focus);
  expect(touched.viewports[0]).toEqual({ ...hung, frame: { sopInstanceUid: '1.2.5', frameNumber: 1 } });
  expect(sharedDeskOf(openDesk(hung), focus).viewports[0]).toEqual(hung);
});
