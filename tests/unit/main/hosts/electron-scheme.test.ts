import { expect, test, vi } from 'vitest';
import { createSchemeAdapter } from '#main/hosts/electron/scheme.ts';
import type { RequestHandler } from '#main/request-handler/request-handler.ts';

const address = 'tongyue://app/stream';

/** Answers with a body that goes on until somebody cancels it, and tells what became of it. */
function endless(): { readonly handler: RequestHandler; readonly cancelled: () => unknown; readonly signal: () => AbortSignal; readonly reads: () => number } {
  let cancelledWith: unknown;
  let seen = new AbortController().signal;
  let reads = 0;
  return {
    handler: async (request) => {
      seen = request.signal;
      const body = new ReadableStream(
        {
          pull: (controller) => {
            reads += 1;
            controller.enqueue(new TextEncoder().encode(`part ${reads}`));
          },
          cancel: (reason) => {
            cancelledWith = reason;
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body);
    },
    cancelled: () => cancelledWith,
    signal: () => seen,
    reads: () => reads,
  };
}

test('a page that stops reading aborts the signal of its request', async () => {
  const source = endless();
  const response = await createSchemeAdapter(source.handler).handle(new Request(address));
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('part 1');
  expect(source.signal().aborted).toBe(false);
  await reader.cancel();
  expect(source.signal().aborted).toBe(true);
  expect(source.cancelled()).toMatchObject({ name: 'AbortError' });
});

test('the signal still works after the garbage has been collected', async () => {
  const source = endless();
  const response = await createSchemeAdapter(source.handler).handle(new Request(address));
  const aborted = new Promise<void>((resolve) => source.signal().addEventListener('abort', () => resolve()));
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await response.body!.cancel();
  await aborted;
});

test('the body is read when the page asks for it and not before', async () => {
  const source = endless();
  const response = await createSchemeAdapter(source.handler).handle(new Request(address));
  const reader = response.body!.getReader();
  await reader.read();
  await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(source.reads()).toBe(2);
  await reader.cancel();
});

test('a window that goes away ends what it was reading', async () => {
  const source = endless();
  const adapter = createSchemeAdapter(source.handler);
  const response = await adapter.handle(new Request(address));
  const reader = response.body!.getReader();
  await reader.read();
  adapter.abortOpen();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(source.signal().aborted).toBe(true);
  await vi.waitFor(() => expect(source.cancelled()).toMatchObject({ name: 'AbortError' }));
});

test('an answer that comes after the window has gone is not read', async () => {
  const answer = Promise.withResolvers<Response>();
  const adapter = createSchemeAdapter(() => answer.promise);
  const response = adapter.handle(new Request(address));
  adapter.abortOpen();
  answer.resolve(new Response('too late'));
  expect(await (await response).text()).toBe('');
});

test('a read that waits when the window goes away ends as well', async () => {
  const silent = new ReadableStream({ pull: () => new Promise(() => {}) });
  const adapter = createSchemeAdapter(async () => new Response(silent));
  const response = await adapter.handle(new Request(address));
  const reading = response.body!.getReader().read();
  adapter.abortOpen();
  expect(await reading).toEqual({ done: true, value: undefined });
});

test('a request that has ended is not aborted afterwards', async () => {
  let signal = new AbortController().signal;
  const adapter = createSchemeAdapter(async (request) => {
    signal = request.signal;
    return new Response('whole');
  });
  expect(await (await adapter.handle(new Request(address))).text()).toBe('whole');
  adapter.abortOpen();
  expect(signal.aborted).toBe(false);
});

test('an answer without a body keeps its status and headers', async () => {
  const adapter = createSchemeAdapter(async () => new Response(null, { status: 202, headers: { 'x-kept': 'yes' } }));
  const response = await adapter.handle(new Request(address));
  expect(response.status).toBe(202);
  expect(response.headers.get('x-kept')).toBe('yes');
  expect(response.body).toBeNull();
});

test('what a request carries reaches the application', async () => {
  const adapter = createSchemeAdapter(async (request) => new Response(`${request.method} ${request.headers.get('x-sent')} ${await request.text()}`));
  const response = await adapter.handle(new Request(address, { method: 'POST', headers: { 'x-sent': 'header' }, body: '正文' }));
  expect(await response.text()).toBe('POST header 正文');
});

test('a body that fails in the middle fails for the page', async () => {
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new Error('disk')),
  });
  const response = await createSchemeAdapter(async () => new Response(broken)).handle(new Request(address));
  await expect(response.text()).rejects.toThrow('disk');
});

test.each([
  ['another host of the scheme', 'tongyue://other/', undefined],
  ['a foreign page', address, 'https://evil.example'],
  ['a frame without an origin', address, null],
])('%s gets nothing', async (_who, asked, initiatorOrigin) => {
  const handler = vi.fn<RequestHandler>();
  const request = new Request(asked);
  if (initiatorOrigin !== undefined) Object.defineProperty(request, 'initiatorOrigin', { value: initiatorOrigin });
  expect((await createSchemeAdapter(handler).handle(request)).status).toBe(403);
  expect(handler).not.toHaveBeenCalled();
});

test('a request that waits for its answer is waited for; an open stream is not', async () => {
  const save = Promise.withResolvers<Response>();
  const source = endless();
  const adapter = createSchemeAdapter(async (request) => (request.url.endsWith('/save') ? save.promise : source.handler(request)));
  await adapter.handle(new Request(address));
  const saving = adapter.handle(new Request('tongyue://app/save'));
  let isAnswered = false;
  const answered = adapter.whenAnswered().then(() => (isAnswered = true));
  await Promise.resolve();
  expect(isAnswered).toBe(false);
  save.resolve(new Response('saved'));
  await saving;
  await answered;
  expect(isAnswered).toBe(true);
});
