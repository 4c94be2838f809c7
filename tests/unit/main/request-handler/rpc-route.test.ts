import { expect, test } from 'vitest';
import { silentLog } from '#main/platform/log.ts';
import { createRpcRoute } from '#main/request-handler/rpc-route.ts';
import type { RpcServices } from '#main/request-handler/rpc-services.ts';

test('a call is a POST of a known length, and none is larger than 32 MiB: what is refused is not read', async () => {
  const route = createRpcRoute({} as RpcServices, silentLog);
  const ask = async (method: string, headers: Record<string, string>) => {
    let wasRead = false;
    const body = method === 'GET' ? null : new ReadableStream({ pull: (controller) => {
      wasRead = true;
      controller.close();
    } }, { highWaterMark: 0 });
    const request = new Request('http://127.0.0.1/rpc/people/session', { method, headers, body, ...(body === null ? {} : { duplex: 'half' }) });
    return [(await route(request, '/rpc/people/session'))?.status, wasRead];
  };
  expect(await ask('GET', {})).toEqual([405, false]);
  expect(await ask('PUT', {})).toEqual([405, false]);
  // 33554432 = 32 x 1024 x 1024
  expect(await ask('POST', { 'content-length': '33554433' })).toEqual([413, false]);
  expect(await ask('POST', { 'transfer-encoding': 'chunked' })).toEqual([411, false]);
});
