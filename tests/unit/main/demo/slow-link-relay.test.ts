import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startSlowLinkRelay, type LinkProfile } from '#main/demo/alliance/slow-link-relay.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function lineTo(body: Buffer, profile: LinkProfile) {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const relay = await startSlowLinkRelay((server.address() as AddressInfo).port, profile);
  onTestFinished(async () => {
    await relay.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const get = async () => Buffer.from(await (await fetch(`http://127.0.0.1:${relay.port}/`)).arrayBuffer());
  return { relay, get };
}

test('bytes of several connections at once arrive whole and in order', async () => {
  const body = randomBytes(400_000);
  const { get } = await lineTo(body, { bitsPerSecond: 80_000_000, roundTripMs: 7 });
  const answers = await Promise.all([get(), get(), get(), get()]);
  expect(answers.map(sha256)).toEqual(Array.from({ length: 4 }, () => sha256(body)));
});

test('the line is as slow as it says', async () => {
  const { get, relay } = await lineTo(randomBytes(100_000), { bitsPerSecond: 4_000_000, roundTripMs: 50 });
  const started = performance.now();
  await get();
  // 100,000 bytes at 4 Mbit/s are 200 ms; the handshake and one question with its answer are 2 round trips of 50 ms. Never faster.
  expect(performance.now() - started).toBeGreaterThanOrEqual(299);
  expect(relay.bytesDown()).toBeGreaterThan(100_000);
});

test('a cut line breaks what is under way and takes nothing new, until it is restored', async () => {
  const { get, relay } = await lineTo(randomBytes(1_000_000), { bitsPerSecond: 4_000_000, roundTripMs: 10 });
  const under = get();
  await expect.poll(() => relay.bytesDown()).toBeGreaterThan(10_000);
  relay.cut();
  await expect(under).rejects.toThrow();
  await expect(get()).rejects.toThrow();
  relay.restore();
  expect(await get()).toHaveLength(1_000_000);
});
