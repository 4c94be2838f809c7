import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { localTimeText } from '#shared/report/local-time.ts';
import { buildRejectionNote } from '#shared/structured-report/key-object-selection.ts';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import { makeSigningPackage, stampDigest, stampPaper, toSignedObject, type SigningPackage } from '#main/documents/signing-package.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { httpTimeStampAuthority } from '#main/signing/time-stamp-authority.ts';
import { hasPrograms, structuredReportOf, testAssets } from './report-kit.ts';
import { withOldHeadings } from './old-headings.ts';
import { samplePictures } from './pictured-report.ts';
import { SAMPLE_PAPERS } from './sample-papers.ts';
import { addendumReport, amendedReport, ecgReport, radiologyReport } from './sample-report.ts';
import { startTestTimeStampAuthority } from './test-time-stamp-authority.ts';

/**
 * `npm run sample:reports -- --out DIR`: what reporting.md section 8 names, made by the code of the program with an invented patient and an
 * authority that is forgotten at once. Signed now, so that a time stamp and today's certificates fit.
 */
const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) {
  process.stderr.write('npm run sample:reports -- --out DIR\n');
  process.exit(2);
}
const out = resolve(values.out);
const pki = join(out, 'pki');
mkdirSync(pki, { recursive: true });
const write = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(out, name), bytes);
  process.stdout.write(`${name}\n`);
};

const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const at = { signedAt: now.toISOString(), signedAtLocal: localTimeText(now.toISOString()) };
const authority = await createDemoAuthority(now);
const [reporter, verifier] = authority.signers.map((signer) => openPkcs12(signer.pkcs12, signer.demoPin ?? ''));
if (reporter === undefined || verifier === undefined) throw new Error('two physicians sign');
write('pki/ca.crt', authority.caCertificatePem);
for (const [index, signer] of authority.signers.entries()) {
  write(`pki/${index === 0 ? 'reporter' : 'verifier'}.p12`, signer.pkcs12);
  write(`pki/${index === 0 ? 'reporter' : 'verifier'}.crt`, signer.certificatePem);
}
write('pki/pin.txt', `${authority.signers[0]?.demoPin ?? ''}\n`);

const assets = testAssets();
const make = async (name: string, report: Parameters<typeof makeSigningPackage>[0]): Promise<SigningPackage> => {
  const made = await makeSigningPackage({ ...report, ...at }, verifier, assets, now);
  for (const object of made.objects) write(`${name}${SUFFIXES[object.kind] ?? ''}.dcm`, object.part10);
  return made;
};
const SUFFIXES: Readonly<Record<string, string>> = { 'encapsulated-pdf': '-pdf', 'measurement-report': '-tid1500', 'key-objects': '-ko', 'presentation-state': '-pr' };

const radiology = await make('rad', radiologyReport);
await make('rad-add', amendedReport);
await make('rad-addendum', addendumReport);
await make('ecg', ecgReport);
mkdirSync(join(out, 'papers'), { recursive: true });
for (const [name, { report, preview = false }] of Object.entries(SAMPLE_PAPERS)) write(`papers/${name}.pdf`, await renderReportPdf({ ...report, ...at }, assets, { preview, pictures: samplePictures }));
write('report.pdf', radiology.pdf);
write('report.json', radiology.content);
write('report.json.p7s', radiology.contentSignature);
write('report-two-signatures.pdf', await signPdf(radiology.pdf, reporter, { reason: '报告', location: radiologyReport.centreName, signedAt: now, fieldName: 'Reporter' }));
write('rad-legacyheads.dcm', writePart10(withOldHeadings(structuredReportOf({ ...radiologyReport, ...at })), { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }));
const note = buildRejectionNote({ ...radiologyReport, ...at }, reportObjectIdentities(radiologyReport), {
  reason: 'wrong-patient', text: '患者信息核对有误', physician: { ...radiologyReport.verifyingPhysician, signedAtLocal: at.signedAtLocal }, withdrawnAtLocal: at.signedAtLocal,
  rejected: radiology.objects,
});
write('rejection-note.dcm', toSignedObject('rejection-note', note).part10);

if (hasPrograms('openssl')) {
  const stamps = await startTestTimeStampAuthority();
  const { token } = await httpTimeStampAuthority(stamps.url)(stampDigest(radiology.pdf));
  write('report-stamped.pdf', stampPaper({ ...radiologyReport, ...at }, radiology.pdf, token).pdf);
  write('report-stamped.tst', token);
  write('pki/tsa-root.crt', stamps.root);
  await stamps.stop();
}
