import type { DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import { isWaveformReport, type CanonicalReport, type ReportPhysician } from '../report/canonical-report.ts';
import { dicomDateTime } from '../report/local-time.ts';
import { physicianPersonName, reportTitle } from '../report/report-words.ts';
import { OWN_SCHEME } from './codes.ts';
import { encodeDocumentTree, type ContentItem } from './content-item.ts';
import { currentEvidence, otherEvidence } from './evidence.ts';
import { toBasicText } from './basic-text.ts';
import {
  BASIC_TEXT_SR_STORAGE, ENHANCED_SR_STORAGE, issuerOfAccessionNumber, longString, reportObject, type ReportObjectIdentities, type ReportObjectUids,
} from './report-object.ts';
import { diagnosticImagingReport, ecgReport } from './tid-2000-diagnostic-report.ts';
import { ecgReportAfterTid3700 } from './tid-3700-ecg-report.ts';

/**
 * The report as an Enhanced SR document (PS3.3 A.35.2), complete, verified and final, in the first of its studies.
 * An imaging report follows TID 2000, the report of an ECG TID 3700; see `ecgReport` for a recording that could not be drawn.
 * For a hospital whose archive takes no Enhanced SR it is a Basic Text SR (PS3.3 A.35.1).
 */
export function buildDiagnosticReport(report: CanonicalReport, identities: ReportObjectIdentities): DataSet {
  const sopClassUid = classOf(report.hospital.structuredReport);
  const header = reportObject(report, identities.structuredReport, {
    sopClassUid,
    modality: 'SR',
    seriesDescription: reportTitle(report).replace(/检查报告单$/, '结构化报告'),
  });
  const tree = encodeDocumentTree(treeOf(report));
  return { ...header, ...documentGeneral(report, identities.predecessor?.structuredReport ?? null, classOf(report.predecessor?.structuredReport)), ...tree };
}

function classOf(form: 'basic-text' | undefined): string {
  return form === 'basic-text' ? BASIC_TEXT_SR_STORAGE : ENHANCED_SR_STORAGE;
}

function treeOf(report: CanonicalReport): ContentItem<'CONTAINER'> {
  const tree = fullTreeOf(report);
  // The rows of TID 3700 are numbers; those of TID 2000 may be words.
  return report.hospital.structuredReport === 'basic-text' ? toBasicText(tree, report.ecg === null) : tree;
}

function fullTreeOf(report: CanonicalReport): ContentItem<'CONTAINER'> {
  if (report.ecg !== null) return ecgReportAfterTid3700(report, report.ecg);
  return isWaveformReport(report) ? ecgReport(report) : diagnosticImagingReport(report);
}

/** SR Document General Module, PS3.3 C.17.2. @param predecessor the same object of the version before; null for the first */
export function documentGeneral(report: CanonicalReport, predecessor: ReportObjectUids | null, sopClassUid: string): DataSet {
  const evidence = otherEvidence(report);
  return buildDataSet({
    CodingSchemeIdentificationSequence: [
      buildDataSet({
        CodingSchemeDesignator: OWN_SCHEME.designator,
        CodingSchemeName: OWN_SCHEME.name,
        CodingSchemeResponsibleOrganization: OWN_SCHEME.organisation,
      }),
    ],
    ReferencedPerformedProcedureStepSequence: [],
    VerifyingObserverSequence: [verifyingObserver(report)],
    AuthorObserverSequence: [author(report.reportingPhysician)],
    PredecessorDocumentsSequence: predecessor === null ? undefined : [predecessorReference(report, predecessor, sopClassUid)],
    ReferencedRequestSequence: referencedRequests(report),
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: currentEvidence(report),
    PertinentOtherEvidenceSequence: evidence.length === 0 ? undefined : evidence,
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'VERIFIED',
    PreliminaryFlag: report.isPreliminary === true ? 'PRELIMINARY' : 'FINAL',
  });
}

function verifyingObserver(report: CanonicalReport): DataSet {
  const { verifyingPhysician, signedAtLocal } = report;
  return buildDataSet({
    VerifyingOrganization: organisationOf(verifyingPhysician, report),
    VerificationDateTime: dicomDateTime(signedAtLocal),
    VerifyingObserverName: physicianPersonName(verifyingPhysician.name),
    VerifyingObserverIdentificationCodeSequence: [],
  });
}

/** Verifying Organization (0040,A027) may not be empty. */
function organisationOf({ organisation }: ReportPhysician, { centreName, hospital }: CanonicalReport): string {
  return longString([organisation, centreName, hospital.name].find((name) => name !== '') ?? '');
}

/** Identified Person or Device Macro, PS3.3 table C.17-3b. */
function author(physician: ReportPhysician): DataSet {
  return buildDataSet({
    InstitutionName: longString(physician.organisation),
    InstitutionCodeSequence: [],
    ObserverType: 'PSN',
    PersonName: physicianPersonName(physician.name),
    PersonIdentificationCodeSequence: [],
  });
}

/** One item for each study, because an item names exactly one; a request that covers two studies is named twice. */
export function referencedRequests(report: CanonicalReport): DataSet[] {
  const { request } = report;
  return report.studies.map((study) =>
    buildDataSet({
      AccessionNumber: request.accessionNumber,
      IssuerOfAccessionNumberSequence: issuerOfAccessionNumber(report),
      ReferencedStudySequence: [],
      StudyInstanceUID: study.studyInstanceUid,
      RequestedProcedureDescription: longString(request.procedureText),
      RequestedProcedureCodeSequence: [],
      RequestedProcedureID: request.requestedProcedureId,
      PlacerOrderNumberImagingServiceRequest: '',
      FillerOrderNumberImagingServiceRequest: '',
    }),
  );
}

/** An item of Predecessor Documents Sequence (0040,A360). It has no Purpose of Reference: an empty one is an error. */
export function predecessorReference({ predecessor }: CanonicalReport, uids: ReportObjectUids, sopClassUid: string): DataSet {
  if (predecessor === null) throw new Error('the first version has no predecessor');
  const instance = buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: uids.sopInstanceUid });
  const series = buildDataSet({ SeriesInstanceUID: uids.seriesInstanceUid, ReferencedSOPSequence: [instance] });
  return buildDataSet({ StudyInstanceUID: predecessor.studyInstanceUid, ReferencedSeriesSequence: [series] });
}
