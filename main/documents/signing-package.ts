import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { signDetached } from '#main/signing/detached-cms.ts';
import { addTimeStamp, lastSignatureValue } from '#main/signing/add-time-stamp.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { signSm2 } from '#main/signing/sm2.ts';
import { requireValidAt, type SignerKey } from '#main/signing/signer-key.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { buildDiagnosticReport } from '#shared/structured-report/diagnostic-report.ts';
import { buildEncapsulatedPdf, ENCAPSULATED_DOCUMENT_PATH } from '#shared/structured-report/encapsulated-pdf.ts';
import { buildKeyObjects, keyObjectFrames } from '#shared/structured-report/key-object-selection.ts';
import { buildPresentationStates, presentedImages } from '#shared/structured-report/presentation-state.ts';
import { buildMeasurementReport } from '#shared/structured-report/measurement-report.ts';
import type { ReportObjectKind } from '#shared/structured-report/report-object.ts';
import { sha256 } from './canonical-json.ts';
import { presentationStateUids, reportObjectIdentities } from './object-identities.ts';
import type { Pictures } from './pictures.ts';
import type { ReportAssets } from './report-assets.ts';
import { drawReportPdf, layOutReportPdf } from './report-pdf.ts';

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

/** An object of a report before its paper is signed: what will leave, no more and no less. */
export interface PlannedObject {
  readonly kind: Exclude<ReportObjectKind, 'encapsulated-pdf' | 'rejection-note'>;
  readonly dataSet: DataSet;
  /** Measurements of a measurement report, images of a selection or of a presentation state; 0 for what has no such parts. */
  readonly parts: number;
}

/**
 * The objects that leave beside the paper. The signing window lists them from here, and the package is made from here.
 * @throws Error for a structured report that breaks a rule: a bug of ours, and nothing that breaks one is ever signed
 */
export function plannedObjects(report: CanonicalReport): readonly PlannedObject[] {
  const identities = reportObjectIdentities(report);
  const structuredReport = buildDiagnosticReport(report, identities);
  const faults = checkDiagnosticReport(structuredReport, report.isPreliminary === true);
  if (faults.length > 0) throw new Error(`the structured report is not sound: ${faults.join('; ')}`);
  // A Comprehensive SR is more than an archive of words takes; the numbers stand in the report.
  const measurementReport = report.hospital.structuredReport === 'basic-text' ? undefined : buildMeasurementReport(report, identities);
  const states = buildPresentationStates(report, (index) => presentationStateUids(report, index), presentedImages(report));
  const keyObjects = buildKeyObjects(report, identities, states);
  return [
    { kind: 'structured-report', dataSet: structuredReport, parts: 0 },
    ...(measurementReport === undefined ? [] : [{ kind: 'measurement-report' as const, dataSet: measurementReport, parts: report.measurements.length }]),
    ...(keyObjects === undefined ? [] : [{ kind: 'key-objects' as const, dataSet: keyObjects, parts: keyObjectFrames(report).length }]),
    ...states.map(({ dataSet, images }) => ({ kind: 'presentation-state' as const, dataSet, parts: images.length })),
  ];
}

/**
 * Canonical report, its signature, the signed paper, the structured report and the paper as a DICOM object.
 *
 * A report over several studies makes one set, in the first study. It is one legal document: copies in every study would be further objects to
 * deliver, to read back and to correct, and a hospital that lost one of them would hold two truths. The structured report names all studies
 * in its evidence and in its requests, so an archive finds it from each of them.
 *
 * @param now the certificate must be valid then
 * @param pictures all that the report names
 * @throws AppError `signing/certificate-expired`, `report/missing-glyph`; both before anything is signed
 */
export async function makeSigningPackage(
  report: CanonicalReport, key: SignerKey, assets: ReportAssets, now: Date, pictures: Pictures = new Map(),
): Promise<SigningPackage> {
  requireValidAt(key, now);
  const signedAt = new Date(report.signedAt);
  const laidOut = layOutReportPdf(report, assets, false);
  const { content } = laidOut;
  const planned = plannedObjects(report);

  const contentSignature = await signDetached(content, key, signedAt);
  const sm2Signature = key.sm2 === undefined ? undefined : await signSm2(content, key.sm2);
  const paper = await drawReportPdf(laidOut, assets, { preview: false, contentSignature, sm2Signature, pictures });
  const pdf = await signPdf(paper, key, { reason: '审核签发', location: report.centreName, signedAt, fieldName: 'Verifier' });
  const encapsulatedPdf = buildEncapsulatedPdf(report, reportObjectIdentities(report), pdf.length);
  const [structuredReport, ...others] = planned.map(({ kind, dataSet }) => toObject(kind, dataSet, new Map()));
  if (structuredReport === undefined) throw new Error('every report has its structured report');
  return {
    content,
    contentSha256: sha256(content),
    contentSignature,
    pdf,
    objects: [structuredReport, toObject('encapsulated-pdf', encapsulatedPdf, new Map([[ENCAPSULATED_DOCUMENT_PATH, pdf]])), ...others],
  };
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
