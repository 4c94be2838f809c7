import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createRequestHandler, type RequestHandler } from '#main/request-handler/request-handler.ts';
import { createRpcRoute } from '#main/request-handler/rpc-route.ts';
import type { RpcServices } from '#main/request-handler/rpc-services.ts';
import { createSchemeAdapter } from '#main/hosts/electron/scheme.ts';
import type { ApplicationContract } from '#shared/contract/application.contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { AppError } from '#shared/errors/app-error.ts';

type Client = ContractRouterClient<ApplicationContract>;

/** Services that answer as the test says: what is tested is the way there and back. */
function services(overrides: Partial<RpcServices> = {}): RpcServices {
  return { gate: { admitMethod: async () => undefined }, onRefused: () => undefined, events: createEventHub(), runId: 'run', describeSeat: () => Promise.reject(new Error('not asked')), ...overrides } as RpcServices;
}
const handlerOf = (given: RpcServices) => createRequestHandler([createRpcRoute(given, silentLog)], silentLog);

function inMemory(handler: RequestHandler): Promise<Client> {
  return Promise.resolve(createORPCClient(new RPCLink({ url: `http://app${REQUEST_PATHS.rpc}`, fetch: (request) => handler(request) })));
}

async function overLoopback(handler: RequestHandler): Promise<Client> {
  const server = await startLoopbackServer(handler, 0, silentLog);
  onTestFinished(() => server.close());
  const origin = `http://127.0.0.1:${server.port}`;
  const entrance = await fetch(origin + server.session.issuePath(), { redirect: 'manual' });
  const cookie = entrance.headers.get('set-cookie')!.split(';')[0]!;
  return createORPCClient(new RPCLink({ url: `${origin}${REQUEST_PATHS.rpc}`, headers: { cookie } }));
}

function overElectronScheme(handler: RequestHandler): Promise<Client> {
  const adapter = createSchemeAdapter(handler);
  return Promise.resolve(createORPCClient(new RPCLink({ url: `tongyue://app${REQUEST_PATHS.rpc}`, fetch: (request) => adapter.handle(request) })));
}

for (const [transport, connect] of [['in memory', inMemory], ['over loopback', overLoopback], ['over the Electron scheme', overElectronScheme]] as const) {
  describe(transport, () => {
    test('an answer arrives as it was given', async () => {
      const client = await connect(handlerOf(services({ worklist: { counts: () => Promise.resolve({ all: 9, open: 7, 'green-and-emergency': 2, drafts: 1, sent: 2 }) } as RpcServices['worklist'] })));
      expect(await client.worklist.counts()).toEqual({ all: 9, open: 7, 'green-and-emergency': 2, drafts: 1, sent: 2 });
    });

    test('an expected failure arrives with its declared code and its facts', async () => {
      const reports = { saveDraft: () => Promise.reject(new AppError('report/stale-revision', 'somebody saved first', { facts: { revision: 3 } })) } as unknown as RpcServices['reports'];
      const client = await connect(handlerOf(services({ reports })));
      const text = { findings: '', impression: '', recommendation: '', outcome: null };
      await expect(client.reports.saveDraft({ requestId: 1, expectedRevision: 2, text })).rejects.toMatchObject({
        code: 'report/stale-revision', defined: true, data: { facts: { revision: 3 } },
      });
    });

    test('a failure that the method did not declare is not taken for a declared one', async () => {
      const worklist = { counts: () => Promise.reject(new AppError('signing/wrong-pin', 'out of place')) } as unknown as RpcServices['worklist'];
      const client = await connect(handlerOf(services({ worklist })));
      await expect(client.worklist.counts()).rejects.toMatchObject({ defined: false });
    });

    test('a bug arrives as internal, without its words', async () => {
      const worklist = { counts: () => Promise.reject(new Error('patient Zhao Shoutian has no row')) } as unknown as RpcServices['worklist'];
      const client = await connect(handlerOf(services({ worklist })));
      const failure = await client.worklist.counts().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'internal' });
      expect(JSON.stringify(failure)).not.toContain('Shoutian');
    });

    test('a message that does not fit its schema never reaches the service', async () => {
      let asked = 0;
      const worklist = { list: () => Promise.resolve({ rows: [], hasMore: (asked += 1) > 0 }) } as unknown as RpcServices['worklist'];
      const client = await connect(handlerOf(services({ worklist })));
      const wrong = { view: 'everything', search: '', modalities: [], siteIds: [], limit: 10, after: null } as unknown as Parameters<Client['worklist']['list']>[0];
      await expect(client.worklist.list(wrong)).rejects.toMatchObject({ code: expect.stringMatching(/invalid-message|BAD_REQUEST/) });
      expect(asked).toBe(0);
    });

    test('a method that does not exist is not found, whatever its name', async () => {
      const client = (await connect(handlerOf(services()))) as unknown as Record<string, Record<string, () => Promise<unknown>>>;
      await expect(client['worklist']!['constructor']!()).rejects.toBeDefined();
    });

    test('events arrive in order, and a window that comes back gets what it missed', async () => {
      const events = createEventHub();
      const client = await connect(handlerOf(services({ events })));
      const first = new AbortController();
      const stream = await client.system.events(undefined, { signal: first.signal });
      expect((await stream.next()).value).toEqual({ kind: 'stream-started', resumed: false });
      events.publish({ kind: 'study-changed', studyId: 1 });
      expect((await stream.next()).value).toEqual({ kind: 'study-changed', studyId: 1 });
      first.abort();
      events.publish({ kind: 'study-changed', studyId: 2 });
      events.publish({ kind: 'study-changed', studyId: 3 });
      const again = await client.system.events(undefined, { lastEventId: 'run:1' });
      const received = [(await again.next()).value, (await again.next()).value, (await again.next()).value];
      expect(received).toEqual([{ kind: 'stream-started', resumed: true }, { kind: 'study-changed', studyId: 2 }, { kind: 'study-changed', studyId: 3 }]);
      await again.return?.();
    });

    test('numbers of an earlier run of the program are not believed', async () => {
      const events = createEventHub();
      events.publish({ kind: 'study-changed', studyId: 1 });
      const client = await connect(handlerOf(services({ events })));
      const stream = await client.system.events(undefined, { lastEventId: 'another-run:1' });
      expect((await stream.next()).value).toEqual({ kind: 'stream-started', resumed: false });
      await stream.return?.();
    });
  });
}
