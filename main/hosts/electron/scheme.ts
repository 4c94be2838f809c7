import type { CustomScheme } from 'electron';
import type { RequestHandler } from '../../request-handler/request-handler.ts';
import { isOurAddress, SCHEME } from './addresses.ts';

/** As much of the web as `http` on this machine has, and no more: no service workers, no way around the content security policy. */
export const SCHEME_REGISTRATION: CustomScheme = {
  scheme: SCHEME,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    stream: true,
    codeCache: true,
    corsEnabled: true,
    allowServiceWorkers: false,
    bypassCSP: false,
    allowExtensions: false,
  },
};

export interface SchemeAdapter {
  /** For `protocol.handle`. */
  readonly handle: RequestHandler;
  /** The window has gone: every answer that is still being read ends, and its `request.signal` aborts. */
  readonly abortOpen: () => void;
  /** Resolves when no request waits for its answer. An event stream that is open does not count: it was answered. */
  readonly whenAnswered: () => Promise<void>;
}

/**
 * Hands Electron's requests to the application. Electron gives no `request.signal`; it only cancels the body of the answer when the page stops
 * reading. So the signal is made from that cancel. A `Request` that nobody holds forgets its signal: it is held until the answer has ended.
 */
export function createSchemeAdapter(handler: RequestHandler): SchemeAdapter {
  const open = new Set<{ readonly request: Request; readonly abort: (reason: unknown) => void }>();
  const waiting = new Set<Promise<unknown>>();

  async function handle(incoming: Request): Promise<Response> {
    if (!isOurAddress(incoming.url) || !isOurInitiator(incoming)) return new Response('forbidden', { status: 403 });
    const controller = new AbortController();
    const exchange = { request: new Request(incoming, { signal: controller.signal }), abort: (reason: unknown) => controller.abort(reason) };
    open.add(exchange);
    const end = () => void open.delete(exchange);
    try {
      const answering = handler(exchange.request);
      waiting.add(answering);
      const { body, status, statusText, headers } = await answering.finally(() => waiting.delete(answering));
      if (body === null) end();
      return new Response(body === null ? null : watchBody(body, controller, end), { status, statusText, headers });
    } catch (error) {
      end();
      throw error;
    }
  }

  return {
    handle,
    abortOpen() {
      for (const { abort } of open) abort(new DOMException('the window has gone', 'AbortError'));
    },
    async whenAnswered() {
      while (waiting.size > 0) await Promise.allSettled(waiting);
    },
  };
}

/**
 * Electron says who asks (`initiatorOrigin`): the origin of the page, null for one without an origin, nothing when the browser itself asks, as
 * for the first page of a window.
 */
function isOurInitiator(request: Request): boolean {
  if (!('initiatorOrigin' in request) || request.initiatorOrigin === undefined) return true;
  return typeof request.initiatorOrigin === 'string' && isOurAddress(request.initiatorOrigin);
}

/**
 * The same bytes, read when they are asked for. A cancel, or an abort from our side, ends both ends. After our abort nobody reads any more:
 * the answer is closed and not failed, because Electron would find nobody to tell of the failure and take it for a bug of ours.
 */
function watchBody(body: ReadableStream<Uint8Array>, controller: AbortController, end: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const { signal } = controller;
  let isCancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(answer) {
        const stop = () => {
          end();
          if (!isCancelled) answer.close();
          void reader.cancel(signal.reason).catch(() => {
            // The source had already failed.
          });
        };
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      },
      async pull(answer) {
        try {
          const { done, value } = await reader.read();
          if (signal.aborted) return;
          if (!done) {
            answer.enqueue(value);
            return;
          }
          end();
          answer.close();
        } catch (error) {
          end();
          if (!signal.aborted) answer.error(error);
        }
      },
      cancel(reason) {
        isCancelled = true;
        controller.abort(reason ?? new DOMException('the page stopped reading', 'AbortError'));
      },
    },
    { highWaterMark: 0 },
  );
}
