import { createStore, type Store } from '#renderer/bridge/store.ts';
import type { HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { GRACE_MS, type WindowDesk, type WindowLocks, type WindowMessage, type WindowWire } from './window-messages.ts';
import { FIRST_READING_WINDOW, firstLock, LAST_READING_WINDOW, readingLock } from './window-role.ts';

/** A reading window that is open. */
export interface OpenReadingWindow {
  readonly number: number;
  readonly studyId: number | null;
  readonly desk: WindowDesk | undefined;
}

/** The reading windows as the first window has them. */
export interface FirstWindow {
  /** Those that are there, by number. */
  readonly readers: Store<readonly OpenReadingWindow[]>;
  /** Opens one more. @returns false when all are open, or the browser refuses */
  readonly open: () => boolean;
  /** Closes all; their pictures come back as they hang there. */
  readonly takeBack: () => void;
  /** The study that is read now. */
  readonly show: (studyId: number | null) => void;
  /** How a study hangs in this window, so that it goes over like that. */
  readonly keepDesk: (studyId: number, desk: WindowDesk) => void;
  /** How a study hung last, in whichever window. */
  readonly deskOf: (studyId: number) => WindowDesk | undefined;
  /** Hangs a series in the reading window that was used last. */
  readonly place: (stack: HungStack) => void;
  /** Who takes sentences for the report of a study. @returns the way to stop */
  readonly takeSentences: (studyId: number, take: (before: string | null, sentence: string) => boolean) => () => void;
  /** Who does what a key in a reading window means. */
  readonly takeActs: (act: (label: string) => void) => () => void;
  readonly dispose: () => void;
}

export interface FirstWindowDependencies {
  readonly firstId: string;
  readonly wire: WindowWire;
  readonly locks: WindowLocks;
  /** @returns false when no window could be opened */
  readonly openWindow: (number: number) => boolean;
  readonly wait: (durationMs: number) => Promise<void>;
}

export function createFirstWindow({ firstId, wire, locks, openWindow, wait }: FirstWindowDependencies): FirstWindow {
  const readers = createStore<readonly OpenReadingWindow[]>([]);
  const desks = new Map<number, WindowDesk>();
  const watched = new Map<number, AbortController>();
  const takers = new Map<number, (before: string | null, sentence: string) => boolean>();
  const actors = new Set<(label: string) => void>();
  let shown: number | null = null;
  let lastUsed = FIRST_READING_WINDOW;

  const stop = wire.listen(hear);
  void locks.hold(firstLock(firstId)).then(() => wire.post({ kind: 'who' }));

  function hear(message: WindowMessage): void {
    switch (message.kind) {
      case 'here':
        put({ number: message.number, studyId: message.studyId, desk: message.desk });
        if (message.studyId !== null && message.desk !== undefined) desks.set(message.studyId, message.desk);
        watch(message.number);
        tell();
        return;
      case 'desk':
        desks.set(message.studyId, message.desk);
        lastUsed = message.number;
        put({ number: message.number, studyId: message.studyId, desk: message.desk });
        return;
      case 'sentence':
        wire.post({ kind: 'answer', id: message.id, isTaken: takers.get(message.studyId)?.(message.before, message.sentence) ?? false });
        return;
      case 'act':
        for (const act of actors) act(message.label);
        return;
      default:
    }
  }

  function put(reader: OpenReadingWindow): void {
    readers.set([...readers.get().filter(({ number }) => number !== reader.number), reader].toSorted((left, right) => left.number - right.number));
  }

  function tell(): void {
    if (readers.get().length > 0) wire.post({ kind: 'show', studyId: shown, desk: shown === null ? undefined : desks.get(shown) });
  }

  /** Until its page ends and does not come back. */
  function watch(number: number): void {
    watched.get(number)?.abort();
    const watching = new AbortController();
    watched.set(number, watching);
    locks
      .whenFree(readingLock(firstId, number), watching.signal)
      .then(() => wait(GRACE_MS))
      .then(
        () => {
          if (!watching.signal.aborted) readers.set(readers.get().filter((reader) => reader.number !== number));
        },
        // Watched anew, or no longer.
        () => undefined,
      );
  }

  return {
    readers,
    open: () => {
      const taken = new Set(readers.get().map(({ number }) => number));
      for (let number = FIRST_READING_WINDOW; number <= LAST_READING_WINDOW; number += 1) if (!taken.has(number)) return openWindow(number);
      return false;
    },
    takeBack: () => wire.post({ kind: 'close' }),
    show: (studyId) => {
      if (studyId === shown) return;
      shown = studyId;
      tell();
    },
    keepDesk: (studyId, desk) => void desks.set(studyId, desk),
    deskOf: (studyId) => desks.get(studyId),
    place: (stack) => {
      const target = readers.get().find(({ number }) => number === lastUsed) ?? readers.get()[0];
      if (target !== undefined) wire.post({ kind: 'place', number: target.number, stack });
    },
    takeSentences: (studyId, take) => {
      takers.set(studyId, take);
      return () => {
        if (takers.get(studyId) === take) takers.delete(studyId);
      };
    },
    takeActs: (act) => {
      actors.add(act);
      return () => void actors.delete(act);
    },
    dispose: () => {
      stop();
      for (const watching of watched.values()) watching.abort();
    },
  };
}
