import { QueryClient } from '@tanstack/react-query';
import { isAppError } from '#shared/errors/app-error.ts';
import type { EventStream } from './event-stream.ts';
import { staleAfter, type QueryKey } from './query-keys.ts';

/**
 * Questions are asked again only when main gave no answer at all; a call that changes something is never repeated by itself.
 * `networkMode: always`, because main is on this machine whatever the network does.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => isAppError(error, 'contract/no-answer') && failures < 3,
        retryDelay: (failures) => 300 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Events come in bursts while images arrive: what they make stale is asked again this often at most. */
const GATHER_MS = 250;

/** Asks again what events make stale. @returns the way to stop */
export function followEvents(queries: QueryClient, events: Pick<EventStream, 'subscribe'>): () => void {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = events.subscribe((event) => {
    // Main is back: what it did not answer while it was away is asked again, gap or no gap.
    if (event.kind === 'stream-started') void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    for (const key of staleAfter(event)) waiting.set(JSON.stringify(key), key);
    if (timer === undefined && waiting.size > 0) timer = setTimeout(askAgain, GATHER_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };

  function askAgain(): void {
    timer = undefined;
    const keys = [...waiting.values()];
    waiting.clear();
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  }
}
