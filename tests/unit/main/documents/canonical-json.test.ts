import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { base32, canonicalise, sha256, verificationCode } from '#main/documents/canonical-json.ts';
import { deterministicUid, reportObjectIdentities } from '#main/documents/object-identities.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { amendedReport, radiologyReport } from '#tests/support/sample-report.ts';

const textOf = (value: object) => new TextDecoder().decode(canonicalise(value as CanonicalReport));

describe('canonical bytes', () => {
  test('are those of the example in RFC 8785, section 3.2.3', () => {
    const input: object = JSON.parse(String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"€$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`);
    expect(textOf(input)).toBe(String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`);
  });

  test('sort names by their UTF-16 code units', () => {
    // U+1F600 is written with the surrogate D83D, which comes before U+FB33.
    expect(textOf({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '1': 4, '\r': 5 })).toBe(`{"\\r":5,"1":4,"€":3,"\u{1f600}":2,"\ufb33":1}`);
  });

  test('of a report do not depend on the order in which it was put together', () => {
    const turned = Object.fromEntries(Object.entries(radiologyReport).toReversed()) as unknown as CanonicalReport;
    expect(textOf(turned)).toBe(textOf(radiologyReport));
  });

  test('of a report read back are the same report', () => {
    expect(JSON.parse(textOf(radiologyReport))).toEqual(radiologyReport);
  });

  test('change with every text of the report', () => {
    const other = { ...radiologyReport, findings: radiologyReport.findings.replace('右', '左') };
    expect(Buffer.from(sha256(canonicalise(other))).toString('hex')).not.toBe(Buffer.from(sha256(canonicalise(radiologyReport))).toString('hex'));
  });
});

describe('the verification code', () => {
  test('is the first forty bits in base 32 without I, L, O and U', () => {
    // 0x00 0x44 0x32 0x14 0xC7 = 00000 00001 00010 00011 00100 00101 00110 00111 = 0 1 2 3 4 5 6 7
    const hash = Uint8Array.of(0x00, 0x44, 0x32, 0x14, 0xc7, 0xff);
    expect(verificationCode(hash)).toBe('0123-4567');
  });

  test('pads the last digit of a whole hash with zeros', () => {
    // 256 bits = 51 digits and one bit; the last bit 1 gives 10000 = 16 = G
    const digits = base32(new Uint8Array(32).fill(0xff));
    expect([digits.length, digits.slice(-2)]).toEqual([52, 'ZG']);
  });
});

describe('identities of the objects', () => {
  test('are version 8 UUIDs below 2.25, made of SHA-256', () => {
    const hash = createHash('sha256').update('x').digest();
    const uuid = BigInt(deterministicUid('x').slice('2.25.'.length)).toString(16).padStart(32, '0');
    // Digit 13 is the version; digit 17 has the variant 10 in its two high bits; everything else is the hash.
    expect([uuid[12], '89ab'.includes(uuid[16]!), uuid.slice(0, 12), uuid.slice(20)]).toEqual(['8', true, hash.toString('hex').slice(0, 12), hash.toString('hex').slice(20, 32)]);
  });

  test('are the same for the same version and differ for each object', () => {
    const [one, again, next] = [radiologyReport, { ...radiologyReport }, { ...radiologyReport, version: 2 }].map(reportObjectIdentities);
    const uids = [one!, next!].flatMap(({ structuredReport, encapsulatedPdf }) => [structuredReport, encapsulatedPdf].flatMap((object) => [object.sopInstanceUid, object.seriesInstanceUid]));
    expect(again).toEqual(one);
    expect([new Set(uids).size, uids.every(isUid), Math.max(...uids.map((uid) => uid.length)) <= 44]).toEqual([8, true, true]);
  });

  test('of an amended report know those of the version before', () => {
    const { predecessor } = reportObjectIdentities(amendedReport);
    const { predecessor: before, ...own } = reportObjectIdentities(radiologyReport);
    expect([before, predecessor]).toEqual([null, own]);
  });

  test('have series numbers of six digits, even for the report, odd for the paper', () => {
    const { structuredReport, encapsulatedPdf } = reportObjectIdentities(radiologyReport);
    expect([structuredReport.seriesNumber % 2, encapsulatedPdf.seriesNumber - structuredReport.seriesNumber, String(structuredReport.seriesNumber).length]).toEqual([0, 1, 6]);
  });
});
