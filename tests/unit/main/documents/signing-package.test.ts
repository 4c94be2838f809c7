import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalise } from '#main/documents/canonical-json.ts';
import { makeSigningPackage, type SigningPackage } from '#main/documents/signing-package.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { verifyDetached } from '#main/signing/detached-cms.ts';
import { checkSignedFile } from '#main/signing/verification/check-signed-file.ts';
import { numberOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { makeTestKeys, SIGNING_TIME, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport, twoStudyReport } from '#tests/support/sample-report.ts';

const assets = testAssets();
let keys: TestKeys;
let made: SigningPackage;
beforeAll(async () => {
  keys = await makeTestKeys();
  made = await makeSigningPackage(radiologyReport, keys.verifier, assets, SIGNING_TIME);
});

describe('what one signature makes', () => {
  test('is the canonical report with its hash and its signature', () => {
    expect({
      content: Buffer.from(made.content).equals(canonicalise(radiologyReport)),
      hash: Buffer.from(made.contentSha256).toString('hex'),
      signer: verifyDetached(made.content, made.contentSignature)?.certificate.subject.includes('林知远'),
    }).toEqual({ content: true, hash: createHash('sha256').update(made.content).digest('hex'), signer: true });
  });

  test('is a signed paper, and the same paper in a DICOM object', () => {
    const [, object] = made.objects;
    const { metadata, bulkData } = readPart10(object!.part10);
    const length = numberOf(metadata, 'EncapsulatedDocumentLength')!;
    const document = Buffer.from(bulkData.find((bulk) => bulk.elementPath === '00420011')!.bytes);
    expect([checkSignedFile(made.pdf, { anchors: [], signers: [] }).faults, length, document.subarray(0, length).equals(made.pdf), document.length % 2]).toEqual([[], made.pdf.length, true, 0]);
  });

  test('are objects that say of themselves what the delivery must know', () => {
    expect(made.objects.map(({ part10, ...object }) => {
      const { metadata } = readPart10(part10);
      const said = { sopClassUid: textOf(metadata, 'SOPClassUID'), sopInstanceUid: textOf(metadata, 'SOPInstanceUID'), seriesInstanceUid: textOf(metadata, 'SeriesInstanceUID'), studyInstanceUid: textOf(metadata, 'StudyInstanceUID') };
      return [object.kind, JSON.stringify({ kind: object.kind, ...said }) === JSON.stringify(object)];
    })).toEqual([['structured-report', true], ['encapsulated-pdf', true], ['measurement-report', true], ['key-objects', true]]);
  });

  test('has the same identities and the same structured report when it is made again', async () => {
    const again = await makeSigningPackage(radiologyReport, keys.verifier, assets, SIGNING_TIME);
    expect(again.objects.map((object) => object.sopInstanceUid)).toEqual(made.objects.map((object) => object.sopInstanceUid));
    expect(Buffer.from(again.objects[0]!.part10).equals(made.objects[0]!.part10)).toBe(true);
  });

  test('lies in the first study when the report covers two', async () => {
    const { objects } = await makeSigningPackage(twoStudyReport, keys.verifier, assets, SIGNING_TIME);
    expect(new Set(objects.map((object) => object.studyInstanceUid))).toEqual(new Set([twoStudyReport.studies[0]!.studyInstanceUid]));
  });

  test('stays small enough for a slow line', () => {
    // reporting.md 6.8: paper below 300 KB, structured report below 30 KB
    expect([made.objects[0]!.part10.length < 30_000, made.objects[1]!.part10.length < 300_000]).toEqual([true, true]);
  });
});

describe('nothing is signed', () => {
  test('with an expired certificate', async () => {
    await expect(makeSigningPackage(radiologyReport, keys.verifier, assets, new Date('2029-01-01T00:00:00Z'))).rejects.toMatchObject({ code: 'signing/certificate-expired' });
  });

  test('when the paper would lack a character', async () => {
    let signatures = 0;
    const counting = { ...keys.verifier, sign: (data: Uint8Array) => ((signatures += 1), keys.verifier.sign(data)) };
    await expect(makeSigningPackage({ ...radiologyReport, findings: '\ue000' }, counting, assets, SIGNING_TIME)).rejects.toMatchObject({ code: 'report/missing-glyph' });
    expect(signatures).toBe(0);
  });

  test('when the structured report breaks a rule', async () => {
    const stray = radiologyReport.measurements.map((measurement) => ({ ...measurement, source: { ...measurement.source, sopInstanceUid: '1.2.99' } }));
    await expect(makeSigningPackage({ ...radiologyReport, measurements: stray }, keys.verifier, assets, SIGNING_TIME)).rejects.toThrow('not in the evidence');
  });
});
