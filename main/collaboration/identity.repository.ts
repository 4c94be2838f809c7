import type { PatientNumber } from '#shared/collaboration/identity/patient-candidates.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** A patient's number with what its newest study says. */
export interface StoredPatient extends PatientNumber {
  readonly studyId: number;
  readonly patientName: string;
  readonly sex: 'M' | 'F' | 'O' | '';
  /** `YYYY-MM-DD` */
  readonly birthDate: string | null;
  readonly studyCount: number;
  /** `YYYY-MM-DD` */
  readonly newestStudyDate: string | null;
}

/** The most that a birth date alone may bring; the number and the name bring few. */
const MOST_CANDIDATES = 2_000;

/** Whose numbers might be of the same person. It proposes; it never joins. */
export class IdentityRepository {
  readonly #numberOf;
  readonly #kin;
  readonly #studies;
  readonly #candidates;
  readonly #describe;

  constructor(database: SqliteDatabase) {
    const columns = `site_id AS siteId, patient_id AS patientId, issuer_of_patient_id AS issuerOfPatientId`;
    // Of a group SQLite takes the bare columns from the row with the greatest id: the newest study.
    const group = `max(id) AS studyId, ${columns}, patient_name AS patientName, patient_sex AS sex, patient_birth_date AS birthDate, count(*) AS studyCount, max(study_date) AS newestStudyDate`;
    const sortedGroup = group.replace('max(study_date)', '(SELECT max(study_date) FROM study AS each WHERE each.site_id = study.site_id AND each.patient_id = study.patient_id AND each.issuer_of_patient_id = study.issuer_of_patient_id)');
    this.#numberOf = database.prepare<[number], PatientNumber>(`SELECT ${columns} FROM study WHERE id = ? AND patient_id <> ''`);
    this.#kin = database.prepare<[PatientNumber], PatientNumber>(`
      SELECT kin_site_id AS siteId, kin_patient_id AS patientId, kin_issuer_of_patient_id AS issuerOfPatientId FROM patient_kin
      WHERE site_id = $siteId AND patient_id = $patientId AND issuer_of_patient_id = $issuerOfPatientId ORDER BY 1, 2, 3`);
    const isNumber = 'site_id = $siteId AND patient_id = $patientId AND issuer_of_patient_id = $issuerOfPatientId';
    this.#studies = database.prepare<[PatientNumber], { id: number }>(`SELECT id FROM study WHERE ${isNumber}`);
    this.#describe = database.prepare<[PatientNumber], StoredPatient>(`SELECT ${sortedGroup} FROM study WHERE ${isNumber} GROUP BY site_id, patient_id, issuer_of_patient_id`);
    this.#candidates = database.prepare<[{ numbers: string; birthDate: string | null; patientName: string }], StoredPatient>(`
      SELECT ${sortedGroup} FROM study
      WHERE patient_id <> '' AND id IN (
        SELECT id FROM study WHERE patient_id IN (SELECT value FROM json_each($numbers))
        UNION SELECT id FROM study WHERE patient_birth_date = $birthDate
        UNION SELECT id FROM study WHERE patient_name = $patientName AND $patientName <> '')
      GROUP BY site_id, patient_id, issuer_of_patient_id ORDER BY studyId DESC LIMIT ${MOST_CANDIDATES}`);
  }

  /** Undefined for a study without a patient id: it is nobody's. */
  numberOf(studyId: number): PatientNumber | undefined {
    return this.#numberOf.get(studyId);
  }

  /**
   * All numbers of the person of a study, its own first: what "the same patient" means everywhere. Only what a person confirmed joins two of them.
   * Empty for a study without a patient id.
   */
  personOf(studyId: number): PatientNumber[] {
    const own = this.#numberOf.get(studyId);
    return own === undefined ? [] : [own, ...this.#kin.all(own)];
  }

  /** Those that are known here, with what their newest study says. */
  describe(numbers: readonly PatientNumber[]): StoredPatient[] {
    return numbers.flatMap(({ siteId, patientId, issuerOfPatientId }) => this.#describe.get({ siteId, patientId, issuerOfPatientId }) ?? []);
  }

  studyIdsOf(numbers: readonly PatientNumber[]): number[] {
    return numbers.flatMap(({ siteId, patientId, issuerOfPatientId }) => this.#studies.all({ siteId, patientId, issuerOfPatientId }).map(({ id }) => id));
  }

  /** Patients with one of the numbers, the birth date or the name, themselves included. */
  candidates(numbers: readonly string[], birthDate: string | null, patientName: string): StoredPatient[] {
    return this.#candidates.all({ numbers: JSON.stringify(numbers), birthDate, patientName });
  }
}
