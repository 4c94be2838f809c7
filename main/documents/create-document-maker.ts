import { X509Certificate } from 'node:crypto';
import type { CanonicalReport, ReportPhysician } from '#shared/report/canonical-report.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import { buildRejectionNote } from '#shared/structured-report/key-object-selection.ts';
import { signDetached } from '../signing/detached-cms.ts';
import { openKey } from '../signing/key-source.ts';
import { readSigner } from '../signing/read-signer.ts';
import { httpFetcher } from '../signing/http-fetcher.ts';
import { addValidationData, collectValidationData } from '../signing/validation-data.ts';
import { signPdf } from '../signing/sign-pdf.ts';
import { requireValidAt } from '../signing/signer-key.ts';
import { makeThrowawayKey } from '../signing/throwaway-key.ts';
import { canonicaliseContent } from './canonical-json.ts';
import type { DocumentMaker } from './document-maker.ts';
import { reportObjectIdentities } from './object-identities.ts';
import type { ReportAssets } from './report-assets.ts';
import { emptyPdf, findMissingGlyphs, renderReportPdf } from './report-pdf.ts';
import { printedKeyImages } from './paper/key-image-grid.ts';
import { picturesIn } from './pictures.ts';
import { KEY_IMAGE_LIMITS, LOGO_LIMITS, sealPicture } from './seal-picture.ts';
import { makeSigningPackage, plannedObjects, stampDigest, stampPaper, toSignedObject } from './signing-package.ts';
import { verifyReportFile } from './verify-report-file.ts';

/** An object without its physician cannot be built; who signs is not known yet, and changes nothing of what leaves. */
function signedBySomebody(report: CanonicalReport): CanonicalReport {
  const named = (physician: ReportPhysician): ReportPhysician => ({
    ...physician, name: physician.name || '待签', organisation: physician.organisation || report.hospital.name, signedAtLocal: physician.signedAtLocal || report.signedAtLocal,
  });
  return { ...report, reportingPhysician: named(report.reportingPhysician), verifyingPhysician: named(report.verifyingPhysician) };
}

/** Signs an empty page and a word, once, and throws both away: what is compiled by then the physician's first signature does not wait for. */
async function practise(): Promise<void> {
  const now = new Date();
  const key = makeThrowawayKey(now);
  await signDetached(new Uint8Array(1), key, now);
  await signPdf(await emptyPdf(), key, { reason: '', location: '', signedAt: now, fieldName: 'Verifier' });
}

/** The document maker itself, on whatever thread. A key is open only while it signs. */
export function createDocumentMaker(assets: ReportAssets): DocumentMaker {
  let practised: Promise<void> | undefined;
  return {
    preview: (report, pictures) => renderReportPdf(report, assets, { preview: true, pictures }),
    async plan(report) {
      // The window that signs is open, and its PIN is still to be typed.
      setImmediate(() => void (practised ??= practise().catch(() => undefined)));
      return [
        { kind: 'encapsulated-pdf', parts: printedKeyImages(report).length },
        ...plannedObjects(signedBySomebody(report)).map(({ kind, parts }) => ({ kind, parts })),
      ];
    },
    sealPicture: async (jpeg, use) => sealPicture(jpeg, use === 'logo' ? LOGO_LIMITS : KEY_IMAGE_LIMITS),
    picturesIn: async (pdf) => picturesIn(pdf),
    missingGlyphs: async (report) => findMissingGlyphs(report, assets),
    sign: async (report, source, pin, now, pictures) => makeSigningPackage(report, await openKey(source, pin), assets, new Date(now), pictures),

    async signContent(content, source, pin, now) {
      const key = await openKey(source, pin);
      requireValidAt(key, new Date(now));
      const bytes = canonicaliseContent(content);
      return { content: bytes, contentSignature: await signDetached(bytes, key, new Date(now)) };
    },

    async signWithdrawal(report, withdrawal, source, pin) {
      const key = await openKey(source, pin);
      const withdrawnAt = new Date(withdrawal.withdrawnAt);
      requireValidAt(key, withdrawnAt);
      const { reason, words, physician, rejected } = withdrawal;
      const content = canonicaliseContent({
        format: { name: 'tongyue-withdrawal', version: 1 }, reportUid: report.reportUid, version: report.version, reason, words,
        physician, withdrawnAt: withdrawal.withdrawnAt, rejected: rejected.map(({ sopInstanceUid }) => sopInstanceUid),
      });
      const note =
        rejected.length === 0
          ? undefined
          : buildRejectionNote(report, reportObjectIdentities(report), { reason, text: words, physician, withdrawnAtLocal: localTimeText(withdrawal.withdrawnAt), rejected });
      return { content, contentSignature: await signDetached(content, key, withdrawnAt), rejectionNote: note && toSignedObject('rejection-note', note) };
    },

    stampDigest: async (pdf) => stampDigest(pdf),
    stamp: async (report, pdf, token) => stampPaper(report, pdf, token),
    async prove(pdf, now) {
      const data = await collectValidationData(pdf, new Date(now), httpFetcher);
      return data && addValidationData(pdf, data);
    },
    verify: (pdf, knownCertificates, code) =>
      verifyReportFile(pdf, { trust: { anchors: [], signers: knownCertificates.map((pem) => new X509Certificate(pem)) }, assets, code }),
    readSigner: (source, pin, role, now) => readSigner(source, pin, role, new Date(now)),
  };
}
