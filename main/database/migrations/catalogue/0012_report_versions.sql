-- A report is more than its first version: it is amended, added to, taken back, submitted, stamped and confirmed.
ALTER TABLE signed_report ADD COLUMN kind TEXT NOT NULL DEFAULT 'original' CHECK (kind IN ('original', 'amended', 'addendum'));

-- A correction that is being written: the request's draft is open again until it is signed or given up.
CREATE TABLE report_amendment (
  request_id INTEGER PRIMARY KEY REFERENCES request (id),
  reason     TEXT    NOT NULL CHECK (reason <> ''),
  opened_at  TEXT    NOT NULL
) STRICT;

-- A report that was taken back: its newest version, and with it all versions of its chain.
CREATE TABLE report_withdrawal (
  id               INTEGER PRIMARY KEY,
  request_id       INTEGER NOT NULL REFERENCES request (id),
  signed_report_id INTEGER NOT NULL UNIQUE REFERENCES signed_report (id),
  reason           TEXT    NOT NULL CHECK (reason IN ('wrong-patient', 'wrong-study', 'wrong-content')),
  words            TEXT    NOT NULL CHECK (words <> ''),
  content          BLOB    NOT NULL,      -- canonical JSON, RFC 8785
  content_signature BLOB   NOT NULL,      -- detached CMS over content
  signer_name      TEXT    NOT NULL,
  withdrawn_at     TEXT    NOT NULL
) STRICT;
CREATE INDEX report_withdrawal_by_request ON report_withdrawal (request_id);
CREATE TRIGGER report_withdrawal_is_immutable BEFORE UPDATE ON report_withdrawal
BEGIN SELECT RAISE (ABORT, 'a withdrawal is never changed'); END;
CREATE TRIGGER report_withdrawal_is_kept BEFORE DELETE ON report_withdrawal
BEGIN SELECT RAISE (ABORT, 'a withdrawal is never deleted'); END;

-- A draft that its author handed to a reviewer, as it was: the signature of the author is over these bytes.
CREATE TABLE report_submission (
  id                INTEGER PRIMARY KEY,
  request_id        INTEGER NOT NULL REFERENCES request (id),
  revision          INTEGER NOT NULL,
  content           BLOB    NOT NULL,     -- canonical JSON, RFC 8785: text and author
  content_signature BLOB    NOT NULL,
  author_name       TEXT    NOT NULL,
  submitted_at      TEXT    NOT NULL,
  state             TEXT    NOT NULL CHECK (state IN ('waiting', 'returned', 'signed')),
  comment           TEXT    NOT NULL DEFAULT '',
  answered_by       TEXT,
  answered_at       TEXT
) STRICT;
CREATE UNIQUE INDEX report_submission_waiting ON report_submission (request_id) WHERE state = 'waiting';
CREATE INDEX report_submission_by_request ON report_submission (request_id, id DESC);
CREATE TRIGGER report_submission_is_frozen BEFORE UPDATE OF request_id, revision, content, content_signature, author_name, submitted_at ON report_submission
BEGIN SELECT RAISE (ABORT, 'what was submitted stays as it was submitted'); END;

-- Who at the county hospital said that a report, or its withdrawal, has arrived.
CREATE TABLE report_acknowledgement (
  id               INTEGER PRIMARY KEY,
  signed_report_id INTEGER NOT NULL REFERENCES signed_report (id),
  about            TEXT    NOT NULL CHECK (about IN ('report', 'withdrawal')),
  person           TEXT    NOT NULL CHECK (person <> ''),
  note             TEXT    NOT NULL,
  recorded_at      TEXT    NOT NULL,
  UNIQUE (signed_report_id, about)
) STRICT;

-- Proofs that came after the signature, such as a time stamp. What was delivered before is never changed: they are kept beside it.
CREATE TABLE report_evidence (
  id               INTEGER PRIMARY KEY,
  signed_report_id INTEGER NOT NULL REFERENCES signed_report (id),
  kind             TEXT    NOT NULL CHECK (kind IN ('time-stamp', 'validation-data')),
  bytes            BLOB    NOT NULL,      -- the token, DER
  pdf              BLOB    NOT NULL,      -- the paper with the proof in it
  is_delivered     INTEGER NOT NULL CHECK (is_delivered IN (0, 1)), -- 1: the paper that left has it; 0: kept beside
  proved_at        TEXT    NOT NULL,      -- what the authority says
  recorded_at      TEXT    NOT NULL,
  UNIQUE (signed_report_id, kind)
) STRICT;

-- More kinds of objects, and a station for what is not sent any more. SQLite cannot change a CHECK, so the table is made anew.
CREATE TABLE delivery_new (
  id               INTEGER PRIMARY KEY,
  signed_report_id INTEGER NOT NULL REFERENCES signed_report (id),
  site_id          TEXT    NOT NULL REFERENCES site (id),
  kind             TEXT    NOT NULL CHECK (kind IN ('encapsulated-pdf', 'structured-report', 'measurement-report', 'key-objects', 'rejection-note')),
  sop_class_uid    TEXT    NOT NULL,
  sop_instance_uid TEXT    NOT NULL UNIQUE,
  study_instance_uid  TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  part10           BLOB    NOT NULL,
  station          TEXT    NOT NULL CHECK (station IN ('signed', 'sent', 'stored', 'read-back', 'failed', 'conflict', 'withheld')),
  attempts         INTEGER NOT NULL DEFAULT 0,
  next_attempt_at  TEXT,
  stored_at        TEXT,
  read_back_at     TEXT,
  failure_code     TEXT,
  failure_facts    TEXT,                -- JSON
  failing_since    TEXT
) STRICT;
INSERT INTO delivery_new (id, signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10, station,
    attempts, next_attempt_at, stored_at, read_back_at, failure_code, failure_facts, failing_since)
  SELECT id, signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10, station,
    attempts, next_attempt_at, stored_at, read_back_at, failure_code, failure_facts, failing_since FROM delivery;
DROP TRIGGER delivery_is_kept;
DROP TABLE delivery;
ALTER TABLE delivery_new RENAME TO delivery;
CREATE INDEX delivery_by_report ON delivery (signed_report_id);
CREATE INDEX delivery_by_study ON delivery (study_instance_uid);
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE station NOT IN ('read-back', 'conflict', 'withheld');
CREATE TRIGGER delivery_identity_is_frozen BEFORE UPDATE OF sop_instance_uid, sop_class_uid, site_id, study_instance_uid, signed_report_id, kind ON delivery
BEGIN SELECT RAISE (ABORT, 'what was signed is delivered as it was signed'); END;
-- Before anything has left, the paper may get its time stamp; afterwards not a byte.
CREATE TRIGGER delivery_bytes_are_frozen BEFORE UPDATE OF part10 ON delivery
  WHEN old.attempts > 0 OR old.station <> 'signed' OR old.kind <> 'encapsulated-pdf'
BEGIN SELECT RAISE (ABORT, 'what was signed is delivered as it was signed'); END;
CREATE TRIGGER delivery_is_kept BEFORE DELETE ON delivery
BEGIN SELECT RAISE (ABORT, 'a delivery is never forgotten'); END;

-- Where a physician's key is: in the file of this row, in a token, or at the hospital's certificate authority.
ALTER TABLE signer ADD COLUMN driver TEXT NOT NULL DEFAULT 'pkcs12' CHECK (driver IN ('pkcs12', 'pkcs11', 'gateway'));
ALTER TABLE signer ADD COLUMN address TEXT NOT NULL DEFAULT '';  -- JSON: how the driver finds it; '' for a file
