import { createStore, type Store } from '#renderer/bridge/store.ts';
import type { HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { GRACE_MS, type WindowDesk, type WindowLocks, type WindowMessage, type WindowWire } from './window-messages.ts';
import { firstLock, readingLock } from './window-role.ts';

/** What the first window wants of this one. */
export interface ReadingWindowState {
  readonly studyId: number | null;
  /** How the study hung where it came from. */
  readonly desk: WindowDesk | undefined;
  /** False when the first window is gone: there is nobody who has the report. */
  readonly isFirstThere: boolean;
}

export interface ReadingWindow {
  readonly state: Store<ReadingWindowState>;
  /** How the study hangs here now. */
  readonly tellDesk: (studyId: number, desk: WindowDesk) => void;
  /** @param before the sentence that is replaced; null: a new one @returns whether the report took it */
  readonly sentence: (studyId: number, before: string | null, sentence: string) => Promise<boolean>;
  /** A key that the first window understands. */
  readonly act: (label: string) => void;
  /** A series was chosen in the first window. @returns the way to stop listening */
  readonly onPlace: (listener: (stack: HungStack) => void) => () => void;
  readonly dispose: () => void;
}

export interface ReadingWindowDependencies {
  readonly firstId: string;
  readonly number: number;
  readonly wire: WindowWire;
  readonly locks: WindowLocks;
  readonly newId: () => string;
  readonly closeWindow: () => void;
  readonly wait: (durationMs: number) => Promise<void>;
}

export function createReadingWindow({ firstId, number, wire, locks, newId, closeWindow, wait }: ReadingWindowDependencies): ReadingWindow {
  const state = createStore<ReadingWindowState>({ studyId: null, desk: undefined, isFirstThere: true });
  const asked = new Map<string, (isTaken: boolean) => void>();
  const placers = new Set<(stack: HungStack) => void>();
  let watching = new AbortController();
  let own: { readonly studyId: number; readonly desk: WindowDesk } | undefined;

  const stop = wire.listen(hear);
  void locks.hold(readingLock(firstId, number)).then(() => {
    introduce();
    watch();
  });

  function introduce(): void {
    const { studyId } = state.get();
    wire.post({ kind: 'here', number, studyId, desk: own?.studyId === studyId ? own?.desk : undefined });
  }

  function watch(): void {
    watching.abort();
    const { signal } = (watching = new AbortController());
    locks
      .whenFree(firstLock(firstId), signal)
      .then(() => wait(GRACE_MS))
      .then(
        () => {
          if (signal.aborted) return;
          state.set({ ...state.get(), isFirstThere: false });
          for (const answer of asked.values()) answer(false);
          asked.clear();
        },
        () => undefined,
      );
  }

  function hear(message: WindowMessage): void {
    switch (message.kind) {
      case 'who':
        state.set({ ...state.get(), isFirstThere: true });
        introduce();
        watch();
        return;
      case 'show':
        // What hangs here already hangs as it should.
        if (message.studyId !== state.get().studyId) state.set({ studyId: message.studyId, desk: message.desk, isFirstThere: true });
        return;
      case 'place':
        if (message.number === number) for (const place of placers) place(message.stack);
        return;
      case 'answer':
        asked.get(message.id)?.(message.isTaken);
        asked.delete(message.id);
        return;
      case 'close':
        closeWindow();
        return;
      default:
    }
  }

  return {
    state,
    tellDesk: (studyId, desk) => {
      own = { studyId, desk };
      wire.post({ kind: 'desk', number, studyId, desk });
    },
    sentence: (studyId, before, sentence) => {
      if (!state.get().isFirstThere) return Promise.resolve(false);
      const id = newId();
      return new Promise((resolve) => {
        asked.set(id, resolve);
        wire.post({ kind: 'sentence', id, studyId, before, sentence });
      });
    },
    act: (label) => wire.post({ kind: 'act', label }),
    onPlace: (listener) => {
      placers.add(listener);
      return () => void placers.delete(listener);
    },
    dispose: () => {
      stop();
      watching.abort();
    },
  };
}
