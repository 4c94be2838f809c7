-- The cases of one modality, and of one hospital, from the newest on: a filter walks along an index instead of looking at a million rows.
CREATE TABLE study_modality (
  modality   TEXT    NOT NULL,
  site_id    TEXT    NOT NULL,
  arrived_at TEXT    NOT NULL,
  study_id   INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  PRIMARY KEY (modality, site_id, arrived_at DESC, study_id DESC)
) STRICT, WITHOUT ROWID;
CREATE INDEX study_modality_newest ON study_modality (modality, arrived_at DESC, study_id DESC);
CREATE INDEX study_modality_by_study ON study_modality (study_id);
INSERT OR IGNORE INTO study_modality SELECT value, site_id, arrived_at, study.id FROM study, json_each(modalities) WHERE is_case = 1;
CREATE INDEX study_by_site ON study (site_id, arrived_at DESC, id DESC) WHERE is_case = 1;

CREATE TRIGGER modality_arrives AFTER INSERT ON study WHEN new.is_case = 1
BEGIN
  INSERT OR IGNORE INTO study_modality SELECT value, new.site_id, new.arrived_at, new.id FROM json_each(new.modalities);
END;
CREATE TRIGGER modality_moves AFTER UPDATE OF modalities, is_case, arrived_at, site_id ON study
  WHEN (old.modalities, old.is_case, old.arrived_at, old.site_id) <> (new.modalities, new.is_case, new.arrived_at, new.site_id)
BEGIN
  DELETE FROM study_modality WHERE study_id = old.id;
  INSERT OR IGNORE INTO study_modality SELECT value, new.site_id, new.arrived_at, new.id FROM json_each(new.modalities) WHERE new.is_case = 1;
END;

-- Earlier studies of a patient are counted without reading them.
DROP INDEX study_by_patient;
CREATE INDEX study_by_patient ON study (site_id, patient_id, issuer_of_patient_id, study_date DESC);

-- A server that gives no whole objects is asked for frames.
CREATE TABLE site_capability_new (
  site_id       TEXT    NOT NULL REFERENCES site (id) ON DELETE CASCADE,
  sop_class_uid TEXT    NOT NULL CHECK (length(sop_class_uid) <= 64),
  form          TEXT    NOT NULL CHECK (form IN ('kept', 'kept-gzip', 'jpeg-ls', 'htj2k', 'jpeg-2000', 'jpeg-lossless', 'frames')),
  outcome       TEXT    NOT NULL CHECK (outcome IN ('works', 'ignored', 'refused')),
  answers       INTEGER NOT NULL CHECK (answers > 0),
  size_share    REAL,            -- bytes on the line over bytes of the uncompressed pixels
  wait_ms       REAL,            -- request to first byte
  checked_at    TEXT    NOT NULL,
  PRIMARY KEY (site_id, sop_class_uid, form)
) STRICT, WITHOUT ROWID;
INSERT INTO site_capability_new SELECT * FROM site_capability;
DROP TABLE site_capability;
ALTER TABLE site_capability_new RENAME TO site_capability;

-- How fast a server gives image after image, and a whole series in one answer.
CREATE TABLE site_mode (
  site_id         TEXT    NOT NULL REFERENCES site (id) ON DELETE CASCADE,
  mode            TEXT    NOT NULL CHECK (mode IN ('instance', 'series')),
  outcome         TEXT    NOT NULL CHECK (outcome IN ('works', 'refused')),
  answers         INTEGER NOT NULL CHECK (answers > 0),
  bits_per_second REAL,          -- of pixels as they were asked for, on a line with nothing else; null when nothing came
  checked_at      TEXT    NOT NULL,
  PRIMARY KEY (site_id, mode)
) STRICT, WITHOUT ROWID;

-- A hospital that a person took off the list: nothing is asked of it any more; what it sent stays.
ALTER TABLE site ADD COLUMN removed_at TEXT;

-- Reports that were signed while their hospital could not be reached.
CREATE TABLE signed_while_offline (
  report_uid        TEXT PRIMARY KEY REFERENCES signed_report (report_uid),
  unreachable_since TEXT    NOT NULL
) STRICT;

-- Files that a page sent: nothing can be sent again by itself after a crash.
ALTER TABLE import_job ADD COLUMN is_upload INTEGER NOT NULL DEFAULT 0 CHECK (is_upload IN (0, 1));
