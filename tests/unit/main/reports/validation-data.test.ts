import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocumentMaker } from '#main/documents/create-document-maker.ts';
import { makeSigningPackage, stampDigest, stampPaper } from '#main/documents/signing-package.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { httpTimeStampAuthority } from '#main/signing/time-stamp-authority.ts';
import { addValidationData, collectValidationData } from '#main/signing/validation-data.ts';
import { ask, folderForAll, hasPrograms, testAssets } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';
import { startTestTimeStampAuthority, type TestTimeStampAuthority } from '#tests/support/test-time-stamp-authority.ts';

const folder = folderForAll();
const file = (name: string) => join(folder, name);
const openssl = (...args: readonly string[]) => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const canAsk = hasPrograms('openssl');
const lists = createServer((_request, response) => void response.setHeader('connection', 'close').end(readFileSync(file('ca.crl'))));
let authority: TestTimeStampAuthority;
let stamped: Uint8Array;
let trust: { readonly anchors: readonly X509Certificate[]; readonly signers: readonly X509Certificate[] };

/** An authority of OpenSSL that publishes the list of what it has withdrawn, a physician's key of it, and a paper that was signed and stamped: B-T. */
beforeAll(async () => {
  if (!canAsk) return;
  await new Promise<void>((resolve) => lists.listen(0, '127.0.0.1', resolve));
  writeFileSync(file('ca.cnf'), '[ca]\ndefault_ca=ca\n[ca]\ndatabase=index\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=30\n');
  writeFileSync(file('index'), '');
  writeFileSync(file('crlnumber'), '01\n');
  writeFileSync(file('extensions'), `keyUsage = critical,digitalSignature,nonRepudiation\ncrlDistributionPoints = URI:http://127.0.0.1:${(lists.address() as AddressInfo).port}/ca.crl\n`);
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '60', '-utf8', '-subj', '/CN=测试医师 CA', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'doctor.key', '-out', 'doctor.csr', '-utf8', '-subj', '/CN=林知远');
  openssl('x509', '-req', '-in', 'doctor.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'extensions', '-out', 'doctor.crt');
  openssl('pkcs12', '-export', '-inkey', 'doctor.key', '-in', 'doctor.crt', '-certfile', 'ca.crt', '-out', 'doctor.p12', '-passout', 'pass:123456');
  openssl('ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'ca.key', '-cert', 'ca.crt', '-out', 'ca.crl.pem');
  openssl('crl', '-in', 'ca.crl.pem', '-outform', 'DER', '-out', 'ca.crl');
  authority = await startTestTimeStampAuthority();
  const made = await makeSigningPackage({ ...radiologyReport, signedAt: new Date().toISOString() }, openPkcs12(readFileSync(file('doctor.p12')), '123456'), testAssets(), new Date());
  const { token } = await httpTimeStampAuthority(authority.url)(stampDigest(made.pdf));
  stamped = stampPaper(radiologyReport, made.pdf, token).pdf;
  trust = { anchors: [file('ca.crt'), authority.rootFile].map((path) => new X509Certificate(readFileSync(path))), signers: [] };
}, 120_000);
afterAll(async () => {
  await authority?.stop();
  lists.closeAllConnections();
  lists.close();
});

describe.skipIf(!canAsk)('validation data (B-LT, A17)', () => {
  test('are fetched, go behind the stamped paper, and change none of its bytes', async () => {
    const proved = (await createDocumentMaker(testAssets()).prove(stamped, new Date().toISOString()))!;
    expect(Buffer.from(proved.subarray(0, stamped.length)).equals(stamped)).toBe(true);
    expect(await verifyReportFile(proved, { trust, assets: testAssets() })).toMatchObject({ status: 'intact', faults: [], level: 'B-LT', paper: 'same' });
    expect((await verifyReportFile(stamped, { trust })).level).toBe('B-T');
  });

  test('are a certificate of everybody in the chain, and a list of every authority', async () => {
    const data = (await collectValidationData(stamped, new Date(), async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())))!;
    const names = data.certificates.map((der) => new X509Certificate(der).subject.replace('CN=', ''));
    expect([names.toSorted(), data.revocationLists.length]).toEqual([['林知远', '测试医师 CA', '测试时间戳中心', '测试时间戳根'].toSorted(), 2]);
  });

  test('are none while a list is missing, signed by another, or over', async () => {
    const later = new Date(Date.now() + 31 * 86_400_000);
    const real = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
    expect(await collectValidationData(stamped, new Date(), async () => undefined)).toBeUndefined();
    expect(await collectValidationData(stamped, new Date(), async () => new Uint8Array(readFileSync(file('ca.crl'))))).toBeUndefined();
    expect(await collectValidationData(stamped, later, real)).toBeUndefined();
  });

  test('hide nothing: a stream that the store does not name is refused', async () => {
    const proved = Buffer.from(addValidationData(stamped, { certificates: [], revocationLists: [Buffer.from('x')] }));
    expect((await verifyReportFile(proved, { trust })).status).toBe('intact');
    const named = /\/CRLs \[(\d+ 0 R)\]/.exec(proved.toString('latin1'))!;
    proved.write(' '.repeat(named[1]!.length), named.index + '/CRLs ['.length, 'latin1');
    expect((await verifyReportFile(proved, { trust })).faults[0]?.kind).toBe('forbidden-change');
  });

  test('a reviewer signs on top of a reporter, and both stay valid under the evidence', async () => {
    const key = openPkcs12(readFileSync(file('doctor.p12')), '123456');
    const twice = await signPdf(stamped, key, { reason: '复审', location: '澜州', signedAt: new Date(), fieldName: 'Reporter' });
    const data = (await collectValidationData(twice, new Date(), async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())))!;
    const proved = addValidationData(twice, data);
    expect((await verifyReportFile(proved, { trust })).faults).toEqual([]);
    writeFileSync(file('twice.pdf'), proved);
    if (!hasPrograms('pdfsig', 'certutil', 'qpdf')) return;
    expect(ask('qpdf', ['--check', file('twice.pdf')]).status).toBe(0);
    ask('certutil', ['-N', '-d', folder, '--empty-password']);
    ask('certutil', ['-A', '-d', folder, '-n', 'ca', '-t', 'C,C,C', '-i', file('ca.crt')]);
    const { text } = ask('pdfsig', ['-nssdir', folder, file('twice.pdf')]);
    expect((text.match(/Signature is Valid\./g) ?? []).length).toBe(2);
  });
});
