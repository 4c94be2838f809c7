import { tagOf } from '../dicom/data-set/attribute.ts';
import type { DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet, codeItem } from '../dicom/data-set/build-data-set.ts';
import { isWaveformReport, type CanonicalReport } from '../report/canonical-report.ts';
import { dicomDateTime } from '../report/local-time.ts';
import { reportTitle } from '../report/report-words.ts';
import { DOCUMENT_TITLES } from './codes.ts';
import { predecessorReference } from './diagnostic-report.ts';
import { instanceReference } from './evidence.ts';
import { ENCAPSULATED_PDF_STORAGE, reportObject, type ReportObjectIdentities } from './report-object.ts';
import { documentTitle } from './tid-2000-diagnostic-report.ts';

/**
 * The signed paper as an Encapsulated PDF (PS3.3 A.45.1). Encapsulated Document (0042,0011) is a reference that `ENCAPSULATED_DOCUMENT_PATH`
 * names; the bytes go with it. They are padded to an even length there, and Encapsulated Document Length (0042,0015) keeps the true one:
 * a byte behind the end would break the signature.
 * @param pdfByteLength of the signed PDF, without padding
 */
export function buildEncapsulatedPdf(report: CanonicalReport, identities: ReportObjectIdentities, pdfByteLength: number): DataSet {
  const title = reportTitle(report);
  const { predecessor } = identities;
  const header = reportObject(report, identities.encapsulatedPdf, { sopClassUid: ENCAPSULATED_PDF_STORAGE, modality: 'DOC', seriesDescription: title });
  const document = buildDataSet({
    AcquisitionDateTime: acquisitionDateTime(report),
    ConversionType: 'WSD',
    BurnedInAnnotation: 'YES',
    ConceptNameCodeSequence: [codeItem(isWaveformReport(report) ? DOCUMENT_TITLES.ecg : documentTitle(report.studies))],
    VerificationFlag: 'VERIFIED',
    PredecessorDocumentsSequence:
      predecessor === null ? undefined : [predecessorReference(report, predecessor.encapsulatedPdf, ENCAPSULATED_PDF_STORAGE)],
    DocumentTitle: title,
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    SourceInstanceSequence: report.studies.flatMap((study) => study.series.flatMap((series) => series.instances.map(instanceReference))),
    EncapsulatedDocumentLength: pdfByteLength,
  });
  return { ...header, ...document, [ENCAPSULATED_DOCUMENT_PATH]: { vr: 'OB', BulkDataURI: ENCAPSULATED_DOCUMENT_PATH } };
}

/** Path of the element that holds the PDF: its tag. */
export const ENCAPSULATED_DOCUMENT_PATH = tagOf('EncapsulatedDocument');

/** Acquisition DateTime (0008,002A) of what was read: day and time of the first study; empty when unknown. */
function acquisitionDateTime({ studies, signedAtLocal }: CanonicalReport): string {
  const [study] = studies;
  if (study === undefined || study.studyDate === null || study.studyTime === null) return '';
  return dicomDateTime(`${study.studyDate}T${study.studyTime}${signedAtLocal.slice(19)}`);
}
