import { X509Certificate, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDemoAuthority, type DemoAuthority } from '#main/signing/demo-authority.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { readSigner } from '#main/signing/read-signer.ts';
import { commonName, requireValidAt } from '#main/signing/signer-key.ts';
import { ask, hasPrograms } from '#tests/support/report-kit.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const MADE = new Date('2026-11-20T00:00:00.000Z');
let authority: DemoAuthority;
beforeAll(async () => {
  authority = await createDemoAuthority(MADE);
});
const fileOf = (index: number) => authority.signers[index]!.pkcs12;

describe('a PKCS#12 file', () => {
  test('opens with its PIN to a key that signs, its certificate and the issuer', async () => {
    const key = openPkcs12(fileOf(1), '123456');
    const data = Buffer.from('report');
    const signature = await key.sign(data);
    expect({
      name: commonName(key.certificate.subject),
      fits: verify('sha256', data, key.certificate.publicKey, signature),
      type: key.keyType,
      issuers: key.chain.map((issuer) => commonName(issuer.subject)),
      same: key.certificate.toString().trim() === new X509Certificate(authority.signers[1]!.certificatePem).toString().trim(),
    }).toEqual({ name: '林知远', fits: true, type: 'RSA', issuers: ['通阅演示根证书'], same: true });
  });

  test.each(['000000', '1234567', 'PIN'])('does not open with the PIN %s, and says nothing of it', (pin) => {
    expect(() => openPkcs12(fileOf(1), pin)).toThrow(expect.objectContaining({ code: 'signing/wrong-pin', facts: {}, message: 'the PIN does not open the key' }));
  });

  test.each<[string, Uint8Array]>([
    ['empty', new Uint8Array()],
    ['some text', new TextEncoder().encode('-----BEGIN CERTIFICATE-----')],
    ['another structure', Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05)],
  ])('is called unreadable when it is %s', (_, file) => {
    expect(() => openPkcs12(file, '123456')).toThrow(expect.objectContaining({ code: 'signing/key-unreadable' }));
  });

  test('is called unreadable when it is cut short', () => {
    expect(() => openPkcs12(fileOf(1).slice(0, 900), '123456')).toThrow(expect.objectContaining({ code: 'signing/key-unreadable' }));
  });

  test('shows nothing of the private key', () => {
    const key = openPkcs12(fileOf(0), '123456');
    expect([Object.keys(key).sort(), JSON.stringify(key).includes('PRIVATE')]).toEqual([['certificate', 'chain', 'keyType', 'sign'], false]);
  });
});

describe.skipIf(!hasPrograms('openssl'))('a file of OpenSSL', () => {
  test.each([
    ['of today, RSA', ['rsa:2048'], []],
    ['of today, P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], []],
    ['of old, with RC2 and triple DES', ['rsa:2048'], ['-legacy']],
    ['with a message authentication of SHA-512', ['rsa:2048'], ['-macalg', 'sha512', '-iter', '2048']],
  ])('%s opens with its PIN and with no other', (_name, newKey, form) => {
    const folder = temporaryFolder();
    const [key, certificate, file] = ['key.pem', 'certificate.pem', 'physician.p12'].map((name) => join(folder, name)) as [string, string, string];
    expect(ask('openssl', ['req', '-x509', '-newkey', ...newKey, '-nodes', '-keyout', key, '-out', certificate, '-days', '30', '-subj', '/CN=Ji Wang']).status).toBe(0);
    expect(ask('openssl', ['pkcs12', '-export', ...form, '-inkey', key, '-in', certificate, '-out', file, '-passout', 'pass:Zx-81']).text).toBe('');
    expect(commonName(openPkcs12(readFileSync(file), 'Zx-81').certificate.subject)).toBe('Ji Wang');
    expect(() => openPkcs12(readFileSync(file), 'Zx-82')).toThrow(expect.objectContaining({ code: 'signing/wrong-pin' }));
  });
});

describe('a file that is put into the seat', () => {
  test('says whose it is, who issued it, and until when; its PIN is not kept', async () => {
    const signer = await readSigner({ kind: 'pkcs12', file: fileOf(1) }, '123456', 'reviewing-physician', MADE);
    expect(signer).toMatchObject({ name: '林知远', role: 'reviewing-physician', issuerName: '通阅演示根证书', validUntil: '2028-11-20T00:00:00.000Z', demoPin: undefined });
    expect(new X509Certificate(signer.certificatePem).checkIssued(new X509Certificate(authority.caCertificatePem))).toBe(true);
    expect(JSON.stringify({ ...signer, pkcs12: '' })).not.toContain('123456');
  });

  test('is refused when it could not sign now', async () => {
    const read = readSigner({ kind: 'pkcs12', file: fileOf(1) }, '123456', 'reviewing-physician', new Date('2028-11-21T00:00:00Z'));
    await expect(read).rejects.toMatchObject({ code: 'signing/certificate-expired' });
  });
});

describe('a certificate', () => {
  test.each([
    ['2026-11-19T23:49:59.000Z', false],
    // ten minutes before it was made
    ['2026-11-19T23:50:00.000Z', true],
    ['2028-11-20T00:00:00.000Z', true],
    ['2028-11-20T00:00:01.000Z', false],
  ])('may sign at %s: %s', (time, isAllowed) => {
    const check = () => requireValidAt(openPkcs12(fileOf(0), '123456'), new Date(time));
    if (isAllowed) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'signing/certificate-expired', facts: { validFrom: '2026-11-19T23:50:00.000Z', validUntil: '2028-11-20T00:00:00.000Z' } }));
  });
});

describe('the demo authority', () => {
  test('makes two physicians whose certificates say what they are worth', () => {
    expect(authority.signers.map(({ name, role, issuerName, demoPin, validUntil }) => [name, role, issuerName, demoPin, validUntil])).toEqual([
      ['周牧', 'reporting-physician', '通阅演示 CA，不具法律效力', '123456', '2028-11-20T00:00:00.000Z'],
      ['林知远', 'reviewing-physician', '通阅演示 CA，不具法律效力', '123456', '2028-11-20T00:00:00.000Z'],
    ]);
    expect(authority.signers.every(({ certificatePem }) => new X509Certificate(certificatePem).subject.includes('O=通阅演示 CA，不具法律效力'))).toBe(true);
  });

  test('has signed both, and neither of them may sign a third', () => {
    const ca = new X509Certificate(authority.caCertificatePem);
    const leaves = authority.signers.map(({ certificatePem }) => new X509Certificate(certificatePem));
    expect([ca.ca, ...leaves.map((leaf) => leaf.ca), ...leaves.map((leaf) => leaf.verify(ca.publicKey))]).toEqual([true, false, false, true, true]);
  });

  test('has keys of at least 2048 bits', () => {
    expect(authority.signers.map(({ certificatePem }) => new X509Certificate(certificatePem).publicKey.asymmetricKeyDetails?.modulusLength)).toEqual([2048, 2048]);
  });
});
