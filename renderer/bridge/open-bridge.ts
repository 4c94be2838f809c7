import { createApiClient } from './api-client.ts';
import type { Bridge } from './bridge-context.tsx';
import { openBrowserEventStream } from './browser-event-stream.ts';
import { createQueryClient, followEvents } from './query-client.ts';

/** Opens the page's side of the contract. @param pageUrl such as `location.href` */
export function openBridge(pageUrl: string): Bridge & { readonly close: () => void } {
  const api = createApiClient(pageUrl);
  const events = openBrowserEventStream(api);
  const queries = createQueryClient();
  const stopFollowing = followEvents(queries, events);
  return {
    api,
    events,
    queries,
    close: () => {
      stopFollowing();
      events.close();
      queries.clear();
    },
  };
}
