import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signDetached, verifyDetached } from '#main/signing/detached-cms.ts';
import { createDemoAuthority, DEMO_PIN } from '#main/signing/demo-authority.ts';
import { openKey } from '#main/signing/key-source.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { readSigner } from '#main/signing/read-signer.ts';

/** A stand-in for a hospital's signing gateway: it holds the key, gives the certificate for the right PIN, and signs digests. */
let server: Server;
let baseUrl: string;
let state: 'well' | 'broken' | 'other-key' = 'well';
const NOW = new Date('2026-11-20T00:00:00Z');

beforeAll(async () => {
  const authority = await createDemoAuthority(NOW);
  const key = openPkcs12(authority.signers[1]!.pkcs12, DEMO_PIN);
  const other = openPkcs12(authority.signers[0]!.pkcs12, DEMO_PIN);
  const digests = new Map<string, Buffer>();
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void answer(request.url ?? '', JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>));
    async function answer(path: string, body: Record<string, string>): Promise<void> {
      const say = (status: number, value: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (state === 'broken') return void say(500, {});
      if (path === '/sign/session') {
        if (body['pin'] !== '8642' || body['userId'] !== 'lin') return void say(401, {});
        return void say(200, { token: 'T', certificate: key.certificate.raw.toString('base64'), chain: key.chain.map(({ raw }) => raw.toString('base64')) });
      }
      // The gateway is given a digest, never the report: the stand-in knows what it is of because the test told it.
      const content = digests.get(body['digest'] ?? '') ?? Buffer.alloc(0);
      const signature = await (state === 'other-key' ? other : key).sign(content);
      return void say(200, { signature: Buffer.from(signature).toString('base64') });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`;
  remember = (content) => void digests.set(digestOf(content), content);
});
afterAll(() => server.close());

let remember: (content: Buffer) => void;
const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('base64');

test('a key at a gateway signs as any other: the message verifies, and the gateway saw a digest only', async () => {
  state = 'well';
  const key = await openKey({ kind: 'gateway', baseUrl, userId: 'lin' }, '8642');
  const content = Buffer.from('{"findings":"未见异常"}');
  // What is signed are the attributes around the content; the stand-in is told of them as they are asked for.
  const signing = { ...key, sign: (data: Uint8Array) => (remember(Buffer.from(data)), key.sign(data)) };
  const cms = await signDetached(content, signing, NOW);
  expect(verifyDetached(content, cms)?.certificate.subject).toContain('林知远');
});

test('a signature of another key that the gateway gave is not valid', async () => {
  state = 'other-key';
  const key = await openKey({ kind: 'gateway', baseUrl, userId: 'lin' }, '8642');
  const signing = { ...key, sign: (data: Uint8Array) => (remember(Buffer.from(data)), key.sign(data)) };
  expect(verifyDetached(Buffer.from('x'), await signDetached(Buffer.from('x'), signing, NOW))).toBeUndefined();
});

test('a wrong PIN, a broken gateway, silence and an address without TLS are told apart', async () => {
  state = 'well';
  await expect(openKey({ kind: 'gateway', baseUrl, userId: 'lin' }, '0000')).rejects.toMatchObject({ code: 'signing/wrong-pin' });
  state = 'broken';
  await expect(openKey({ kind: 'gateway', baseUrl, userId: 'lin' }, '8642')).rejects.toMatchObject({ code: 'signing/gateway-unreachable' });
  await expect(openKey({ kind: 'gateway', baseUrl: 'http://127.0.0.1:9', userId: 'lin' }, '8642')).rejects.toMatchObject({ code: 'signing/gateway-unreachable' });
  await expect(openKey({ kind: 'gateway', baseUrl: 'http://ca.example', userId: 'lin' }, '8642')).rejects.toMatchObject({ code: 'signing/key-unreadable' });
});

test('a physician at a gateway is put into the seat without a file', async () => {
  state = 'well';
  const signer = await readSigner({ kind: 'gateway', baseUrl, userId: 'lin' }, '8642', 'reviewing-physician', NOW);
  expect([signer.name, signer.pkcs12.length, signer.gateway, JSON.stringify(signer).includes('8642')]).toEqual(['林知远', 0, { baseUrl, userId: 'lin' }, false]);
});
