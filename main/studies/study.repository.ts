import { randomBytes } from 'node:crypto';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ChangeRepository } from './change.repository.ts';
import { SearchTextRepository, searchTextOf } from './search-text.repository.ts';
import { applyDifference, compareIdentity, withIdentity } from './identity-change.ts';
import { toStoredStudy, type StudyRow } from './study-row.repository.ts';
import type { FoundStudy, IndexedSeries, NameRepair, StoredSeries, StoredStudy } from './study.ts';

interface SeriesRow {
  series_instance_uid: string;
  modality: string;
  series_number: number | null;
  series_description: string;
  body_part: string;
  content: StoredSeries['content'];
  expected_instances: number;
  held_instances: number;
  missing_slices: number | null; object_instances: number;
}

/** What an image's header says that a search answer may leave out. */
export type HeaderFacts = Partial<
  Pick<FoundStudy, 'studyDescription' | 'bodyPart' | 'clinicalInformation' | 'urgency' | 'urgencyReason' | 'patientAge' | 'timezoneOffset'>
> & {
  /** The name as it was repaired, and how. */
  readonly repairedName?: NameRepair & { readonly name: string };
};

/** The number of a study `this`, and those that a person confirmed to be of the same patient. */
const PERSON_OF_THIS = `
  SELECT site_id, patient_id, issuer_of_patient_id FROM this
  UNION ALL SELECT kin_site_id, kin_patient_id, kin_issuer_of_patient_id FROM this JOIN patient_kin USING (site_id, patient_id, issuer_of_patient_id)`;

export interface SeenStudy {
  readonly studyId: number;
  /** This seat had never heard of it. */
  readonly isFirstSight: boolean;
  /** Something the physician sees has changed, or it is new. */
  readonly isChanged: boolean;
  /** The hospital's count moved: the instance list must be read again. */
  readonly isCountChanged: boolean;
}

export class StudyRepository {
  readonly #database;
  readonly #changes;
  readonly #searchText;
  readonly #find;
  readonly #findByUid;
  readonly #insert;
  readonly #update;
  readonly #series;
  readonly #putSeries;
  readonly #describeSeries;
  readonly #deleteSeries;
  readonly #setIndexed;
  readonly #setHeldSeries;
  readonly #setMissingSlices;
  readonly #sumHeld;
  readonly #setComplete;
  readonly #setHeaderFacts;
  readonly #setSeen;
  readonly #setOpened;
  readonly #priors;
  readonly #wanted;
  readonly #signedWithNews;
  readonly #awaitingCompletion;
  readonly #heldCount;
  readonly #packKey;
  readonly #setIdentity;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#changes = new ChangeRepository(database);
    this.#searchText = new SearchTextRepository(database);
    this.#find = database.prepare<[number], StudyRow>('SELECT * FROM study WHERE id = ?');
    this.#findByUid = database.prepare<[string, string], StudyRow>('SELECT * FROM study WHERE site_id = ? AND study_instance_uid = ?');
    const columns = `patient_id = $patient_id, issuer_of_patient_id = $issuer_of_patient_id, patient_name = $patient_name,
      patient_sex = $patient_sex, patient_birth_date = $patient_birth_date, patient_age = $patient_age, study_date = $study_date,
      study_time = $study_time, timezone_offset = $timezone_offset, study_description = $study_description, modalities = $modalities, body_part = $body_part,
      accession_number = $accession_number, referring_physician = $referring_physician, clinical_information = $clinical_information,
      urgency = $urgency, urgency_reason = $urgency_reason, is_case = $is_case, search_text = $search_text`;
    this.#insert = database.prepare(`
      INSERT INTO study (site_id, study_instance_uid, patient_id, issuer_of_patient_id, patient_name, patient_sex, patient_birth_date,
        patient_age, study_date, study_time, timezone_offset, study_description, modalities, body_part, accession_number, referring_physician,
        clinical_information, urgency, urgency_reason, is_case, search_text, hospital_instances, expected_instances,
        needs_index, arrived_at, changed_at, is_new, pack_key)
      VALUES ($site_id, $study_instance_uid, $patient_id, $issuer_of_patient_id, $patient_name, $patient_sex, $patient_birth_date,
        $patient_age, $study_date, $study_time, $timezone_offset, $study_description, $modalities, $body_part, $accession_number, $referring_physician,
        $clinical_information, $urgency, $urgency_reason, $is_case, $search_text, $hospital_instances,
        $hospital_instances, 1, $now, $now, $is_case, $pack_key)
      RETURNING id`);
    this.#update = database.prepare(`UPDATE study SET ${columns}, hospital_instances = $hospital_instances,
      expected_instances = $expected_instances, needs_index = $needs_index, changed_at = $changed_at,
      name_repair = iif(patient_name = $patient_name, name_repair, NULL) WHERE id = $id`);
    this.#series = database.prepare<[number], SeriesRow>(
      'SELECT * FROM series WHERE study_id = ? ORDER BY series_number IS NULL, series_number, series_instance_uid',
    );
    this.#putSeries = database.prepare(`
      INSERT INTO series (study_id, series_instance_uid, modality, series_number, series_description, body_part, content, expected_instances, object_instances)
      VALUES ($studyId, $seriesInstanceUid, $modality, $seriesNumber, iif($hasLostText, '', $seriesDescription), $bodyPart, $content,
        $expectedInstances, $objectInstances)
      ON CONFLICT (study_id, series_instance_uid) DO UPDATE SET modality = $modality, series_number = $seriesNumber,
        series_description = iif($hasLostText, series_description, $seriesDescription), body_part = $bodyPart, content = $content, expected_instances = $expectedInstances, object_instances = $objectInstances`);
    this.#describeSeries = database.prepare(
      "UPDATE series SET series_description = ? WHERE study_id = ? AND series_instance_uid = ? AND series_description = ''",
    );
    this.#deleteSeries = database.prepare('DELETE FROM series WHERE study_id = ? AND series_instance_uid = ?');
    this.#setIndexed = database.prepare(`
      UPDATE study SET needs_index = 0, changed_at = iif(expected_instances = $expected, changed_at, $now),
        complete_at = iif(expected_instances = $expected, complete_at, NULL), expected_instances = $expected WHERE id = $id`);
    this.#setHeldSeries = database.prepare(`
      UPDATE series SET held_instances = coalesce($held ->> ('$."' || series_instance_uid || '"'), 0)
      WHERE study_id = $id AND held_instances <> coalesce($held ->> ('$."' || series_instance_uid || '"'), 0)`);
    this.#setMissingSlices = database.prepare(
      'UPDATE series SET missing_slices = $missing WHERE study_id = $id AND series_instance_uid = $uid AND missing_slices IS NOT $missing',
    );
    this.#sumHeld = database.prepare<[number, number], { held_instances: number; expected_instances: number }>(`
      UPDATE study SET held_instances = (SELECT coalesce(sum(held_instances), 0) FROM series WHERE study_id = ?) WHERE id = ?
      RETURNING held_instances, expected_instances`);
    this.#setComplete = database.prepare('UPDATE study SET complete_at = $now WHERE id = $id AND complete_at IS NULL');
    this.#setHeaderFacts = database.prepare(`
      UPDATE study SET study_description = $studyDescription, body_part = $bodyPart, clinical_information = $clinicalInformation,
        patient_age = $patientAge, urgency = $urgency, urgency_reason = $urgencyReason, timezone_offset = $timezoneOffset, name_repair = $nameRepair
      WHERE id = $id AND (study_description, body_part, clinical_information, patient_age, urgency, urgency_reason, timezone_offset, coalesce(name_repair, ''))
        <> ($studyDescription, $bodyPart, $clinicalInformation, $patientAge, $urgency, $urgencyReason, $timezoneOffset, coalesce($nameRepair, ''))`);
    this.#setSeen = database.prepare('UPDATE study SET is_new = 0 WHERE id = ? AND is_new = 1');
    this.#setOpened = database.prepare('UPDATE study SET last_opened_at = ?, is_new = 0, evicted_at = NULL WHERE id = ?');
    this.#priors = database.prepare<{ id: number; limit: number }, StudyRow>(`
      WITH this AS (SELECT * FROM study WHERE id = $id AND patient_id <> ''),
        person AS (${PERSON_OF_THIS})
      SELECT prior.* FROM this CROSS JOIN person CROSS JOIN study AS prior
        ON prior.site_id = person.site_id AND prior.patient_id = person.patient_id AND prior.issuer_of_patient_id = person.issuer_of_patient_id
      WHERE prior.id <> this.id AND coalesce(prior.study_date, '') <= coalesce(this.study_date, '9')
      ORDER BY prior.study_date DESC, prior.study_time DESC, prior.id DESC LIMIT $limit`);
    this.#wanted = database.prepare<{ site: string; limit: number }, StudyRow>(`
      SELECT * FROM study WHERE site_id = $site AND is_case = 1 AND reading_state IN ('unread', 'drafting')
        AND evicted_at IS NULL AND (needs_index = 1 OR held_instances < expected_instances)
      ORDER BY urgency = 'green-channel' DESC, urgency = 'emergency' DESC, arrived_at, id LIMIT $limit`);
    this.#signedWithNews = database.prepare<{ site: string; limit: number }, StudyRow>(`
      SELECT * FROM study WHERE site_id = $site AND is_case = 1 AND needs_index = 1
        AND reading_state IN ('signed', 'sending', 'delivered', 'conflict') ORDER BY arrived_at DESC, id DESC LIMIT $limit`);
    this.#awaitingCompletion = database.prepare<[string], StudyRow>(
      'SELECT * FROM study WHERE is_case = 1 AND complete_at IS NULL AND site_id = ?',
    );
    this.#heldCount = database.prepare<[], { count: number }>(
      'SELECT count(*) AS count FROM study WHERE expected_instances > 0 AND held_instances >= expected_instances',
    );
    this.#setIdentity = database.prepare(`
      UPDATE study SET patient_name = $patient_name, patient_id = $patient_id, issuer_of_patient_id = $issuer_of_patient_id,
        patient_sex = $patient_sex, patient_birth_date = $patient_birth_date, accession_number = $accession_number, search_text = $search_text
      WHERE id = $id`);
    this.#packKey = database.prepare<[number], { pack_key: Buffer }>('SELECT pack_key FROM study WHERE id = ?');
  }

  find(studyId: number): StoredStudy | undefined {
    const row = this.#find.get(studyId);
    return row === undefined ? undefined : toStoredStudy(row);
  }

  findMany(studyIds: readonly number[]): StoredStudy[] {
    return studyIds.flatMap((studyId) => this.find(studyId) ?? []);
  }

  /** The random key of the study's pack, 32 bytes. */
  packKey(studyId: number): Uint8Array | undefined {
    const key = this.#packKey.get(studyId)?.pack_key;
    return key === undefined ? undefined : new Uint8Array(key);
  }

  /** Remembers what one search found, in one transaction. */
  recordSearch(siteId: string, found: readonly FoundStudy[], now: string): SeenStudy[] {
    return this.#database.transaction(() => found.map((study) => this.#record(siteId, study, now)))();
  }

  #record(siteId: string, found: FoundStudy, now: string): SeenStudy {
    const known = this.#findByUid.get(siteId, found.studyInstanceUid);
    if (known === undefined) {
      const columns = toColumns(found);
      const parameters = { ...columns, site_id: siteId, study_instance_uid: found.studyInstanceUid, now, pack_key: randomBytes(32) };
      const { id } = this.#insert.get({ ...parameters, hospital_instances: found.instanceCount ?? 0 }) as { id: number };
      this.#searchText.insert(id, columns.search_text);
      return { studyId: id, isFirstSight: true, isChanged: true, isCountChanged: true };
    }
    const columns = toColumns(this.#noticeIdentity(known, keepWhatHeadersSaid(found, known), now));
    const isCountChanged = found.instanceCount !== null && found.instanceCount !== known.hospital_instances;
    const isTextChanged = Object.entries(columns).some(([column, value]) => known[column as keyof StudyRow] !== value);
    if (columns.search_text !== known.search_text) this.#searchText.replace(known.id, columns.search_text);
    if (isCountChanged || isTextChanged) {
      this.#update.run({
        ...columns,
        id: known.id,
        hospital_instances: found.instanceCount ?? known.hospital_instances,
        // A study may only have got our own report back: once its list was read, the list decides, see recordIndex.
        expected_instances: isCountChanged && known.needs_index === 1 ? (found.instanceCount ?? 0) : known.expected_instances,
        needs_index: isCountChanged ? 1 : known.needs_index,
        changed_at: isCountChanged && known.needs_index === 1 ? now : known.changed_at,
      });
    }
    return { studyId: known.id, isFirstSight: false, isChanged: isCountChanged || isTextChanged, isCountChanged };
  }

  /** Notes a corrected name or number, a merged patient. What a signed report rests on stays as it was until a person takes the change over. */
  #noticeIdentity(row: StudyRow, found: FoundStudy, now: string): FoundStudy {
    const known = toStoredStudy(row);
    const isSigned = row.reading_state !== 'unread' && this.#changes.hasSignedReport(row.id);
    const difference = compareIdentity(known, found, !isSigned);
    if (difference !== undefined) this.#changes.record(row.id, { kind: 'identity', subject: '', ...difference }, now);
    else if (isSigned) this.#changes.settleReverted(row.id, now);
    // A hospital that says nothing of a field takes nothing back.
    return isSigned ? withIdentity(found, known) : applyDifference(withIdentity(found, known), onlyGiven(found));
  }

  /** A person takes over what the hospital says now. */
  takeOverIdentity(studyId: number, after: Readonly<Record<string, string | number>>): void {
    const row = this.#find.get(studyId);
    if (row === undefined) return;
    const study = applyDifference(toStoredStudy(row), after);
    const { patient_name, patient_id, issuer_of_patient_id, patient_sex, patient_birth_date, accession_number, search_text } = toColumns({ ...study, timezoneOffset: '', instanceCount: null, hasLostText: false });
    this.#searchText.replace(studyId, search_text);
    this.#setIdentity.run({ id: studyId, patient_name, patient_id, issuer_of_patient_id, patient_sex, patient_birth_date, accession_number, search_text });
  }

  /** @returns whether it is news */
  recordMissingSlices(studyId: number, seriesInstanceUid: string, missing: number | null): boolean {
    return this.#setMissingSlices.run({ id: studyId, uid: seriesInstanceUid, missing }).changes === 1;
  }

  /** Adds what a header has said. @returns whether something changed */
  recordHeader(studyId: number, facts: HeaderFacts): boolean {
    const known = this.#find.get(studyId);
    if (known === undefined) return false;
    const changes = this.#setHeaderFacts.run({
      id: studyId,
      studyDescription: known.study_description || (facts.studyDescription ?? ''),
      bodyPart: facts.bodyPart ?? known.body_part,
      clinicalInformation: facts.clinicalInformation ?? known.clinical_information,
      patientAge: facts.patientAge ?? known.patient_age,
      timezoneOffset: facts.timezoneOffset ?? known.timezone_offset,
      urgency: facts.urgency ?? known.urgency,
      urgencyReason: facts.urgencyReason ?? known.urgency_reason,
      nameRepair: nameRepairOf(facts.repairedName, known),
    });
    if (changes.changes === 1) this.#searchText.refresh(studyId);
    return changes.changes === 1;
  }

  /** The description of a series as its images have it, where the search answer had none. */
  recordSeriesDescription(studyId: number, seriesInstanceUid: string, seriesDescription: string): void {
    this.#describeSeries.run(seriesDescription, studyId, seriesInstanceUid);
  }

  /** Of the given studies those that this seat knows. */
  known(siteId: string, studyInstanceUids: readonly string[]): string[] {
    return studyInstanceUids.filter((uid) => this.#findByUid.get(siteId, uid) !== undefined);
  }

  idOf(siteId: string, studyInstanceUid: string): number | undefined {
    return this.#findByUid.get(siteId, studyInstanceUid)?.id;
  }

  series(studyId: number): StoredSeries[] {
    return this.#series.all(studyId).map((row) => ({
      seriesInstanceUid: row.series_instance_uid,
      modality: row.modality,
      seriesNumber: row.series_number,
      seriesDescription: row.series_description,
      bodyPart: row.body_part,
      content: row.content,
      expectedInstances: row.expected_instances,
      heldInstances: row.held_instances,
      missingSlices: row.missing_slices, objectInstances: row.object_instances,
    }));
  }

  /** Replaces the list of series by what the hospital says now. Images that came late make a complete study incomplete again. */
  recordIndex(studyId: number, series: readonly IndexedSeries[], now: string): void {
    this.#database.transaction(() => {
      const named = new Set(series.map((one) => one.seriesInstanceUid));
      for (const old of this.#series.all(studyId)) {
        if (!named.has(old.series_instance_uid)) this.#deleteSeries.run(studyId, old.series_instance_uid);
      }
      for (const one of series) this.#putSeries.run({ studyId, objectInstances: 0, ...one, hasLostText: one.hasLostText ? 1 : 0 });
      this.#setIndexed.run({ id: studyId, now, expected: series.reduce((sum, one) => sum + one.expectedInstances, 0) });
      this.#sumHeld.get(studyId, studyId);
    })();
  }

  /** A series that is known before the list of its instances is. The next `recordIndex` sets it right. */
  recordOutline(studyId: number, series: IndexedSeries): void {
    this.#putSeries.run({ studyId, objectInstances: 0, ...series, hasLostText: series.hasLostText ? 1 : 0 });
  }

  /** Takes over what the pack says it holds. */
  recordHeld(studyId: number, heldBySeries: Readonly<Record<string, number>>): { readonly held: number; readonly expected: number } {
    return this.#database.transaction(() => {
      this.#setHeldSeries.run({ id: studyId, held: JSON.stringify(heldBySeries) });
      const sum = this.#sumHeld.get(studyId, studyId);
      return { held: sum?.held_instances ?? 0, expected: sum?.expected_instances ?? 0 };
    })();
  }

  /** @returns whether it was not complete before */
  markComplete(studyId: number, now: string): boolean {
    return this.#setComplete.run({ id: studyId, now }).changes === 1;
  }

  markSeen(studyId: number): boolean {
    return this.#setSeen.run(studyId).changes === 1;
  }

  markOpened(studyId: number, now: string): void {
    this.#setOpened.run(now, studyId);
  }

  /** The same patient, not later than the study, newest first: the same number, and those that a person confirmed. A study without a patient id has none. */
  priors(studyId: number, limit: number): StoredStudy[] {
    return this.#priors.all({ id: studyId, limit }).map(toStoredStudy);
  }

  /** Cases of a site that still need images, the most urgent first, then the longest waiting. */
  wanted(siteId: string, limit: number): StoredStudy[] {
    return this.#wanted.all({ site: siteId, limit }).map(toStoredStudy);
  }

  /** Signed cases of a site whose count has moved there: of our own reports, or of images that came late. The newest first. */
  signedWithNews(siteId: string, limit: number): StoredStudy[] {
    return this.#signedWithNews.all({ site: siteId, limit }).map(toStoredStudy);
  }

  awaitingCompletion(siteId: string): StoredStudy[] {
    return this.#awaitingCompletion.all(siteId).map(toStoredStudy);
  }

  countHeldStudies(): number {
    return this.#heldCount.get()?.count ?? 0;
  }
}

/** The identity that an answer gives, without what it leaves empty. */
function onlyGiven(found: FoundStudy): Record<string, string> {
  const { patientName, patientId, issuerOfPatientId, patientSex, patientBirthDate, accessionNumber } = found;
  const given = { patientName, patientId, issuerOfPatientId, patientSex, patientBirthDate: patientBirthDate ?? '', accessionNumber };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

/** Says how the name that is shown was repaired. A name that a search answer gave otherwise is another text and keeps what is known of it. */
function nameRepairOf(repaired: HeaderFacts['repairedName'], known: StudyRow): string | null {
  if (repaired === undefined || repaired.name !== known.patient_name) return known.name_repair;
  const { declared, readAs } = repaired;
  return JSON.stringify({ declared, readAs });
}

/** A search answer that is silent does not take back what an image's header has said. */
function keepWhatHeadersSaid(found: FoundStudy, known: StudyRow): FoundStudy {
  return {
    ...found,
    ...(found.hasLostText
      ? {
          patientName: known.patient_name,
          patientId: known.patient_id,
          issuerOfPatientId: known.issuer_of_patient_id,
          accessionNumber: known.accession_number,
          referringPhysician: known.referring_physician,
          clinicalInformation: known.clinical_information,
        }
      : {}),
    studyDescription: found.hasLostText ? known.study_description : found.studyDescription || known.study_description,
    bodyPart: found.bodyPart || known.body_part,
    ...(found.hasLostText ? {} : { clinicalInformation: known.clinical_information.includes(found.clinicalInformation) ? known.clinical_information : found.clinicalInformation }),
    patientAge: found.patientAge || known.patient_age,
    timezoneOffset: found.timezoneOffset || known.timezone_offset,
    ...(found.urgency === 'routine' ? { urgency: known.urgency, urgencyReason: known.urgency_reason } : {}),
  };
}

function toColumns(found: FoundStudy) {
  return {
    patient_id: found.patientId,
    issuer_of_patient_id: found.issuerOfPatientId,
    patient_name: found.patientName,
    patient_sex: found.patientSex,
    patient_birth_date: found.patientBirthDate,
    patient_age: found.patientAge,
    study_date: found.studyDate,
    study_time: found.studyTime,
    timezone_offset: found.timezoneOffset,
    study_description: found.studyDescription,
    modalities: JSON.stringify(found.modalities),
    body_part: found.bodyPart,
    accession_number: found.accessionNumber,
    referring_physician: found.referringPhysician,
    clinical_information: found.clinicalInformation,
    urgency: found.urgency,
    urgency_reason: found.urgencyReason,
    is_case: found.isCase ? 1 : 0,
    search_text: searchTextOf(found),
  };
}
