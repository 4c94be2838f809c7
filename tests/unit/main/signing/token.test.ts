import { verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSigningPackage } from '#main/documents/signing-package.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { openKey } from '#main/signing/key-source.ts';
import { readSigner } from '#main/signing/read-signer.ts';
import { commonName } from '#main/signing/signer-key.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { folderForAll, testAssets } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';
import { hasSoftToken, SOFT_TOKEN_LIBRARY, SOFT_TOKEN_PIN, softTokens, type SoftToken } from '#tests/support/soft-token.ts';

const folder = folderForAll();

describe.skipIf(!hasSoftToken())('a token (PKCS#11)', () => {
  let tokens: SoftToken;
  beforeAll(() => {
    tokens = softTokens(folder);
    tokens.issue('ukey-rsa', 'rsa:2048', 'Zhou Mu');
    tokens.issue('ukey-ec', 'EC:prime256v1', 'Lin Zhiyuan');
  }, 60_000);
  const source = (label: string) => ({ kind: 'pkcs11' as const, libraryPath: SOFT_TOKEN_LIBRARY, tokenSerial: tokens.serial(label) });

  test.each([['ukey-rsa', 'Zhou Mu', 'RSA'], ['ukey-ec', 'Lin Zhiyuan', 'EC']])('%s signs with its PIN as any other key, and shows nothing of it (A16)', async (label, name, keyType) => {
    const key = await openKey(source(label), SOFT_TOKEN_PIN);
    const data = Buffer.from('report');
    expect([commonName(key.certificate.subject), key.keyType]).toEqual([name, keyType]);
    expect(verify('sha256', data, { key: key.certificate.publicKey, dsaEncoding: 'der' }, await key.sign(data))).toBe(true);
  });

  test('signs a whole report, which the verifier finds intact', async () => {
    const now = new Date();
    const key = await openKey(source('ukey-ec'), SOFT_TOKEN_PIN);
    const made = await makeSigningPackage({ ...radiologyReport, signedAt: now.toISOString() }, key, testAssets(), now);
    const verdict = await verifyReportFile(made.pdf, { trust: { anchors: [], signers: [key.certificate] } });
    expect([verdict.faults, verdict.signatures.map(({ signerName, trust }) => [signerName, trust])]).toEqual([[], [['Lin Zhiyuan', 'known-signer']]]);
  });

  test('refuses a wrong PIN once, by its code, and signs with the right one afterwards', async () => {
    await expect(openKey(source('ukey-rsa'), '000000')).rejects.toMatchObject({ code: 'signing/wrong-pin', facts: {} });
    expect((await openKey(source('ukey-rsa'), SOFT_TOKEN_PIN)).keyType).toBe('RSA');
  });

  test('that is not plugged in, or whose library is not there, is called missing', async () => {
    await expect(openKey({ ...source('ukey-rsa'), tokenSerial: 'ffffffffffffffff' }, SOFT_TOKEN_PIN)).rejects.toMatchObject({ code: 'signing/token-missing' });
    await expect(openKey({ ...source('ukey-rsa'), libraryPath: '/nowhere/libtoken.so' }, SOFT_TOKEN_PIN)).rejects.toMatchObject({ code: 'signing/token-missing' });
  });

  test('is remembered by the seat with its place and without its PIN', async () => {
    const { signers } = openTestCatalogue();
    const id = signers.put(await readSigner(source('ukey-rsa'), SOFT_TOKEN_PIN, 'reporting-physician', new Date()));
    const stored = signers.find(id)!;
    expect([stored.name, stored.source]).toEqual(['Zhou Mu', source('ukey-rsa')]);
    expect(JSON.stringify(stored)).not.toContain(SOFT_TOKEN_PIN);
  });
});
