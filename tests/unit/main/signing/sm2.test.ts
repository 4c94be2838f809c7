import { sm2 } from 'sm-crypto-v2';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSigningPackage } from '#main/documents/signing-package.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { openGatewayKey } from '#main/signing/gateway.ts';
import type { SignerKey } from '#main/signing/signer-key.ts';
import { signSm2, sm2PublicKey, verifySm2, type Sm2SideCar } from '#main/signing/sm2.ts';
import { folderForAll, hasPrograms, makeTestKeys, SIGNING_TIME, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

const DISTINGUISHING = 'distid:1234567812345678';
const content = Buffer.from('{"findings":"右肺上叶磨玻璃结节"}');
const folder = folderForAll();
const file = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** A key and a certificate that openssl made. */
function makeSm2(name: string): { readonly certificate: Uint8Array; readonly privateKey: string; readonly sideCar: Sm2SideCar } {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', file(`${name}.key`));
  openssl('req', '-x509', '-new', '-key', file(`${name}.key`), '-sm3', '-sigopt', DISTINGUISHING, '-utf8', '-subj', '/CN=林知远', '-days', '30', '-outform', 'DER', '-out', file(`${name}.cer`));
  openssl('pkey', '-in', file(`${name}.key`), '-pubout', '-out', file(`${name}.pub`));
  const certificate = new Uint8Array(readFileSync(file(`${name}.cer`)));
  const text = openssl('pkey', '-in', file(`${name}.key`), '-noout', '-text').toString();
  const privateKey = (/priv:\s*([0-9a-f:\s]+?)\s*pub:/.exec(text)?.[1] ?? '').replaceAll(/[^0-9a-f]/g, '').padStart(64, '0').slice(-64);
  return { certificate, privateKey, sideCar: { certificate, sign: async (digest) => signDigest(digest, privateKey) } };
}

const signDigest = (digest: Uint8Array, privateKey: string) => new Uint8Array(Buffer.from(sm2.doSignature(new Uint8Array(digest), privateKey, { der: true, hash: false }), 'hex'));

describe.skipIf(!hasPrograms('openssl'))('SM2 beside the report (A19)', () => {
  let own: ReturnType<typeof makeSm2>;
  let other: ReturnType<typeof makeSm2>;
  let keys: TestKeys;
  beforeAll(async () => {
    own = makeSm2('own');
    other = makeSm2('other');
    keys = await makeTestKeys();
  });

  const verifiedByOpenssl = (signature: Uint8Array, over: Uint8Array, publicKey: string) => {
    writeFileSync(file('sig.der'), signature);
    writeFileSync(file('content.bin'), over);
    try {
      return openssl('dgst', '-sm3', '-verify', file(publicKey), '-sigopt', DISTINGUISHING, '-signature', file('sig.der'), file('content.bin')).toString().includes('Verified OK');
    } catch {
      return false;
    }
  };

  test('a signature over our digest is one for openssl, and not over one space more or with another key', async () => {
    const { signature } = await signSm2(content, own.sideCar);
    expect([verifiedByOpenssl(signature, content, 'own.pub'), verifiedByOpenssl(signature, Buffer.concat([content, Buffer.from(' ')]), 'own.pub'), verifiedByOpenssl(signature, content, 'other.pub')])
      .toEqual([true, false, false]);
  });

  test('a signature of openssl is one for us, and not over other words or with another certificate', () => {
    writeFileSync(file('content.bin'), content);
    openssl('dgst', '-sm3', '-sign', file('own.key'), '-sigopt', DISTINGUISHING, '-out', file('openssl.der'), file('content.bin'));
    const signature = new Uint8Array(readFileSync(file('openssl.der')));
    expect([
      verifySm2(content, { signature, certificate: own.certificate }),
      verifySm2(Buffer.from('{}'), { signature, certificate: own.certificate }),
      verifySm2(content, { signature, certificate: other.certificate }),
      verifySm2(content, { signature: signature.slice(0, 20), certificate: own.certificate }),
      verifySm2(content, { signature, certificate: new Uint8Array(keys.verifier.certificate.raw) }),
    ]).toEqual([true, false, false, false, false]);
  });

  test('a certificate of another curve has no SM2 key', () => {
    expect([sm2PublicKey(own.certificate)?.length, sm2PublicKey(new Uint8Array(keys.verifier.certificate.raw)), sm2PublicKey(Uint8Array.of(1, 2))]).toEqual([130, undefined, undefined]);
  });

  test('the paper carries it, and the verifier looks at it', async () => {
    const key: SignerKey = { ...keys.verifier, sm2: own.sideCar };
    const { pdf } = await makeSigningPackage(radiologyReport, key, testAssets(), SIGNING_TIME);
    const verdict = await verifyReportFile(pdf, { trust: { anchors: [], signers: [] }, assets: testAssets() });
    expect([verdict.status, verdict.paper, Buffer.from(pdf).includes('report.json.sm2')]).toEqual(['intact', 'same', true]);
  });

  test('what a side-car signs wrongly never goes onto a paper', async () => {
    const key: SignerKey = { ...keys.verifier, sm2: { certificate: own.certificate, sign: other.sideCar.sign } };
    await expect(makeSigningPackage(radiologyReport, key, testAssets(), SIGNING_TIME)).rejects.toMatchObject({ code: 'signing/key-unreadable' });
  });

  describe('at a gateway', () => {
    let server: Server;
    let baseUrl = '';
    let sm2Certificate: string | undefined;
    beforeAll(async () => {
      server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          const body = JSON.parse(Buffer.concat(parts).toString()) as Readonly<Record<string, string>>;
          const answer = request.url === '/session'
            ? { token: 'T', certificate: keys.verifier.certificate.raw.toString('base64'), chain: [], sm2Certificate }
            : body['algorithm'] === 'SM2' ? { signature: Buffer.from(signDigest(Buffer.from(body['digest'] ?? '', 'base64'), own.privateKey)).toString('base64') } : {};
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => server.close());

    test('that holds an SM2 key, the report is signed with it too; the gateway sees a digest only', async () => {
      sm2Certificate = Buffer.from(own.certificate).toString('base64');
      const { sm2: sideCar } = await openGatewayKey({ baseUrl, userId: 'lin' }, '8642');
      expect(sideCar && verifiedByOpenssl((await signSm2(content, sideCar)).signature, content, 'own.pub')).toBe(true);
    });

    test('that holds none, nothing is added; one that gives a wrong certificate is refused', async () => {
      sm2Certificate = undefined;
      expect((await openGatewayKey({ baseUrl, userId: 'lin' }, '8642')).sm2).toBeUndefined();
      sm2Certificate = keys.verifier.certificate.raw.toString('base64');
      await expect(openGatewayKey({ baseUrl, userId: 'lin' }, '8642')).rejects.toMatchObject({ code: 'signing/key-unreadable' });
    });
  });
});

test("Node's own SM2 signatures, which nobody else verifies, are used nowhere", () => {
  const sources = (readdirSync('main', { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(join('main', name), 'utf8')] as const);
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter(([, text]) => /(?:sign|verify|createSign|createVerify)\(\s*['"]sm3['"]|RSA-SM3|namedCurve:\s*['"]SM2/i.test(text)).map(([name]) => name)).toEqual([]);
});
