import { getEventMeta } from '@orpc/client';
import type { ApiClient } from './api-client.ts';
import { openEventStream, type EventStream, type NumberedEvent, type WindowChannel, type WindowMessage } from './event-stream.ts';

const NAME = 'tongyue-events';

/** The event stream over this browser's locks and broadcast channel. Without locks each window holds a stream of its own. */
export function openBrowserEventStream(api: ApiClient): EventStream {
  const { channel, close } = openWindowChannel();
  const stream = openEventStream({
    open: async (lastEventId, signal) => numbered(await api.system.events(undefined, { signal, lastEventId })),
    whenLeader: async (lead, signal) => {
      if ('locks' in navigator) await navigator.locks.request(NAME, { signal }, lead);
      else await lead();
    },
    channel,
    now: () => new Date(),
    wait,
  });
  return {
    ...stream,
    close: () => {
      stream.close();
      close();
    },
  };
}

async function* numbered(events: Awaited<ReturnType<ApiClient['system']['events']>>): AsyncGenerator<NumberedEvent, void> {
  // The iterator wraps each event to hold its id; a broadcast can only clone plain objects.
  for await (const event of events) yield { id: getEventMeta(event)?.id, event: { ...event } };
}

function openWindowChannel(): { readonly channel: WindowChannel; readonly close: () => void } {
  const broadcast = new BroadcastChannel(NAME);
  return {
    channel: {
      post: (message) => broadcast.postMessage(message),
      listen: (listener) => {
        const onMessage = ({ data }: MessageEvent<WindowMessage>) => listener(data);
        broadcast.addEventListener('message', onMessage);
        return () => broadcast.removeEventListener('message', onMessage);
      },
    },
    close: () => broadcast.close(),
  };
}

function wait(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
