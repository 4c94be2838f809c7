import { onWallClock } from '#shared/dicom/values/wall-clock.ts';
import { ALLIANCE_OFFSET } from '#shared/report/local-time.ts';
import type { ReadingState } from '#shared/worklist/case-status.ts';
import type { NameRepair, StoredStudy } from './study.ts';

/** A row of the table `study`, as every repository that reads it gets it. */
export interface StudyRow {
  id: number;
  site_id: string;
  study_instance_uid: string;
  patient_id: string;
  issuer_of_patient_id: string;
  patient_name: string;
  patient_sex: StoredStudy['patientSex'];
  patient_birth_date: string | null;
  patient_age: string;
  study_date: string | null;
  study_time: string | null;
  study_description: string;
  modalities: string;
  body_part: string;
  accession_number: string;
  referring_physician: string;
  clinical_information: string;
  urgency: StoredStudy['urgency'];
  urgency_reason: string;
  is_case: number;
  search_text: string;
  hospital_instances: number;
  expected_instances: number;
  held_instances: number;
  needs_index: number;
  arrived_at: string;
  changed_at: string;
  complete_at: string | null;
  reading_state: ReadingState;
  is_new: number;
  timezone_offset: string;
  keep: StoredStudy['keep'];
  evicted_at: string | null;
  name_repair: string | null;
}

/** What a study is made of: without what is only searched and compared. */
export type ListedStudyRow = Omit<StudyRow, 'search_text' | 'hospital_instances'>;

export function toStoredStudy(row: ListedStudyRow): StoredStudy {
  const local = onWallClock({ date: row.study_date, time: row.study_time }, row.timezone_offset, ALLIANCE_OFFSET);
  return {
    id: row.id,
    siteId: row.site_id,
    studyInstanceUid: row.study_instance_uid,
    patientId: row.patient_id,
    issuerOfPatientId: row.issuer_of_patient_id,
    patientName: row.patient_name,
    patientSex: row.patient_sex,
    patientBirthDate: row.patient_birth_date,
    patientAge: row.patient_age,
    studyDate: local.date,
    studyTime: local.time,
    studyDescription: row.study_description,
    modalities: JSON.parse(row.modalities) as string[],
    bodyPart: row.body_part,
    accessionNumber: row.accession_number,
    referringPhysician: row.referring_physician,
    clinicalInformation: row.clinical_information,
    urgency: row.urgency,
    urgencyReason: row.urgency_reason,
    isCase: row.is_case === 1,
    expectedInstances: row.expected_instances,
    heldInstances: row.held_instances,
    arrivedAt: row.arrived_at,
    changedAt: row.changed_at,
    needsIndex: row.needs_index === 1,
    completeAt: row.complete_at,
    readingState: row.reading_state,
    isNew: row.is_new === 1,
    keep: row.keep,
    evictedAt: row.evicted_at,
    nameRepair: row.name_repair === null ? null : (JSON.parse(row.name_repair) as NameRepair),
  };
}
