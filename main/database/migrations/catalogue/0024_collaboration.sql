-- What physicians say to each other and to hospitals, as the coordinator has it: read here while a hub is away.
CREATE TABLE shared_copy (
  kind          TEXT    NOT NULL,
  key           TEXT    NOT NULL,
  revision      INTEGER NOT NULL,
  content       TEXT    NOT NULL,          -- JSON
  changed_by    TEXT    NOT NULL,          -- seat
  changed_at_ms INTEGER NOT NULL,          -- by the coordinator's clock
  PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX shared_copy_by_time ON shared_copy (kind, changed_at_ms DESC);
CREATE INDEX shared_record_by_time ON shared_record (kind, changed_at_ms);

-- Patients' numbers that people said are one person; worked out anew from the records `patient-link`. A number that is not here is a person by itself.
CREATE TABLE linked_person (
  site_id              TEXT    NOT NULL,
  patient_id           TEXT    NOT NULL CHECK (patient_id <> ''),
  issuer_of_patient_id TEXT    NOT NULL,
  person_key           INTEGER NOT NULL,   -- means nothing outside this table
  PRIMARY KEY (site_id, patient_id, issuer_of_patient_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX linked_person_by_key ON linked_person (person_key);

-- Each number beside the others of its person, itself left out.
CREATE VIEW patient_kin AS
  SELECT own.site_id, own.patient_id, own.issuer_of_patient_id,
    kin.site_id AS kin_site_id, kin.patient_id AS kin_patient_id, kin.issuer_of_patient_id AS kin_issuer_of_patient_id
  FROM linked_person AS own JOIN linked_person AS kin ON kin.person_key = own.person_key
    AND (kin.site_id, kin.patient_id, kin.issuer_of_patient_id) <> (own.site_id, own.patient_id, own.issuer_of_patient_id);

-- Candidates for one person are looked for by number, by birth date and by name.
CREATE INDEX study_by_patient_number ON study (patient_id);
CREATE INDEX study_by_birth_date ON study (patient_birth_date) WHERE patient_birth_date IS NOT NULL;
CREATE INDEX study_by_patient_name ON study (patient_name);
