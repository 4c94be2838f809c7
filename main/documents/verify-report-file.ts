import { attachedFiles, attachedPictures } from '#main/signing/verification/attached-files.ts';
import { checkSignedFile, type SignedFileCheck, type TrustStore } from '#main/signing/verification/check-signed-file.ts';
import { verifyDetached } from '#main/signing/detached-cms.ts';
import { verifySm2, type Sm2Signature } from '#main/signing/sm2.ts';
import { CANONICAL_REPORT_FORMAT, FIRST_WITH_PICTURES, type CanonicalReport } from '#shared/report/canonical-report.ts';
import type { FileFault, FileVerdict, VerifiedContent } from '#shared/report/file-verdict.ts';
import { createHash } from 'node:crypto';
import { canonicalise, sha256, symbolText, verificationCode } from './canonical-json.ts';
import type { ReportAssets } from './report-assets.ts';
import { CONTENT_FILE, CONTENT_SIGNATURE_FILE, renderReportPdf, SM2_CERTIFICATE_FILE, SM2_SIGNATURE_FILE } from './report-pdf.ts';

export interface VerificationOptions {
  readonly trust: TrustStore;
  /** The fonts of the paper: with them the paper is made again from the report inside and compared. */
  readonly assets?: ReportAssets | undefined;
  /** What stands beside the symbol, or what the symbol holds: must be that of this report. */
  readonly code?: string | undefined;
}

/**
 * Everything that can be said of a report file without asking anybody: its form, its signatures, what was appended, the report inside and the
 * paper around it.
 */
export async function verifyReportFile(pdf: Uint8Array, { trust, assets, code }: VerificationOptions): Promise<FileVerdict> {
  const checked = checkSignedFile(pdf, trust);
  const carried = readCarried(pdf, checked);
  const faults: FileFault[] = [...checked.faults, ...carried.faults];
  const { report, content } = carried;
  if (code !== undefined && content !== undefined && !isCodeOf(code, content)) faults.push({ kind: 'other-code', code: code.slice(0, 120) });
  const isIntact = faults.length === 0;
  return {
    status: isIntact ? 'intact' : 'refused',
    faults,
    signatures: checked.signatures,
    level: isIntact ? levelOf(checked) : null,
    content: content ?? null,
    paper: assets === undefined || report === undefined || !isIntact ? 'not-compared' : await comparePaper(pdf, checked, report, carried, assets),
  };
}

/** B-LT needs evidence, B-T a time stamp on every signature of a person. */
function levelOf({ signatures, hasEvidence }: SignedFileCheck): FileVerdict['level'] {
  const isStampedWhole = signatures.some(({ kind }) => kind === 'document-time-stamp');
  const isStamped = isStampedWhole || signatures.every(({ timeStamp }) => timeStamp !== null);
  if (!isStamped) return 'B-B';
  return hasEvidence ? 'B-LT' : 'B-T';
}

interface Carried {
  readonly report?: CanonicalReport;
  readonly content?: VerifiedContent;
  readonly signature?: Uint8Array | undefined;
  readonly sm2Signature?: Sm2Signature | undefined;
  readonly faults: readonly FileFault[];
}

function readCarried(pdf: Uint8Array, { revisions, signatures, faults: found }: SignedFileCheck): Carried {
  if (revisions === undefined) return { faults: [] };
  const files = attachedFiles(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), revisions);
  const bytes = files.get(CONTENT_FILE);
  if (bytes === undefined) return { faults: [{ kind: 'content-missing' }] };
  const report = readReport(bytes);
  if (report === undefined) return { faults: [{ kind: 'content-not-canonical' }] };
  const signature = files.get(CONTENT_SIGNATURE_FILE);
  const hash = sha256(bytes);
  const content: VerifiedContent = {
    reportUid: report.reportUid,
    version: report.version,
    predecessorVersion: report.predecessor?.version ?? null,
    hospitalName: report.hospital.name,
    accessionNumber: report.request.accessionNumber,
    signedAt: report.signedAt,
    isDemo: report.isDemo,
    verificationCode: verificationCode(hash),
    contentSha256: Buffer.from(hash).toString('hex'),
  };
  const sm2Signature = sm2In(files);
  const carried = { report, content, signature, sm2Signature };
  if (sm2Signature !== undefined && !verifySm2(bytes, sm2Signature)) return { ...carried, faults: [{ kind: 'content-signature-invalid' }] };
  if (signature === undefined || found.length > 0) return { ...carried, faults: [] };
  const inner = verifyDetached(bytes, signature);
  const fingerprint = inner && createHash('sha256').update(inner.certificate.raw).digest('hex');
  const isOfVerifier = signatures.some(({ certificateSha256 }) => certificateSha256 === fingerprint);
  return { ...carried, faults: isOfVerifier ? [] : [{ kind: 'content-signature-invalid' }] };
}

/** Half of an SM2 signature is a wrong one. */
function sm2In(files: ReadonlyMap<string, Uint8Array>): Sm2Signature | undefined {
  const [signature, certificate] = [files.get(SM2_SIGNATURE_FILE), files.get(SM2_CERTIFICATE_FILE)];
  if (signature === undefined && certificate === undefined) return undefined;
  return { signature: signature ?? new Uint8Array(), certificate: certificate ?? new Uint8Array() };
}

/** @returns undefined unless the bytes are the one canonical form of a report that this program knows */
function readReport(bytes: Uint8Array): CanonicalReport | undefined {
  try {
    const report = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as CanonicalReport;
    const isOurs = report.format.name === CANONICAL_REPORT_FORMAT.name && report.format.version <= CANONICAL_REPORT_FORMAT.version;
    return isOurs && Buffer.from(canonicalise(report)).equals(bytes) ? report : undefined;
  } catch {
    return undefined;
  }
}

/** The first revision is the paper before anybody signed: the same report gives the same bytes. */
async function comparePaper(
  pdf: Uint8Array, { revisions }: SignedFileCheck, report: CanonicalReport, { signature, sm2Signature }: Carried, assets: ReportAssets,
): Promise<FileVerdict['paper']> {
  const [first] = revisions ?? [];
  // A report of an older form was printed by older rules.
  if (first === undefined || report.format.version < FIRST_WITH_PICTURES) return 'not-compared';
  try {
    const again = await renderReportPdf(report, assets, { preview: false, contentSignature: signature, sm2Signature, pictures: attachedPictures(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), revisions ?? []) });
    return Buffer.from(again).equals(Buffer.from(pdf.buffer, pdf.byteOffset, first.end)) ? 'same' : 'differs';
  } catch {
    // A character that these fonts lack.
    return 'differs';
  }
}

function isCodeOf(code: string, content: VerifiedContent): boolean {
  const given = code.trim().toUpperCase();
  return given === content.verificationCode || given === symbolText(content.reportUid, Buffer.from(content.contentSha256, 'hex'));
}
