import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { signDetached } from '#main/signing/detached-cms.ts';
import { addTimeStamp, lastSignatureValue } from '#main/signing/add-time-stamp.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { requireValidAt, type SignerKey } from '#main/signing/signer-key.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { buildDiagnosticReport } from '#shared/structured-report/diagnostic-report.ts';
import { buildEncapsulatedPdf, ENCAPSULATED_DOCUMENT_PATH } from '#shared/structured-report/encapsulated-pdf.ts';
import { buildKeyObjects } from '#shared/structured-report/key-object-selection.ts';
import { buildMeasurementReport } from '#shared/structured-report/measurement-report.ts';
import type { ReportObjectKind } from '#shared/structured-report/report-object.ts';
import { canonicalise, sha256 } from './canonical-json.ts';
import { reportObjectIdentities } from './object-identities.ts';
import type { ReportAssets } from './report-assets.ts';
import { refuseUnprintable, renderReportPdf } from './report-pdf.ts';

/** Everything that one signature makes. From here on nothing of it is ever made again: what is delivered are these bytes. */
export interface SigningPackage {
  /** The canonical report, RFC 8785. */
  readonly content: Uint8Array;
  readonly contentSha256: Uint8Array;
  /** CMS over `content`, detached: `report.json.p7s`. */
  readonly contentSignature: Uint8Array;
  /** The paper, signed after PAdES B-B. */
  readonly pdf: Uint8Array;
  readonly objects: readonly SignedObject[];
}

/** One object for the hospital. */
export interface SignedObject {
  readonly kind: ReportObjectKind;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly part10: Uint8Array;
}

/**
 * Canonical report, its signature, the signed paper, the structured report and the paper as a DICOM object.
 *
 * A report over several studies makes one set, in the first study. It is one legal document: copies in every study would be further objects to
 * deliver, to read back and to correct, and a hospital that lost one of them would hold two truths. The structured report names all studies
 * in its evidence and in its requests, so an archive finds it from each of them.
 *
 * @param now the certificate must be valid then
 * @throws AppError `signing/certificate-expired`, `report/missing-glyph`; both before anything is signed
 */
export async function makeSigningPackage(report: CanonicalReport, key: SignerKey, assets: ReportAssets, now: Date): Promise<SigningPackage> {
  requireValidAt(key, now);
  const content = canonicalise(report);
  const signedAt = new Date(report.signedAt);
  const identities = reportObjectIdentities(report);
  const structuredReport = buildDiagnosticReport(report, identities);
  refuseFaults(structuredReport, report.isPreliminary === true);
  const measurementReport = buildMeasurementReport(report, identities);
  const keyObjects = buildKeyObjects(report, identities);

  refuseUnprintable(report, assets);
  const contentSignature = await signDetached(content, key, signedAt);
  const paper = await renderReportPdf(report, assets, { preview: false, contentSignature });
  const pdf = await signPdf(paper, key, { reason: '审核签发', location: report.centreName, signedAt, fieldName: 'Verifier' });
  const encapsulatedPdf = buildEncapsulatedPdf(report, identities, pdf.length);
  return {
    content,
    contentSha256: sha256(content),
    contentSignature,
    pdf,
    objects: [
      toObject('structured-report', structuredReport, new Map()),
      toObject('encapsulated-pdf', encapsulatedPdf, new Map([[ENCAPSULATED_DOCUMENT_PATH, pdf]])),
      ...(measurementReport === undefined ? [] : [toObject('measurement-report', measurementReport, new Map())]),
      ...(keyObjects === undefined ? [] : [toObject('key-objects', keyObjects, new Map())]),
    ],
  };
}

/** Nothing that breaks a rule is ever signed; it would be a bug of ours. */
function refuseFaults(structuredReport: DataSet, isPreliminary: boolean): void {
  const faults = checkDiagnosticReport(structuredReport, isPreliminary);
  if (faults.length > 0) throw new Error(`the structured report is not sound: ${faults.join('; ')}`);
}

/** The signed paper with a time stamp in it (B-T), and the object that carries it. */
export interface StampedPaper {
  readonly pdf: Uint8Array;
  readonly part10: Uint8Array;
}

/** SHA-256 of the last signature's value: what a time stamp is asked for. */
export function stampDigest(pdf: Uint8Array): Uint8Array {
  return sha256(lastSignatureValue(pdf));
}

/**
 * Puts a time stamp into a paper that was signed without one. The stamp goes into the place that was kept for it beside the signature: not one
 * signed byte changes, and the signature stays valid.
 * @throws Error when the token is not over this signature
 */
export function stampPaper(report: CanonicalReport, pdf: Uint8Array, token: Uint8Array): StampedPaper {
  const stamped = addTimeStamp(pdf, token);
  const dataSet = buildEncapsulatedPdf(report, reportObjectIdentities(report), stamped.length);
  return { pdf: stamped, part10: toObject('encapsulated-pdf', dataSet, new Map([[ENCAPSULATED_DOCUMENT_PATH, stamped]])).part10 };
}

export function toSignedObject(kind: ReportObjectKind, dataSet: DataSet): SignedObject {
  return toObject(kind, dataSet, new Map());
}

function toObject(kind: ReportObjectKind, dataSet: DataSet, bulkData: ReadonlyMap<string, Uint8Array>): SignedObject {
  return {
    kind,
    sopClassUid: textOf(dataSet, 'SOPClassUID'),
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    seriesInstanceUid: textOf(dataSet, 'SeriesInstanceUID'),
    studyInstanceUid: textOf(dataSet, 'StudyInstanceUID'),
    part10: writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData }),
  };
}
