import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createDocumentMaker } from '#main/documents/create-document-maker.ts';
import type { DocumentMaker } from '#main/documents/document-maker.ts';
import { makeSigningPackage, type SigningPackage } from '#main/documents/signing-package.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { silentLog } from '#main/platform/log.ts';
import { startTimeStampKeeper } from '#main/reports/time-stamp-keeper.ts';
import { addTimeStamp, lastSignatureValue } from '#main/signing/add-time-stamp.ts';
import { httpTimeStampAuthority } from '#main/signing/time-stamp-authority.ts';
import { verifyTimeStamp } from '#main/signing/time-stamp-token.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { ask, folderForAll, hasPrograms, makeTestKeys, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';
import { startTestTimeStampAuthority, type TestTimeStampAuthority } from '#tests/support/test-time-stamp-authority.ts';

const folder = folderForAll();
const file = (name: string) => join(folder, name);
let keys: TestKeys;
let made: SigningPackage;
let authority: TestTimeStampAuthority;
let documents: DocumentMaker;
const canAsk = hasPrograms('openssl');

beforeAll(async () => {
  if (!canAsk) return;
  keys = await makeTestKeys();
  // The certificate of the authority is made now: what it stamps must have been signed before, within its time.
  made = await makeSigningPackage(radiologyReport, keys.verifier, testAssets(), new Date());
  authority = await startTestTimeStampAuthority();
  documents = createDocumentMaker(testAssets());
}, 120_000);
afterAll(() => authority?.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

describe.skipIf(!canAsk)('a time stamp', () => {
  test('is over the signature of the paper, and openssl ts says the same (A13)', async () => {
    const value = lastSignatureValue(made.pdf);
    const { token, stamp } = await httpTimeStampAuthority(authority.url)(sha256(value));
    writeFileSync(file('token.der'), token);
    writeFileSync(file('value.bin'), value);
    const verdict = ask('openssl', ['ts', '-verify', '-data', file('value.bin'), '-in', file('token.der'), '-token_in', '-CAfile', authority.rootFile]);
    expect([verdict.text.includes('Verification: OK'), stamp.isChainComplete, stamp.certificate.subject]).toEqual([true, true, 'CN=测试时间戳中心']);
    expect(verifyTimeStamp(token, sha256(Buffer.from('x')))).toBeUndefined();
  });

  test('goes in beside the signature without changing a signed byte: B-T (A17)', async () => {
    const { token } = await httpTimeStampAuthority(authority.url)(sha256(lastSignatureValue(made.pdf)));
    const stamped = addTimeStamp(made.pdf, token);
    const anchors = [keys.authority.caCertificatePem, readFileSync(authority.rootFile, 'utf8')].map((pem) => new X509Certificate(pem));
    const verdict = await verifyReportFile(stamped, { trust: { anchors, signers: [] } });
    expect(verdict).toMatchObject({ status: 'intact', level: 'B-T', signatures: [{ signerName: '林知远', trust: 'anchor', timeStamp: { authority: '测试时间戳中心', trust: 'anchor' } }] });
    expect(stamped.length).toBe(made.pdf.length);
    const range = /\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)/.exec(Buffer.from(made.pdf).toString('latin1'))!.map(Number);
    const outside = (pdf: Uint8Array) => Buffer.concat([pdf.subarray(0, range[1]), pdf.subarray(range[2])]);
    expect(outside(stamped).equals(outside(made.pdf))).toBe(true);
    if (hasPrograms('pdfsig')) {
      writeFileSync(file('stamped.pdf'), stamped);
      const said = ask('pdfsig', [file('stamped.pdf')]).text;
      expect([said.includes('Signature is Valid.'), said.includes('Total document signed')]).toEqual([true, true]);
    }
  });

  test('that was changed by a bit makes the file refused', async () => {
    const { token } = await httpTimeStampAuthority(authority.url)(sha256(lastSignatureValue(made.pdf)));
    const stamped = addTimeStamp(made.pdf, token);
    const text = Buffer.from(stamped).toString('latin1');
    // Somewhere in the token, which is the last thing in the message.
    const at = text.indexOf(Buffer.from(token).toString('hex').toUpperCase()) + token.length;
    const changed = stamped.with(at, stamped[at] === 0x30 ? 0x31 : 0x30);
    expect((await verifyReportFile(changed, { trust: { anchors: [], signers: [] } })).status).toBe('refused');
  });

  test('of another question, a refusal and silence are no time stamp', async () => {
    const ask = () => httpTimeStampAuthority(authority.url)(sha256(Buffer.from('another')));
    for (const behaviour of ['answer-another', 'refuse', 'down'] as const) {
      authority.behave(behaviour);
      await expect(ask(), behaviour).rejects.toMatchObject({ code: 'signing/time-stamp-refused' });
    }
    authority.behave('answer');
  });
});

/** One signed report in a catalogue, and the keeper that has it stamped. */
function openSigned() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], '2026-11-20T01:00:00.000Z');
  catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  const requestId = catalogue.requests.forStudy(studyId)[0]!.id;
  catalogue.reports.saveDraft({ requestId, expectedRevision: 0, findings: 'x', impression: 'y', recommendation: '', outcome: 'negative', savedAt: radiologyReport.signedAt });
  catalogue.reports.recordSignature({
    requestId, revision: 1, reportUid: radiologyReport.reportUid, version: 1, kind: 'original', predecessorId: null, siteId: 'yunxiu', content: made.content,
    contentSha256: made.contentSha256, contentSignature: made.contentSignature, pdf: made.pdf, signerName: '林知远', signedAt: radiologyReport.signedAt,
    firstAttemptAt: '2026-11-20T02:13:40.000Z', objects: made.objects, audit: signedMessage,
  });
  const start = () => {
    const keeper = startTimeStampKeeper({
      evidence: asRemote(catalogue.evidence), documents, authority: httpTimeStampAuthority(authority.url), onStamped: () => {},
      clock: { now: () => new Date('2026-11-20T02:05:00.000Z') }, log: silentLog,
    });
    onTestFinished(() => keeper.close());
    return keeper;
  };
  const paper = () => catalogue.deliveries.ofReport(1).find(({ kind }) => kind === 'encapsulated-pdf')!;
  const pdfOf = (part10: Uint8Array) => {
    const { bulkData } = readPart10(part10);
    return Buffer.from(bulkData.find(({ elementPath }) => elementPath === '00420011')!.bytes);
  };
  const stamped = () => catalogue.versions.list(requestId)[0]!.stampedAt;
  return { ...catalogue, requestId, start, paper, pdfOf, stamped };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

describe.skipIf(!canAsk)('a report that was signed while the time-stamp server was away', () => {
  test('waits for its stamp, gets it before it leaves, and leaves at once with it (A17)', async () => {
    const { start, paper, pdfOf, deliveries, reports, stamped } = openSigned();
    expect(deliveries.due('2026-11-20T02:05:00.000Z')).toEqual([]);
    authority.behave('down');
    const keeper = start();
    await new Promise((resolve) => setImmediate(resolve));
    authority.behave('answer');
    await until(() => {
      keeper.wake();
      expect(stamped()).not.toBeNull();
    });
    expect(deliveries.due('2026-11-20T02:05:00.000Z').length).toBe(made.objects.length);
    const pdf = reports.pdf(radiologyReport.reportUid)!;
    const sent = pdfOf(deliveries.part10(paper().id));
    expect((await verifyReportFile(pdf, { trust: { anchors: [], signers: [] } })).level).toBe('B-T');
    expect(sent.subarray(0, pdf.length).equals(pdf)).toBe(true);
  });

  test('that has left keeps what was delivered, and the stamped paper beside it', async () => {
    const { start, paper, deliveries, reports, stamped, database } = openSigned();
    const before = Buffer.from(deliveries.part10(paper().id));
    deliveries.recordStep(paper().id, { station: 'sent', attempts: 1, nextAttemptAt: null, at: '2026-11-20T02:14:00.000Z', failure: null });
    start();
    await until(() => expect(stamped()).not.toBeNull());
    expect(Buffer.from(deliveries.part10(paper().id)).equals(before)).toBe(true);
    expect((await verifyReportFile(reports.pdf(radiologyReport.reportUid)!, { trust: { anchors: [], signers: [] } })).level).toBe('B-B');
    const kept = database.prepare<[], { pdf: Buffer; is_delivered: number }>('SELECT pdf, is_delivered FROM report_evidence').get()!;
    expect([kept.is_delivered, (await verifyReportFile(kept.pdf, { trust: { anchors: [], signers: [] } })).level]).toEqual([0, 'B-T']);
    expect(() => database.prepare('UPDATE delivery SET part10 = ? WHERE id = ?').run(Buffer.from('x'), paper().id)).toThrow('delivered as it was signed');
  });
});
