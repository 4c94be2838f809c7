import { QueryClient } from '@tanstack/react-query';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { EventStream } from './event-stream.ts';
import { QUERY_KEYS, staleAfter, type QueryKey } from './query-keys.ts';

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

/** Events come in bursts while images arrive: what they make stale is asked again this often at most, and at once after a silence. */
const GATHER_MS = 250;
/**
 * The list, its counts and the status bar while images only arrive: each is some milliseconds of the page and of main, and what is being opened needs them.
 * What a person did tells of itself by another event, and is asked at once.
 */
const GATHER_LIST_MS = 1_000;

/** Asks again what events make stale. @returns the way to stop */
export function followEvents(queries: QueryClient, events: Pick<EventStream, 'subscribe'>): () => void {
  const waiting = new Map<string, Waiting>();
  /** When each was asked again last; forgotten once it may be asked at once. */
  const askedAtMs = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = events.subscribe((event) => {
    // Main is back: what it did not answer while it was away is asked again, gap or no gap.
    if (event.kind === 'stream-started') void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    for (const queryKey of staleAfter(event)) {
      const name = JSON.stringify(queryKey);
      const dueAtMs = (askedAtMs.get(name) ?? Number.NEGATIVE_INFINITY) + gatherMs(event, queryKey);
      if (dueAtMs < (waiting.get(name)?.dueAtMs ?? Number.POSITIVE_INFINITY)) waiting.set(name, { queryKey, dueAtMs });
    }
    askLater();
  });
  return () => {
    stop();
    clearTimeout(timer);
  };

  function askLater(): void {
    clearTimeout(timer);
    const firstMs = Math.min(...[...waiting.values()].map(({ dueAtMs }) => dueAtMs));
    // What one burst makes stale is asked together: an event never comes alone.
    if (waiting.size > 0) timer = setTimeout(askAgain, Math.max(0, firstMs - performance.now()));
  }

  function askAgain(): void {
    const now = performance.now();
    for (const [name, atMs] of askedAtMs) if (now - atMs >= GATHER_LIST_MS) askedAtMs.delete(name);
    for (const [name, { queryKey, dueAtMs }] of waiting) {
      if (dueAtMs > now) continue;
      waiting.delete(name);
      askedAtMs.set(name, now);
      // A first question that is still on its way may have been answered before what the event tells of, and TanStack asks no second beside it: it is asked again after it.
      for (const query of queries.getQueryCache().findAll({ queryKey })) {
        if (query.state.data !== undefined || query.state.fetchStatus !== 'fetching') continue;
        const again = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
        query.promise?.then(again, () => undefined);
      }
      void queries.invalidateQueries({ queryKey });
    }
    askLater();
  }
}

interface Waiting {
  readonly queryKey: QueryKey;
  readonly dueAtMs: number;
}

const OF_THE_LIST: ReadonlySet<QueryKey> = new Set([QUERY_KEYS.worklist, QUERY_KEYS.counts, QUERY_KEYS.seat]);

function gatherMs({ kind }: ApplicationEvent, queryKey: QueryKey): number {
  return kind === 'worklist-changed' && OF_THE_LIST.has(queryKey) ? GATHER_LIST_MS : GATHER_MS;
}
