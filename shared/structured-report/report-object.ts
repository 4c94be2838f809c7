import { tagOf } from '../dicom/data-set/attribute.ts';
import type { DataSet, RepairedText } from '../dicom/data-set/data-set.ts';
import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import { formatDicomDate } from '../dicom/values/date-time.ts';
import type { CanonicalReport } from '../report/canonical-report.ts';
import { dicomDate, dicomDateTime, dicomOffset, dicomTime } from '../report/local-time.ts';

export const ENHANCED_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.22';
export const BASIC_TEXT_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.11';
export const ENCAPSULATED_PDF_STORAGE = '1.2.840.10008.5.1.4.1.1.104.1';

export const COMPREHENSIVE_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.33';
export const COMPREHENSIVE_3D_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.34';
export const KEY_OBJECT_SELECTION_STORAGE = '1.2.840.10008.5.1.4.1.1.88.59';

/**
 * What a report becomes at the hospital, each in a series of its own. Every report has the first two; one with measurements has the third,
 * one with measured or marked images the fourth; one with grey key images one or more of the fifth, together in one series;
 * a report that was withdrawn has the last.
 */
export type ReportObjectKind = 'structured-report' | 'encapsulated-pdf' | 'measurement-report' | 'key-objects' | 'presentation-state' | 'rejection-note';

export interface ReportObjectUids {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Series Number (0020,0011). Devices count from one and stay below six digits; this one has six or more. */
  readonly seriesNumber: number;
}

/** The identity of all objects of one report version, and of the version before. Made by `main/documents`, which can hash. */
export interface ReportObjectIdentities {
  readonly structuredReport: ReportObjectUids;
  readonly encapsulatedPdf: ReportObjectUids;
  readonly measurementReport: ReportObjectUids;
  readonly keyObjects: ReportObjectUids;
  readonly rejectionNote: ReportObjectUids;
  /** Of the version that this one replaces; null for the first. */
  readonly predecessor: { readonly structuredReport: ReportObjectUids; readonly encapsulatedPdf: ReportObjectUids } | null;
}

/** Our software, as Enhanced General Equipment and General Equipment (PS3.3 C.7.5.1) name it. */
const MANUFACTURER = 'Tongyue';

/**
 * What both objects share: patient, study, series, equipment and SOP common. They live in the first study, because a hospital's archive
 * shows what lies in the study it asked about. Patient and study are written as the images have them, so that the archive need not coerce.
 */
export function reportObject(
  report: CanonicalReport,
  uids: ReportObjectUids,
  kind: { readonly sopClassUid: string; readonly modality: 'SR' | 'DOC' | 'KO' | 'PR'; readonly seriesDescription: string },
): DataSet {
  const { patient, request, signedAtLocal } = report;
  const [study] = report.studies;
  if (study === undefined) throw new Error('a report answers for at least one study');
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192',
    InstanceCreationDate: dicomDate(signedAtLocal),
    InstanceCreationTime: dicomTime(signedAtLocal),
    SOPClassUID: kind.sopClassUid,
    SOPInstanceUID: uids.sopInstanceUid,
    StudyDate: study.studyDate === null ? '' : formatDicomDate(study.studyDate),
    SeriesDate: dicomDate(signedAtLocal),
    ContentDate: dicomDate(signedAtLocal),
    StudyTime: study.studyTime === null ? '' : study.studyTime.replaceAll(':', ''),
    SeriesTime: dicomTime(signedAtLocal),
    ContentTime: dicomTime(signedAtLocal),
    AccessionNumber: request.accessionNumber,
    IssuerOfAccessionNumberSequence: issuerOfAccessionNumber(report),
    Modality: kind.modality,
    Manufacturer: MANUFACTURER,
    InstitutionName: longString(report.centreName),
    ReferringPhysicianName: request.referringPhysician,
    TimezoneOffsetFromUTC: dicomOffset(signedAtLocal),
    StudyDescription: study.description === '' ? undefined : longString(study.description),
    SeriesDescription: kind.seriesDescription,
    ManufacturerModelName: MANUFACTURER,
    PatientName: patient.name,
    PatientID: patient.patientId,
    IssuerOfPatientID: patient.issuerOfPatientId === '' ? undefined : patient.issuerOfPatientId,
    PatientBirthDate: patient.birthDate === null ? '' : formatDicomDate(patient.birthDate),
    PatientSex: patient.sex,
    PatientAge: patient.ageAsSent === '' ? undefined : patient.ageAsSent,
    StudyInstanceUID: study.studyInstanceUid,
    SeriesInstanceUID: uids.seriesInstanceUid,
    StudyID: '',
    SeriesNumber: uids.seriesNumber,
    InstanceNumber: report.version,
  });
  return patient.nameRepair === null ? dataSet : { ...dataSet, ...originalName(report, patient.nameRepair) };
}

/**
 * A name that the hospital had mislabelled stands corrected in our objects; the bytes that it was are kept beside it, in Original Attributes
 * Sequence (0400,0561) as a nonconforming value. PS3.3 C.12.1.1.9.
 */
function originalName({ hospital, signedAtLocal }: CanonicalReport, { bytes, declared }: RepairedText): DataSet {
  const nonconforming: DataSet = {
    [tagOf('SelectorAttribute')]: { vr: 'AT', Value: [tagOf('PatientName')] },
    [tagOf('NonconformingDataElementValue')]: { vr: 'OB', InlineBinary: bytes },
  };
  return buildDataSet({
    OriginalAttributesSequence: [
      buildDataSet({
        SourceOfPreviousValues: longString(hospital.name),
        AttributeModificationDateTime: dicomDateTime(signedAtLocal),
        ModifyingSystem: MANUFACTURER,
        ReasonForTheAttributeModification: 'CORRECT',
        // What was wrong: the declaration.
        ModifiedAttributesSequence: [buildDataSet({ SpecificCharacterSet: declared.split('\\') })],
        NonconformingModifiedAttributesSequence: [nonconforming],
      }),
    ],
  });
}

/** Text for an LO value (PS3.5 6.2): at most 64 characters, no backslash, which would part two values, and no control characters. */
export function longString(text: string): string {
  const clean = text.replaceAll('\\', '／').replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return Array.from(clean).slice(0, 64).join('');
}

/** HL7v2 Hierarchic Designator Macro, PS3.3 table 10-17: an object identifier is a universal entity, anything else a local name. */
export function issuerOfAccessionNumber({ request }: CanonicalReport): DataSet[] | undefined {
  const issuer = request.issuerOfAccessionNumber;
  if (issuer === '') return undefined;
  const isOid = /^[012](\.\d+)+$/.test(issuer);
  return [buildDataSet(isOid ? { UniversalEntityID: issuer, UniversalEntityIDType: 'ISO' } : { LocalNamespaceEntityID: issuer })];
}
