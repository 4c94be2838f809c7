import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSigningPackage, type SigningPackage } from '#main/documents/signing-package.ts';
import { signDetached, verifyDetached } from '#main/signing/detached-cms.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { checkSignedFile } from '#main/signing/verification/check-signed-file.ts';
import { ask, folderForAll, hasPrograms, makeTestKeys, SIGNING_TIME, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

const folder = folderForAll();
const file = (name: string) => join(folder, name);
const assets = testAssets();
let keys: TestKeys;
let made: SigningPackage;
let twice: Uint8Array;

/** For openssl, which would else ask whether the certificate is valid today. */
const AT_SIGNING = String(SIGNING_TIME.getTime() / 1000);

const signature = (fieldName: 'Reporter' | 'Verifier') => ({ reason: '审核签发', location: '澜州市第一医院', signedAt: SIGNING_TIME, fieldName });

beforeAll(async () => {
  keys = await makeTestKeys();
  made = await makeSigningPackage(radiologyReport, keys.verifier, assets, SIGNING_TIME);
  twice = await signPdf(made.pdf, keys.reporter, signature('Reporter'));
  writeFileSync(file('ca.pem'), keys.authority.caCertificatePem);
  writeFileSync(file('report.pdf'), made.pdf);
  writeFileSync(file('twice.pdf'), twice);
  writeFileSync(file('report.json'), made.content);
  writeFileSync(file('report.json.p7s'), made.contentSignature);
});

describe.skipIf(!hasPrograms('pdfsig', 'certutil'))('pdfsig, which trusts the demo authority', () => {
  const store = `sql:${folder}`;
  beforeAll(() => {
    ask('certutil', ['-N', '-d', store, '--empty-password']);
    ask('certutil', ['-A', '-d', store, '-n', 'demo', '-t', 'C,C,C', '-i', file('ca.pem')]);
  });
  // Its exit status is 0 for a changed document too: only its words count. With -no-ocsp it trusts nobody.
  const said = (name: string) => ask('pdfsig', ['-nssdir', store, file(name)]).text;
  const count = (text: string, part: string) => text.split(part).length - 1;

  test('finds one valid and trusted signature over the whole paper (A12)', () => {
    const text = said('report.pdf');
    expect([count(text, 'Signature is Valid.'), count(text, 'Certificate is Trusted.'), count(text, '- Total document signed'), text.includes('林知远'), text.includes('ETSI.CAdES.detached'), text.includes('SHA-256')]).toEqual([1, 1, 1, true, true, true]);
  });

  test('finds both signatures valid, the last one over the whole paper (A12)', () => {
    const text = said('twice.pdf');
    expect([count(text, 'Signature is Valid.'), count(text, 'Certificate is Trusted.'), text.trimEnd().split('Signature #').at(-1)!.includes('- Total document signed')]).toEqual([2, 2, true]);
  });

  test('finds a digest that does not fit after one byte has changed', () => {
    writeFileSync(file('changed.pdf'), made.pdf.with(1000, made.pdf[1000]! ^ 1));
    expect(count(said('changed.pdf'), 'Signature is Valid.')).toBe(0);
  });
});

describe.skipIf(!hasPrograms('openssl'))('openssl', () => {
  test('verifies the signature inside the paper, over the bytes it names (A13)', () => {
    const text = Buffer.from(made.pdf).toString('latin1');
    const [, , firstLength, secondStart, secondLength] = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text)!.map(Number);
    const hex = text.slice(firstLength! + 1, secondStart! - 1);
    writeFileSync(file('paper.p7s'), Buffer.from(hex, 'hex'));
    writeFileSync(file('paper.bin'), Buffer.concat([made.pdf.subarray(0, firstLength), made.pdf.subarray(secondStart, secondStart! + secondLength!)]));
    const verdict = ask('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', file('paper.p7s'), '-content', file('paper.bin'), '-CAfile', file('ca.pem'), '-attime', AT_SIGNING, '-out', '/dev/null']);
    expect([verdict.status, verdict.text.includes('Verification successful')]).toEqual([0, true]);
  });

  const verifyJson = (content: string) =>
    ask('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', file('report.json.p7s'), '-content', file(content), '-CAfile', file('ca.pem'), '-attime', AT_SIGNING, '-out', '/dev/null']).status;

  test('verifies the signature over the canonical report, and not with one space more (A18)', () => {
    writeFileSync(file('spaced.json'), Buffer.concat([made.content, Buffer.from(' ')]));
    expect([verifyJson('report.json'), verifyJson('spaced.json') === 0]).toEqual([0, false]);
  });

  test('sees the signing time and signing-certificate-v2 among what is signed', () => {
    const text = ask('openssl', ['asn1parse', '-inform', 'DER', '-in', file('report.json.p7s')]).text;
    expect(['signingTime', 'id-smime-aa-signingCertificateV2', 'messageDigest', 'contentType'].filter((part) => !text.includes(part))).toEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['today, with AES', ['rsa:2048'], []],
    ['old authorities, with RC2 and triple DES', ['rsa:2048'], ['-legacy']],
    ['an elliptic curve', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], []],
  ])('makes key files of %s that open and sign', async (name, algorithm, form) => {
    const path = file(name.replaceAll(/\W/g, ''));
    ask('openssl', ['req', '-x509', '-newkey', ...algorithm, '-nodes', '-keyout', `${path}.key`, '-out', `${path}.crt`, '-days', '30', '-utf8', '-subj', '/CN=周牧', '-addext', 'keyUsage=critical,digitalSignature']);
    ask('openssl', ['pkcs12', '-export', ...form, '-inkey', `${path}.key`, '-in', `${path}.crt`, '-out', `${path}.p12`, '-passout', 'pass:8642']);
    const key = openPkcs12(readFileSync(`${path}.p12`), '8642');
    const content = Buffer.from('{}');
    const now = new Date();
    writeFileSync(`${path}.p7s`, await signDetached(content, key, now));
    writeFileSync(`${path}.bin`, content);
    const pdf = await signPdf(made.pdf, key, { ...signature('Reporter'), signedAt: now });
    const verdict = ask('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', `${path}.p7s`, '-content', `${path}.bin`, '-CAfile', `${path}.crt`, '-purpose', 'any', '-out', '/dev/null']);
    expect([verdict.status, checkSignedFile(pdf, { anchors: [], signers: [] }).faults, verifyDetached(content, readFileSync(`${path}.p7s`)) !== undefined]).toEqual([0, [], true]);
    expect(() => openPkcs12(readFileSync(`${path}.p12`), '8643')).toThrow(expect.objectContaining({ code: 'signing/wrong-pin' }));
  });
});

test('a second signature leaves the bytes of the first paper as they are (A15)', () => {
  expect(Buffer.from(twice.subarray(0, made.pdf.length)).equals(made.pdf)).toBe(true);
});
