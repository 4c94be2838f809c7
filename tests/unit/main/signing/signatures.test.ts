import { beforeAll, describe, expect, test } from 'vitest';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import { signDetached, verifyDetached, type DetachedSignature } from '#main/signing/detached-cms.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { checkSignedFile } from '#main/signing/verification/check-signed-file.ts';
import { makeTestKeys, SIGNING_TIME, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

let keys: TestKeys;
let paper: Uint8Array;
let signed: Uint8Array;
const check = (pdf: Uint8Array) => checkSignedFile(pdf, { anchors: [], signers: [] });
const faultsIn = (pdf: Uint8Array) => check(pdf).faults.map((fault) => fault.kind);
const request = { reason: '审核签发', location: '澜州市第一医院', signedAt: SIGNING_TIME, fieldName: 'Verifier' } as const;

beforeAll(async () => {
  keys = await makeTestKeys();
  paper = await renderReportPdf(radiologyReport, testAssets(), { preview: false });
  signed = await signPdf(paper, keys.verifier, request);
});

/** RFC 5652 leaves the issuer's certificates outside the signature; what is inside must be as it was. */
const isUnchanged = (signature: DetachedSignature | undefined) =>
  signature?.certificate.raw.equals(keys.verifier.certificate.raw) === true && signature.signedAt?.getTime() === SIGNING_TIME.getTime();
const flipped = (bytes: Uint8Array, at: number, bit = 1) => bytes.with(at, bytes[at]! ^ bit);

describe('a signed PDF', () => {
  test('starts with the bytes that were signed', () => {
    expect(Buffer.from(signed.subarray(0, paper.length)).equals(paper)).toBe(true);
  });

  test('is valid, and says who signed it and when', () => {
    const { faults, signatures } = check(signed);
    expect([faults, signatures.map(({ signerName, issuerName, claimedAt, trust }) => [signerName, issuerName, claimedAt, trust])]).toEqual([
      [], [['林知远', '通阅演示根证书', SIGNING_TIME.toISOString(), 'unknown']],
    ]);
  });

  test('takes a second signature without hurting the first', async () => {
    const twice = await signPdf(signed, keys.reporter, { ...request, fieldName: 'Reporter' });
    const { faults, signatures } = check(twice);
    expect(Buffer.from(twice.subarray(0, signed.length)).equals(signed)).toBe(true);
    expect([faults, signatures.map(({ signerName, fieldName }) => [signerName, fieldName])]).toEqual([[], [['林知远', 'Verifier'], ['周牧', 'Reporter']]]);
  });

  test('is not signed outside the time of the certificate', async () => {
    await expect(signPdf(paper, keys.verifier, { ...request, signedAt: new Date('2030-01-01T00:00:00Z') })).rejects.toMatchObject({ code: 'signing/certificate-expired' });
  });

  test('is told from an unsigned one', () => {
    expect(faultsIn(paper)).toEqual(['unsigned']);
  });

  test('is refused when its end is cut off', () => {
    expect(faultsIn(signed.subarray(0, signed.length - 1))).not.toEqual([]);
  });

  test('is refused when any character of the signature in it changes', () => {
    const text = Buffer.from(signed).toString('latin1');
    const start = text.indexOf('/Contents <') + '/Contents '.length;
    const end = text.indexOf('>', start);
    // Every 97th character of the hexadecimal string, its angle brackets and its padding included.
    const places = [start, end, ...Array.from({ length: Math.floor((end - start) / 97) }, (_, index) => start + 1 + index * 97)];
    expect(places.filter((at) => faultsIn(flipped(signed, at)).length === 0)).toEqual([]);
  });

  test('is refused when its signature is that of another paper', async () => {
    const other = await renderReportPdf({ ...radiologyReport, isDemo: true }, testAssets(), { preview: false });
    const otherSigned = Buffer.from(await signPdf(other, keys.verifier, request)).toString('latin1');
    const hex = /\/Contents <([0-9A-Fa-f]+)>/.exec(otherSigned)![1]!;
    const swapped = Buffer.from(signed).toString('latin1').replace(/\/Contents <[0-9A-Fa-f]+>/, `/Contents <${hex}>`);
    expect(faultsIn(Buffer.from(swapped, 'latin1'))).toEqual(['content-changed']);
  });
});

describe('a detached signature', () => {
  const content = new TextEncoder().encode('{"findings":"未见异常"}');

  test('fits its content and no other', async () => {
    const cms = await signDetached(content, keys.verifier, SIGNING_TIME);
    const verdicts = [content, Uint8Array.of(...content, 0x20), new Uint8Array()].map((bytes) => verifyDetached(bytes, cms)?.certificate.subject.includes('林知远'));
    expect(verdicts).toEqual([true, undefined, undefined]);
  });

  test('is broken by a change of its bytes, but for names of the authority that no signature covers', async () => {
    const cms = await signDetached(content, keys.verifier, SIGNING_TIME);
    const places = Array.from({ length: Math.floor(cms.length / 7) }, (_, index) => index * 7);
    const unnoticed = places.map((at) => verifyDetached(content, flipped(cms, at))).filter((verdict) => verdict !== undefined);
    expect(unnoticed.filter((verdict) => !isUnchanged(verdict))).toEqual([]);
    expect(unnoticed.length).toBeLessThan(places.length / 10);
  });
});
