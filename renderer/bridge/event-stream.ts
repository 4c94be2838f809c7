import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { CONNECTED, CONNECTING, delayBeforeNextTryMs, stateAfterFailure, type ConnectionState } from './connection-state.ts';
import { createStore, type Store } from './store.ts';

export interface NumberedEvent {
  /** The server's id of the event; a new stream resumes behind it. */
  readonly id: string | undefined;
  readonly event: ApplicationEvent;
}

/** What windows of one origin tell each other. `hello`: a window that has just opened asks how things stand. */
export type WindowMessage =
  | { readonly kind: 'event'; readonly numbered: NumberedEvent }
  | { readonly kind: 'connection'; readonly state: ConnectionState }
  | { readonly kind: 'hello' };

export interface WindowChannel {
  readonly post: (message: WindowMessage) => void;
  readonly listen: (listener: (message: WindowMessage) => void) => () => void;
}

export interface EventStreamDependencies {
  /** Opens the stream behind the event with the given id; undefined: from now on. */
  readonly open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<AsyncIterable<NumberedEvent>>;
  /** Runs `lead` in one window at a time and resolves when it has ended; the next window's turn comes when this one closes. */
  readonly whenLeader: (lead: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  readonly channel: WindowChannel;
  readonly now: () => Date;
  /** Resolves early when the signal aborts. */
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** The application's events, the same in all windows of this origin: one of them holds the stream and tells the others. */
export interface EventStream {
  readonly connection: Store<ConnectionState>;
  /** True while this window holds the stream: it alone plays tones. */
  readonly isLeader: () => boolean;
  readonly subscribe: (listener: (event: ApplicationEvent) => void) => () => void;
  readonly close: () => void;
}

export function openEventStream({ open, whenLeader, channel, now, wait }: EventStreamDependencies): EventStream {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const connection = createStore<ConnectionState>(CONNECTING);
  const ending = new AbortController();
  let lastEventId: string | undefined;
  let isLeader = false;

  const stopListening = channel.listen((message) => {
    if (message.kind === 'event') receive(message.numbered);
    else if (message.kind === 'connection') connection.set(message.state);
    else if (isLeader) channel.post({ kind: 'connection', state: connection.get() });
  });
  channel.post({ kind: 'hello' });
  void whenLeader(lead, ending.signal).catch((error: unknown) => {
    // The window closed while it waited for its turn; anything else is a bug and stays loud.
    if (!ending.signal.aborted) throw error;
  });

  return {
    connection,
    isLeader: () => isLeader,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      ending.abort();
      stopListening();
      listeners.clear();
    },
  };

  async function lead(): Promise<void> {
    const { signal } = ending;
    isLeader = true;
    let failures = 0;
    let failingSince = now().toISOString();
    while (!signal.aborted) {
      const connected = connect(signal);
      for await (const numbered of connected.events) {
        failures = 0;
        announce(CONNECTED);
        channel.post({ kind: 'event', numbered });
        receive(numbered);
      }
      if (signal.aborted) break;
      failures += 1;
      if (failures === 1) failingSince = now().toISOString();
      announce(stateAfterFailure(connection.get(), { failures, since: failingSince, isRefused: connected.isRefused() }));
      await wait(delayBeforeNextTryMs(failures), signal);
    }
    isLeader = false;
  }

  /** The events until the connection breaks. Only what main or the line does ends here; a bug of ours goes on to be seen. */
  function connect(signal: AbortSignal): { readonly events: AsyncIterable<NumberedEvent>; readonly isRefused: () => boolean } {
    let wasRefused = false;
    return { events: read(), isRefused: () => wasRefused };

    async function* read(): AsyncGenerator<NumberedEvent, void> {
      try {
        yield* await open(lastEventId, signal);
      } catch (error) {
        wasRefused = isAppError(error, 'contract/not-authorised');
      }
    }
  }

  function announce(state: ConnectionState): void {
    if (state === connection.get()) return;
    connection.set(state);
    channel.post({ kind: 'connection', state });
  }

  function receive({ id, event }: NumberedEvent): void {
    if (id !== undefined) lastEventId = id;
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // A listener's bug is seen, and the others still hear the event.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
