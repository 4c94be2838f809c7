-- What this seat remembers of itself: language, centre name, whether the demo alliance runs.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A member hospital that the centre reads for.
CREATE TABLE site (
  id               TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name             TEXT NOT NULL CHECK (name <> ''),  -- as printed in the letterhead
  base_url         TEXT NOT NULL,                     -- DICOMweb, without credentials
  user_name        TEXT NOT NULL,                     -- '' for none; basic authentication
  password         TEXT NOT NULL,
  is_demo          INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  since_date       TEXT,                              -- YYYY-MM-DD; null: everything is a case
  case_modalities  TEXT NOT NULL,                     -- JSON list; [] for all
  request_mark     TEXT NOT NULL CHECK (request_mark IN ('none', 'accession-number')),
  quiet_seconds    REAL NOT NULL CHECK (quiet_seconds > 0),
  poll_seconds     REAL NOT NULL CHECK (poll_seconds > 0),
  address          TEXT NOT NULL,                     -- letterhead: second line of the footer, '' for none
  telephone        TEXT NOT NULL,
  added_at         TEXT NOT NULL
) STRICT;

-- One row per study that a site holds and that this seat has heard of.
CREATE TABLE study (
  id                   INTEGER PRIMARY KEY,
  site_id              TEXT    NOT NULL REFERENCES site (id),
  study_instance_uid   TEXT    NOT NULL CHECK (length(study_instance_uid) <= 64),
  patient_id           TEXT    NOT NULL,
  issuer_of_patient_id TEXT    NOT NULL,
  patient_name         TEXT    NOT NULL,              -- alphabetic=ideographic=phonetic
  patient_sex          TEXT    NOT NULL CHECK (patient_sex IN ('M', 'F', 'O', '')),
  patient_birth_date   TEXT,
  patient_age          TEXT    NOT NULL,              -- as sent, such as 071Y
  study_date           TEXT,                          -- YYYY-MM-DD at the hospital
  study_time           TEXT,                          -- HH:MM:SS at the hospital
  study_description    TEXT    NOT NULL,
  modalities           TEXT    NOT NULL,              -- JSON list
  body_part            TEXT    NOT NULL,
  accession_number     TEXT    NOT NULL,
  referring_physician  TEXT    NOT NULL,
  clinical_information TEXT    NOT NULL,
  urgency              TEXT    NOT NULL CHECK (urgency IN ('green-channel', 'emergency', 'routine')),
  urgency_reason       TEXT    NOT NULL,
  is_case              INTEGER NOT NULL CHECK (is_case IN (0, 1)),
  search_text          TEXT    NOT NULL,              -- lower case: name, accession number, patient id, description
  hospital_instances   INTEGER NOT NULL,              -- what the hospital last said it holds, our own reports included
  expected_instances   INTEGER NOT NULL,              -- what we mean to hold: without our own reports
  held_instances       INTEGER NOT NULL DEFAULT 0,
  needs_index          INTEGER NOT NULL CHECK (needs_index IN (0, 1)), -- the hospital's count has moved since the list was read
  arrived_at           TEXT    NOT NULL,              -- when this seat first heard of it, UTC
  changed_at           TEXT    NOT NULL,              -- when images last appeared at the hospital, UTC: the quiet time runs from here
  complete_at          TEXT,
  reading_state        TEXT    NOT NULL DEFAULT 'unread'
    CHECK (reading_state IN ('unread', 'drafting', 'signed', 'sending', 'delivered', 'conflict')), -- of its requests, the one least done
  is_new               INTEGER NOT NULL CHECK (is_new IN (0, 1)),
  last_opened_at       TEXT,
  pack_key             BLOB    NOT NULL CHECK (length(pack_key) = 32),
  UNIQUE (site_id, study_instance_uid)
) STRICT;

CREATE INDEX study_by_state ON study (is_case, reading_state, arrived_at DESC, id DESC);
-- Searching reads this index instead of the whole rows.
CREATE INDEX study_search ON study (is_case, arrived_at DESC, id DESC, search_text);
CREATE INDEX study_by_patient ON study (site_id, patient_id, study_date DESC);
CREATE INDEX study_wanted ON study (site_id, is_case, reading_state, arrived_at) WHERE needs_index = 1 OR held_instances < expected_instances;
CREATE INDEX study_incomplete ON study (is_case) WHERE complete_at IS NULL;

CREATE TABLE series (
  id                  INTEGER PRIMARY KEY,
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  series_instance_uid TEXT    NOT NULL CHECK (length(series_instance_uid) <= 64),
  modality            TEXT    NOT NULL,
  series_number       INTEGER,
  series_description  TEXT    NOT NULL,
  body_part           TEXT    NOT NULL,
  content             TEXT    NOT NULL CHECK (content IN ('images', 'ecg', 'document', 'other')),
  expected_instances  INTEGER NOT NULL,
  held_instances      INTEGER NOT NULL DEFAULT 0,
  UNIQUE (study_id, series_instance_uid)
) STRICT;

-- A request of a hospital (accession number). A report answers a request, not a study.
CREATE TABLE request (
  id                  INTEGER PRIMARY KEY,
  site_id             TEXT    NOT NULL REFERENCES site (id),
  request_key         TEXT    NOT NULL,  -- shared/report/request-key.ts
  accession_number    TEXT    NOT NULL,
  issuer_of_accession TEXT    NOT NULL,
  procedure_id        TEXT    NOT NULL,
  procedure_text      TEXT    NOT NULL,
  UNIQUE (site_id, request_key)
) STRICT;

CREATE TABLE request_study (
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  study_id   INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  PRIMARY KEY (request_id, study_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_study_by_study ON request_study (study_id);

-- `revision` guards against two windows saving over each other.
CREATE TABLE report_draft (
  request_id     INTEGER PRIMARY KEY REFERENCES request (id),
  revision       INTEGER NOT NULL CHECK (revision > 0),
  findings       TEXT    NOT NULL,
  impression     TEXT    NOT NULL,
  recommendation TEXT    NOT NULL,
  outcome        TEXT    CHECK (outcome IN ('positive', 'negative')),
  saved_at       TEXT    NOT NULL
) STRICT;

CREATE TABLE measurement (
  tracking_uid        TEXT    PRIMARY KEY CHECK (length(tracking_uid) <= 64),
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  series_instance_uid TEXT    NOT NULL,
  sop_instance_uid    TEXT    NOT NULL,
  frame_number        INTEGER NOT NULL CHECK (frame_number > 0),
  kind                TEXT    NOT NULL CHECK (kind IN ('length', 'angle', 'ellipse')),
  points_px           TEXT    NOT NULL,  -- JSON list of [column, row], zero-based
  quantities          TEXT    NOT NULL,  -- JSON list of { quantity, value, unit }
  spacing_source      TEXT    NOT NULL,
  label               INTEGER NOT NULL CHECK (label > 0),
  changed_at          TEXT    NOT NULL
) STRICT;
CREATE INDEX measurement_by_study ON measurement (study_id, label);

-- A key that signs. The PKCS#12 file stays as it was imported; only the PIN opens it.
CREATE TABLE signer (
  id              INTEGER PRIMARY KEY,
  name            TEXT    NOT NULL,
  role            TEXT    NOT NULL CHECK (role IN ('reporting-physician', 'reviewing-physician')),
  pkcs12          BLOB    NOT NULL,
  certificate_pem TEXT    NOT NULL,
  issuer_name     TEXT    NOT NULL,
  valid_until     TEXT    NOT NULL,
  demo_pin        TEXT,              -- only for keys of the demo certificate authority
  failed_tries    INTEGER NOT NULL DEFAULT 0,
  locked_until    TEXT,
  UNIQUE (certificate_pem)
) STRICT;

-- Immutable: a change is a new version that names its predecessor.
CREATE TABLE signed_report (
  id             INTEGER PRIMARY KEY,
  report_uid     TEXT    NOT NULL UNIQUE,
  request_id     INTEGER NOT NULL REFERENCES request (id),
  version        INTEGER NOT NULL CHECK (version > 0),
  predecessor_id INTEGER REFERENCES signed_report (id),
  content        BLOB    NOT NULL,      -- canonical JSON, RFC 8785
  content_sha256 BLOB    NOT NULL CHECK (length(content_sha256) = 32),
  content_signature BLOB NOT NULL,      -- detached CMS over content
  pdf            BLOB    NOT NULL,      -- signed
  signer_name    TEXT    NOT NULL,
  signed_at      TEXT    NOT NULL,
  UNIQUE (request_id, version)
) STRICT;
CREATE INDEX signed_report_by_request ON signed_report (request_id, version DESC);

CREATE TRIGGER signed_report_is_immutable BEFORE UPDATE ON signed_report
BEGIN SELECT RAISE (ABORT, 'a signed report is never changed; write an addendum'); END;
CREATE TRIGGER signed_report_is_kept BEFORE DELETE ON signed_report
BEGIN SELECT RAISE (ABORT, 'a signed report is never deleted'); END;

-- The outbox: one row per object that must arrive at a hospital. The bytes are frozen at signing.
CREATE TABLE delivery (
  id               INTEGER PRIMARY KEY,
  signed_report_id INTEGER NOT NULL REFERENCES signed_report (id),
  site_id          TEXT    NOT NULL REFERENCES site (id),
  kind             TEXT    NOT NULL CHECK (kind IN ('encapsulated-pdf', 'structured-report')),
  sop_class_uid    TEXT    NOT NULL,
  sop_instance_uid TEXT    NOT NULL UNIQUE,
  study_instance_uid  TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  part10           BLOB    NOT NULL,
  station          TEXT    NOT NULL CHECK (station IN ('signed', 'sent', 'stored', 'read-back', 'failed', 'conflict')),
  attempts         INTEGER NOT NULL DEFAULT 0,
  next_attempt_at  TEXT,
  stored_at        TEXT,
  read_back_at     TEXT,
  failure_code     TEXT,
  failure_facts    TEXT,                -- JSON
  failing_since    TEXT
) STRICT;
CREATE INDEX delivery_by_report ON delivery (signed_report_id);
CREATE INDEX delivery_by_study ON delivery (study_instance_uid);
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE station NOT IN ('read-back', 'conflict');

CREATE TRIGGER delivery_bytes_are_frozen BEFORE UPDATE OF part10, sop_instance_uid, sop_class_uid, site_id ON delivery
BEGIN SELECT RAISE (ABORT, 'what was signed is delivered as it was signed'); END;
CREATE TRIGGER delivery_is_kept BEFORE DELETE ON delivery
BEGIN SELECT RAISE (ABORT, 'a delivery is never forgotten'); END;
