import { isAppError } from '#shared/errors/app-error.ts';
import type { SiteAuthorization } from './site-authorization.ts';
import { failureOfConnection, failureOfStatus, siteFailure, type Transaction } from './site-failure.ts';

/** How a site is reached. */
export interface SiteConnection {
  /** The hospital's name, for failures. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Its header is sent to the origin of `baseUrl` and nowhere else. */
  readonly authorization: SiteAuthorization;
  /** There is something to be kept from others. */
  readonly hasCredentials: boolean;
  /** Whether an address may be asked: nothing goes over a line that everybody reads unless it is allowed. */
  readonly mayAsk: (url: string) => boolean;
  /** The longest silence; a transfer as a whole may take as long as it needs. */
  readonly noProgressTimeoutMs: number;
  readonly fetch: typeof fetch;
  /** Told of every arriving chunk. */
  readonly onBytes: (count: number) => void;
}

export interface SiteRequest {
  readonly transaction: Transaction;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** Answers that are no success and yet to be read, such as 409 of a store transaction. */
  readonly alsoAccepted?: readonly number[];
}

export interface SiteAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The chunks as they arrive. Leaving the loop early closes the socket. To be read once. */
  readonly body: AsyncIterable<Uint8Array>;
}

const MAXIMUM_REDIRECTS = 3;
const UNAUTHORISED = 401;
const UPLOAD_CHUNK_BYTES = 64 * 1024;
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;
const SLOWEST_UPLOAD_BYTES_PER_S = 16 * 1024;

/**
 * Sends one request and waits for the headers of the answer.
 * @throws AppError with a `site/` code and the fact `site`; the reason of the signal when the caller gave up
 */
export async function sendRequest(connection: SiteConnection, request: SiteRequest): Promise<SiteAnswer> {
  const watch = createWatch(connection.noProgressTimeoutMs);
  const signal = AbortSignal.any([request.signal, watch.signal]);
  const explain = (error: unknown, hasAnswered: boolean): unknown => {
    if (request.signal.aborted) return request.signal.reason;
    const seconds = connection.noProgressTimeoutMs / 1000;
    if (watch.signal.aborted) return siteFailure(connection.name, 'site/stalled', `sent nothing for ${seconds} s`, { cause: error });
    return failureOfConnection(connection.name, error, hasAnswered);
  };
  request.signal.throwIfAborted();
  if (!connection.mayAsk(request.url)) throw siteFailure(connection.name, 'site/plain-refused', 'would be asked without encryption');
  let response: Response;
  try {
    response = await fetchFollowing(connection, request, signal, watch);
  } catch (error) {
    watch.stop();
    if (isAppError(error)) throw error;
    if (error instanceof RedirectRefused) throw siteFailure(connection.name, 'site/invalid-answer', error.message);
    throw explain(error, false);
  }
  watch.stop();
  const isAccepted = response.ok || request.alsoAccepted?.includes(response.status) === true;
  if (!isAccepted) {
    await response.body?.cancel().catch(() => {});
    throw failureOfStatus(connection.name, request.transaction, response.status, response.headers.get('retry-after'), new Date());
  }
  return { status: response.status, headers: response.headers, body: readBody(connection, response, watch, explain) };
}

async function* readBody(connection: SiteConnection, response: Response, watch: Watch, explain: (error: unknown, hasAnswered: boolean) => unknown): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  // What arrives here of a compressed answer is not what the line carried.
  const isEncoded = !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
  let isEnded = false;
  try {
    while (!isEnded) {
      // Silence is only counted while we wait: a slow reader of ours is no fault of the site.
      watch.start();
      const { done, value } = await reader.read().catch((error: unknown) => {
        isEnded = true;
        throw explain(error, true);
      });
      watch.stop();
      isEnded = done;
      if (value === undefined) continue;
      if (!isEncoded) connection.onBytes(value.length);
      yield value;
    }
    if (isEncoded) connection.onBytes(Number(response.headers.get('content-length') ?? 0));
  } finally {
    watch.stop();
    if (!isEnded) await reader.cancel().catch(() => {});
  }
}

class RedirectRefused extends Error {}

/** Redirects are followed by hand, so that credentials stay with their origin and a body is never sent twice. */
async function fetchFollowing(connection: SiteConnection, request: SiteRequest, signal: AbortSignal, watch: Watch): Promise<Response> {
  const home = new URL(connection.baseUrl).origin;
  let url = request.url;
  for (let hop = 0; ; hop += 1) {
    watch.start();
    const isHome = new URL(url).origin === home;
    const ask = async () =>
      connection.fetch(url, {
        method: request.method,
        headers: { ...request.headers, ...(isHome ? await connection.authorization.headers(signal) : {}) },
        redirect: 'manual',
        signal,
        ...(request.body === undefined ? {} : { body: toUpload(request.body, watch), duplex: 'half' as const }),
      });
    const askTwice = () =>
      ask().catch((error: unknown) => {
        if (request.method !== 'GET' || !isClosedConnection(error) || signal.aborted) throw error;
        watch.start();
        return ask();
      });
    let response = await askTwice();
    if (response.status === UNAUTHORISED && isHome && connection.authorization.refused()) {
      // A token may be withdrawn before its time.
      await response.body?.cancel().catch(() => {});
      watch.start();
      response = await askTwice();
    }
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel().catch(() => {});
    const next = new URL(location, url);
    if (request.method !== 'GET') throw new RedirectRefused('redirects what is to be stored');
    if (hop >= MAXIMUM_REDIRECTS) throw new RedirectRefused('redirects without end');
    if (!/^https?:$/.test(next.protocol)) throw new RedirectRefused('redirects to something that is not HTTP');
    if (!connection.mayAsk(next.href)) throw new RedirectRefused('redirects to an address that is not encrypted');
    if (connection.hasCredentials && next.origin !== home) throw new RedirectRefused('redirects to another origin, which must not see the credentials');
    url = next.href;
  }
}

/**
 * A server may close a kept connection in the moment in which we ask over it. Nothing has been answered, so a question is asked again, once:
 * on a line with 150 ms round trip this happens every few minutes and says nothing about the hospital.
 */
function isClosedConnection(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/**
 * Hands the body out in pieces: each piece that the socket takes is progress. What the socket took may still lie in the buffers of the
 * operating system, up to some megabytes, so the silence after the last piece may be as long as a slow line needs for those.
 */
function toUpload(body: Uint8Array, watch: Watch): ReadableStream<Uint8Array> {
  let position = 0;
  return new ReadableStream(
    {
      pull(controller) {
        watch.start();
        if (position >= body.length) {
          watch.start((Math.min(body.length, SOCKET_BUFFER_BYTES) / SLOWEST_UPLOAD_BYTES_PER_S) * 1000);
          return controller.close();
        }
        controller.enqueue(body.subarray(position, position + UPLOAD_CHUNK_BYTES));
        position += UPLOAD_CHUNK_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}

interface Watch {
  /** Aborted when the silence was too long. */
  readonly signal: AbortSignal;
  /** Begins to count, or begins anew. */
  readonly start: (extraMs?: number) => void;
  readonly stop: () => void;
}

function createWatch(timeoutMs: number): Watch {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  return {
    signal: controller.signal,
    start(extraMs = 0) {
      stop();
      timer = setTimeout(() => controller.abort(), timeoutMs + extraMs);
    },
    stop,
  };
}
