import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { openRepositoryThread } from '../database/remote-repositories.ts';
import { loadReportAssets } from '../documents/report-assets.ts';
import { findMissingGlyphs, renderReportPdf } from '../documents/report-pdf.ts';
import { makeSigningPackage } from '../documents/signing-package.ts';
import { openPkcs12 } from '../signing/pkcs12.ts';
import { readSigner } from '../signing/read-signer.ts';
import type { SignerRole } from '../signing/signer.repository.ts';

/** The thread that makes papers and signs them. A key is open only while it signs. */
export interface DocumentsWorkerData {
  readonly resourcesFolder: string;
}

if (parentPort !== null) {
  openRepositoryThread(parentPort, () => {
    const { resourcesFolder } = workerData as DocumentsWorkerData;
    const assets = loadReportAssets(join(resourcesFolder, 'fonts'));
    const documents = {
      preview: (report: CanonicalReport) => renderReportPdf(report, assets, { preview: true }),
      missingGlyphs: (report: CanonicalReport) => findMissingGlyphs(report, assets),
      sign: (report: CanonicalReport, pkcs12: Uint8Array, pin: string, now: string) => makeSigningPackage(report, openPkcs12(pkcs12, pin), assets, new Date(now)),
      readSigner: (pkcs12: Uint8Array, pin: string, role: SignerRole, now: string) => readSigner(pkcs12, pin, role, new Date(now)),
    };
    return { repositories: { documents }, close: () => {} };
  });
}
