import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { DemoDay, LocalMoment } from './demo-day.ts';
import { DEMO_TIMEZONE } from './demo-day.ts';
import type { DemoOrder } from './demo-order.ts';
import { DEMO_HOSPITALS, personName, type DemoPatient, type DemoSiteId } from './demo-people.ts';
import { demoUid } from './demo-uid.ts';

/** A study of one patient at one hospital. */
export interface StudyHeader {
  readonly key: string;
  readonly siteId: DemoSiteId;
  readonly day: DemoDay;
  readonly patient: DemoPatient;
  readonly description: string;
  /** When the study began. */
  readonly moment: LocalMoment;
  readonly studyId: string;
  /** Of the whole study; undefined when its series answer several. */
  readonly order: DemoOrder | undefined;
  readonly modality: 'CT' | 'MR' | 'DX' | 'CR' | 'ECG';
}

/** A series, before its images exist. */
export interface SeriesHeader {
  readonly number: number;
  /** Series Description (0008,103E), as machines name it. */
  readonly description: string;
  readonly protocol: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly order: DemoOrder;
  readonly moment: LocalMoment;
  /** How many instances it has. */
  readonly count: number;
  readonly performingPhysician?: { readonly pinyin: string; readonly han: string };
}

export function studyUid(study: Pick<StudyHeader, 'key' | 'day'>): string {
  return demoUid(study.day.key, study.key);
}

export function seriesUid(study: Pick<StudyHeader, 'key' | 'day'>, seriesNumber: number): string {
  return demoUid(study.day.key, study.key, String(seriesNumber));
}

export function sopUid(study: Pick<StudyHeader, 'key' | 'day'>, seriesNumber: number, instanceNumber: number): string {
  return demoUid(study.day.key, study.key, String(seriesNumber), String(instanceNumber));
}

/** Patient, General Study, Patient Study, General Series, General Equipment and SOP Common modules. PS3.3 C.7.1 to C.7.5, C.12.1 */
export function commonModules(study: StudyHeader, series: SeriesHeader, sopClassUid: string, instanceNumber: number): DataSet {
  const hospital = DEMO_HOSPITALS[study.siteId];
  const machine = hospital.machines[study.modality];
  const { patient, order } = study;
  const requester = series.order.requestingPhysician;
  const operator = series.performingPhysician ?? { pinyin: 'Luo^Min', han: '罗^敏' };
  return buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192',
    InstanceCreationDate: series.moment.date,
    InstanceCreationTime: series.moment.time,
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopUid(study, series.number, instanceNumber),
    StudyDate: study.moment.date,
    StudyTime: study.moment.time,
    SeriesDate: series.moment.date,
    SeriesTime: series.moment.time,
    ContentDate: series.moment.date,
    ContentTime: series.moment.time,
    AccessionNumber: order?.accessionNumber ?? '',
    Modality: series.modality,
    Manufacturer: machine.manufacturer,
    InstitutionName: hospital.name,
    InstitutionAddress: hospital.address,
    ReferringPhysicianName: personName(requester.pinyin, requester.han),
    TimezoneOffsetFromUTC: DEMO_TIMEZONE,
    StationName: machine.stationName,
    StudyDescription: study.description,
    SeriesDescription: series.description,
    InstitutionalDepartmentName: study.modality === 'ECG' ? '心电图室' : '影像科',
    OperatorsName: personName(operator.pinyin, operator.han),
    ManufacturerModelName: machine.model,
    PatientName: patient.name,
    PatientID: patient.patientId,
    IssuerOfPatientID: hospital.patientIdIssuer,
    PatientBirthDate: patient.birthDate.replaceAll('-', ''),
    PatientSex: patient.sex,
    PatientAge: patient.age,
    AdditionalPatientHistory: order?.history ?? series.order.history,
    Allergies: series.order.allergies,
    AdmittingDiagnosesDescription: series.order.admittingDiagnosis,
    BodyPartExamined: series.bodyPart,
    DeviceSerialNumber: machine.serialNumber,
    SoftwareVersions: machine.softwareVersions,
    ProtocolName: series.protocol,
    StudyInstanceUID: studyUid(study),
    SeriesInstanceUID: seriesUid(study, series.number),
    StudyID: study.studyId,
    SeriesNumber: series.number,
    InstanceNumber: instanceNumber,
    RequestingPhysician: personName(requester.pinyin, requester.han),
    RequestingService: series.order.requestingService,
    RequestedProcedureDescription: order?.procedureText ?? study.description,
    AdmissionID: patient.admissionId,
    ReasonForTheRequestedProcedure: (order ?? series.order).reason,
    RequestedProcedurePriority: (order ?? series.order).priority,
    PerformedProcedureStepDescription: study.description,
    RequestAttributesSequence: [requestItem(study, series.order)],
  });
}

/** One item of Request Attributes Sequence (0040,0275). PS3.3 table 10-9 */
function requestItem(study: StudyHeader, order: DemoOrder): DataSet {
  return buildDataSet({
    AccessionNumber: order.accessionNumber,
    IssuerOfAccessionNumberSequence: [buildDataSet({ LocalNamespaceEntityID: DEMO_HOSPITALS[study.siteId].patientIdIssuer })],
    RequestedProcedureDescription: order.procedureText,
    ScheduledProcedureStepDescription: order.procedureText,
    ScheduledProcedureStepID: `${order.procedureId}-1`,
    RequestedProcedureID: order.procedureId,
    ReasonForTheRequestedProcedure: order.reason,
  });
}
