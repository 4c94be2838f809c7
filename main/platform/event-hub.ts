import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';

/** Announces facts to all windows. Nothing waits for an event and nothing is decided by one. */
export interface EventHub {
  readonly publish: (event: ApplicationEvent) => void;
  /**
   * Every event from now on, each with its number.
   * @param lastNumber the last number a window has seen: what came after it is sent first; undefined for a new window
   * @returns begins with `stream-started`, whose `resumed` says whether there is no gap
   */
  readonly subscribe: (lastNumber: number | undefined, signal: AbortSignal) => AsyncGenerator<NumberedEvent, void>;
}

export interface NumberedEvent {
  readonly number: number;
  readonly event: ApplicationEvent;
}

/** Enough for a minute of a busy morning: a window whose line was away for longer asks for everything anew. */
const KEPT_EVENTS = 2_000;

export function createEventHub(): EventHub {
  const kept: NumberedEvent[] = [];
  const listeners = new Set<() => void>();
  let newest = 0;

  return {
    publish(event) {
      newest += 1;
      kept.push({ number: newest, event });
      if (kept.length > KEPT_EVENTS) kept.shift();
      for (const wake of listeners) wake();
    },
    async *subscribe(lastNumber, signal) {
      const oldest = kept[0]?.number ?? newest + 1;
      const resumed = lastNumber !== undefined && lastNumber <= newest && lastNumber >= oldest - 1;
      let seen = resumed ? lastNumber : newest;
      yield { number: seen, event: { kind: 'stream-started', resumed } };
      while (!signal.aborted) {
        const behind = kept.filter(({ number }) => number > seen);
        if ((behind[0]?.number ?? seen + 1) > seen + 1) {
          // The window was too slow and events have gone: it must ask for everything.
          seen = newest;
          yield { number: seen, event: { kind: 'stream-started', resumed: false } };
          continue;
        }
        for (const numbered of behind) {
          seen = numbered.number;
          yield numbered;
        }
        if (behind.length === 0) await nextEvent(listeners, signal);
      }
    },
  };
}

function nextEvent(listeners: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      listeners.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    listeners.add(wake);
    signal.addEventListener('abort', wake);
    if (signal.aborted) wake();
  });
}
