import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { symbolText } from '#main/documents/canonical-json.ts';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import { makeSigningPackage, type SigningPackage } from '#main/documents/signing-package.ts';
import { verifyReportFile, type VerificationOptions } from '#main/documents/verify-report-file.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { CANONICAL_REPORT_FORMAT, type CanonicalReport } from '#shared/report/canonical-report.ts';
import { verdictLines } from '#shared/report/verdict-words.ts';
import { makeTestKeys, SIGNING_TIME, testAssets, type TestKeys } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

const assets = testAssets();
let keys: TestKeys;
let made: SigningPackage;
let twice: Uint8Array;
beforeAll(async () => {
  keys = await makeTestKeys();
  made = await makeSigningPackage(radiologyReport, keys.verifier, assets, SIGNING_TIME);
  twice = await signPdf(made.pdf, keys.reporter, { reason: '报告', location: '澜州', signedAt: SIGNING_TIME, fieldName: 'Reporter' });
}, 120_000);

const nobody = { anchors: [], signers: [] };
const verify = (pdf: Uint8Array, options: Partial<VerificationOptions> = {}) => verifyReportFile(pdf, { trust: nobody, ...options });
const faultsOf = async (pdf: Uint8Array) => (await verify(pdf)).faults;
const append = (pdf: Uint8Array, text: string) => Buffer.concat([pdf, Buffer.from(text, 'latin1')]);

/** A small generator with a fixed seed (mulberry32): the same places every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One more revision, in perfect form: these objects, their table, and a trailer that names the revision before. */
function withUpdate(pdf: Uint8Array, objects: Readonly<Record<number, string>>, size: number): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const previous = /startxref\n(\d+)\n%%EOF\n?$/.exec(text)![1]!;
  let body = text.endsWith('\n') ? '' : '\n';
  const places = new Map<number, number>();
  for (const [number, value] of Object.entries(objects)) {
    places.set(Number(number), pdf.length + body.length);
    body += `${number} 0 obj\n${value}\nendobj\n`;
  }
  const table = pdf.length + body.length;
  const rows = [...places].map(([number, place]) => `${number} 1\n${String(place).padStart(10, '0')} 00000 n \n`).join('');
  return append(pdf, `${body}xref\n${rows}trailer\n<<\n/Size ${size}\n/Root ${rootOf(text)} 0 R\n/Prev ${previous}\n>>\nstartxref\n${table}\n%%EOF\n`);
}
const rootOf = (text: string) => [...text.matchAll(/\/Root (\d+) 0 R/g)].at(-1)![1]!;
/** The newest text of an object. */
const objectText = (pdf: Uint8Array, number: number) =>
  [...Buffer.from(pdf).toString('latin1').matchAll(new RegExp(`(?:^|\\n)${number} 0 obj\\n([^]*?)\\nendobj`, 'g'))].at(-1)![1]!;
const sizeOf = (pdf: Uint8Array) => Number([...Buffer.from(pdf).toString('latin1').matchAll(/\/Size (\d+)\n/g)].at(-1)![1]);

describe('an untouched report', () => {
  test('of form 4 of the program is intact too, and its paper is drawn again and is the same', async () => {
    const older = { ...radiologyReport, format: { name: 'tongyue-report', version: 4 } } as unknown as CanonicalReport;
    const { pdf } = await makeSigningPackage(older, keys.verifier, assets, SIGNING_TIME);
    const verdict = await verify(pdf, { assets });
    expect([verdict.faults, verdict.paper]).toEqual([[], 'same']);
  });

  test('of a form that this program does not know is not called its own', async () => {
    const newer = { ...radiologyReport, format: { name: 'tongyue-report', version: CANONICAL_REPORT_FORMAT.version + 1 } } as unknown as CanonicalReport;
    expect((await verify((await makeSigningPackage(newer, keys.verifier, assets, SIGNING_TIME)).pdf, { assets })).content).toBeNull();
  });

  test('is intact, and says who signed what, when, and that its paper is that of its report', async () => {
    const verdict = await verify(made.pdf, { assets, trust: { anchors: [new X509Certificate(keys.authority.caCertificatePem)], signers: [] } });
    expect(verdict).toMatchObject({
      status: 'intact', faults: [], level: 'B-B', paper: 'same',
      signatures: [{ fieldName: 'Verifier', signerName: '林知远', trust: 'anchor', claimedAt: SIGNING_TIME.toISOString(), timeStamp: null }],
      content: { reportUid: radiologyReport.reportUid, version: 1, accessionNumber: 'YX26112000318', contentSha256: Buffer.from(made.contentSha256).toString('hex') },
    });
    expect(verdictLines(verdict, 'zh-CN')[0]).toBe('通过：文件完整，签名有效。');
  });

  test('is intact under a second signature, which covers the whole file', async () => {
    expect(await verify(twice)).toMatchObject({ status: 'intact', signatures: [{ fieldName: 'Verifier' }, { fieldName: 'Reporter', signerName: '周牧' }] });
  });

  test('says that nobody here knows the issuer, unless the certificate itself is known', async () => {
    const [unknown, known] = await Promise.all([verify(made.pdf), verify(made.pdf, { trust: { anchors: [], signers: [keys.verifier.certificate] } })]);
    expect([unknown, known].map(({ status, signatures }) => [status, signatures[0]?.trust])).toEqual([['intact', 'unknown'], ['intact', 'known-signer']]);
    expect(verdictLines(unknown, 'en')[0]).toContain('ISSUER UNKNOWN');
  });

  test('fits its own code and its own symbol, and no other', async () => {
    const { content } = await verify(made.pdf);
    const codes = [content!.verificationCode, content!.verificationCode.toLowerCase(), symbolText(radiologyReport.reportUid, made.contentSha256), 'AAAA-AAAA'];
    expect(await Promise.all(codes.map(async (code) => (await verify(made.pdf, { code })).status))).toEqual(['intact', 'intact', 'intact', 'refused']);
  });

  test('names no patient in its verdict', async () => {
    const text = JSON.stringify(await verify(made.pdf)) + verdictLines(await verify(made.pdf), 'zh-CN').join('');
    expect(['桂兰', 'Guilan', 'YX0061842'].filter((part) => text.includes(part))).toEqual([]);
  });
});

describe('a report that somebody changed is refused', () => {
  test('after any of 200 bytes was changed, anywhere in the file (A14)', async () => {
    const random = seeded(20_261_122);
    const places = Array.from({ length: 200 }, () => Math.floor(random() * twice.length));
    const unnoticed = [];
    for (const at of places) {
      const changed = twice.with(at, twice[at]! ^ (1 + Math.floor(random() * 255)));
      if ((await verify(changed)).status === 'intact') unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
    // Against hanging: three seconds of work, which a busy machine spreads.
  }, 120_000);

  test('with one NUL behind it, as padding (A14)', async () => {
    expect(await faultsOf(append(made.pdf, '\0'))).toEqual([{ kind: 'bytes-behind', what: 'padding', bytes: 1 }]);
    expect(verdictLines(await verify(append(made.pdf, '\0')), 'zh-CN')).toContain('- 最后一个签名之后多出 1 字节（填充），签名未覆盖整个文件。');
  });

  test('with an update behind it that every viewer accepts (A14)', async () => {
    const update = '\n1 0 obj\n<< /Type /Metadata >>\nendobj\nxref\n0 0\ntrailer\n<< /Size 1 >>\nstartxref\n0\n%%EOF\n';
    expect(await faultsOf(append(made.pdf, update))).toMatchObject([{ kind: 'bytes-behind', what: 'update' }]);
  });

  test('with another page put in its place by an update in perfect form: a shadow update', async () => {
    const text = Buffer.from(made.pdf).toString('latin1');
    const page = Number(/\/Kids \[(\d+) 0 R/.exec(text)![1]);
    const swapped = objectText(made.pdf, page).replace(/\/Contents \d+ 0 R/, `/Contents ${sizeOf(made.pdf)} 0 R`);
    const objects = { [page]: swapped, [sizeOf(made.pdf)]: '<< /Length 4 >>\nstream\nBT E\nendstream' };
    const kinds = (await faultsOf(withUpdate(made.pdf, objects, sizeOf(made.pdf) + 1))).map(({ kind }) => kind);
    expect(kinds).toEqual(['forbidden-change', 'bytes-behind']);
  });

  test('with a page swapped in its own bytes', async () => {
    const other = await makeSigningPackage({ ...radiologyReport, impression: ['未见异常。'] }, keys.verifier, assets, SIGNING_TIME);
    const page = Number(/\/Kids \[(\d+) 0 R/.exec(Buffer.from(made.pdf).toString('latin1'))![1]);
    const contents = (pdf: Uint8Array) => Number(/\/Contents (\d+) 0 R/.exec(objectText(pdf, page))![1]);
    const stream = (pdf: Uint8Array) => `${contents(pdf)} 0 obj\n${objectText(pdf, contents(pdf))}\nendobj`;
    const [own, foreign] = [stream(made.pdf), stream(other.pdf)];
    const swapped = Buffer.from(Buffer.from(made.pdf).toString('latin1').replace(own, () => foreign), 'latin1');
    expect(swapped.equals(made.pdf)).toBe(false);
    expect((await verify(swapped)).status).toBe('refused');
  });

  test('even when the update behind it is signed by somebody', async () => {
    const text = Buffer.from(made.pdf).toString('latin1');
    const page = Number(/\/Kids \[(\d+) 0 R/.exec(text)![1]);
    const swapped = objectText(made.pdf, page).replace(/\/MediaBox \[[^\]]*\]/, '/MediaBox [0 0 100 100]');
    const signed = await signPdf(withUpdate(made.pdf, { [page]: swapped }, sizeOf(made.pdf)), keys.reporter, {
      reason: 'x', location: 'y', signedAt: SIGNING_TIME, fieldName: 'Reporter',
    });
    expect(await faultsOf(signed)).toEqual([{ kind: 'forbidden-change', object: page, revision: 3 }]);
  });

  test('with something new that an earlier revision had no object for', async () => {
    const root = Number(rootOf(Buffer.from(made.pdf).toString('latin1')));
    const catalogue = objectText(made.pdf, root).replace('/Lang (zh-CN)', '/Lang (zh-CN)\n/OpenAction 900 0 R');
    expect((await faultsOf(withUpdate(made.pdf, { [root]: catalogue, 900: '<< /S /JavaScript >>' }, 901)))[0]).toEqual({ kind: 'forbidden-change', object: root, revision: 3 });
  });

  test('with an update that adds nothing', async () => {
    const root = Number(rootOf(Buffer.from(made.pdf).toString('latin1')));
    const same = withUpdate(made.pdf, { [root]: objectText(made.pdf, root) }, sizeOf(made.pdf));
    expect((await faultsOf(same)).map(({ kind }) => kind)).toEqual(['bytes-behind']);
  });

  test('with another report inside, or the signature of another report', async () => {
    const other = await makeSigningPackage({ ...radiologyReport, impression: ['未见异常。'] }, keys.verifier, assets, SIGNING_TIME);
    const paper = await renderReportPdf(radiologyReport, assets, { preview: false, contentSignature: other.contentSignature });
    const signed = await signPdf(paper, keys.verifier, { reason: 'x', location: 'y', signedAt: SIGNING_TIME, fieldName: 'Verifier' });
    expect(await faultsOf(signed)).toEqual([{ kind: 'content-signature-invalid' }]);
  });

  test('when it is no PDF, or carries no signature', async () => {
    const paper = await renderReportPdf(radiologyReport, assets, { preview: false });
    expect([(await faultsOf(Buffer.from('hello')))[0]?.kind, (await faultsOf(paper))[0]?.kind]).toEqual(['not-a-pdf', 'unsigned']);
  });

  test('when the root that it brings along was changed by a letter', async () => {
    const text = Buffer.from(made.pdf).toString('latin1');
    // The last of the issuer's own names in the file: of the root certificate, which no signature of the message covers.
    const name = Buffer.from('通阅演示根证书').toString('hex').toUpperCase();
    const at = text.lastIndexOf(name);
    expect(at).toBeGreaterThan(0);
    const digit = text[at + 5] === '0' ? '1' : '0';
    const changed = Buffer.from(`${text.slice(0, at + 5)}${digit}${text.slice(at + 6)}`, 'latin1');
    expect((await verify(changed, { trust: { anchors: [new X509Certificate(keys.authority.caCertificatePem)], signers: [] } })).status).toBe('refused');
  });
});
