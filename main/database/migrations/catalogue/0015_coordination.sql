-- What seats decide together. Without a hub these tables are the coordinator; with one, `coordinated_case` is a copy of what the hub says, so that the
-- list shows who reads what while the hub is away. Times are the coordinator's, milliseconds since 1970.
CREATE TABLE coordinated_seat (
  seat_id TEXT PRIMARY KEY,
  person  TEXT NOT NULL,
  duty    TEXT NOT NULL CHECK (duty IN ('reader', 'observer', 'administrator'))
) STRICT;

CREATE TABLE coordinated_case (
  case_key       TEXT PRIMARY KEY,
  fence          INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
  holder_seat    TEXT,
  holder_person  TEXT,
  lease_until_ms INTEGER,
  final_version  INTEGER NOT NULL DEFAULT 0,
  final_uid      TEXT,
  final_seat     TEXT,
  final_person   TEXT,
  final_at_ms    INTEGER,
  change_number  INTEGER NOT NULL DEFAULT 0,
  CHECK ((holder_seat IS NULL) = (lease_until_ms IS NULL)),
  CHECK ((final_version = 0) = (final_uid IS NULL))
) STRICT;
CREATE INDEX coordinated_case_by_change ON coordinated_case (change_number);

CREATE TABLE accepted_report (
  report_uid     TEXT PRIMARY KEY,
  case_key       TEXT NOT NULL,
  version        INTEGER NOT NULL CHECK (version > 0),
  fence          INTEGER NOT NULL,
  is_offline     INTEGER NOT NULL CHECK (is_offline IN (0, 1)),
  standing       TEXT NOT NULL CHECK (standing IN ('final', 'second')),
  seat_id        TEXT NOT NULL,
  person         TEXT NOT NULL,
  accepted_at_ms INTEGER NOT NULL,
  bundle         BLOB NOT NULL,
  is_delivered   INTEGER NOT NULL DEFAULT 0 CHECK (is_delivered IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX one_final_report ON accepted_report (case_key, version) WHERE standing = 'final';
CREATE INDEX accepted_report_undelivered ON accepted_report (seat_id) WHERE is_delivered = 0;

CREATE TABLE coordinated_draft (
  case_key    TEXT PRIMARY KEY,
  seat_id     TEXT NOT NULL,
  person      TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  content     TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE seat_message (
  message_id  INTEGER PRIMARY KEY,
  from_seat   TEXT NOT NULL,
  from_person TEXT NOT NULL,
  to_seat     TEXT,
  case_key    TEXT,
  content     TEXT NOT NULL,
  sent_at_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE seat_presence (seat_id TEXT PRIMARY KEY, case_key TEXT, seen_at_ms INTEGER NOT NULL) STRICT;

CREATE TABLE shared_record (
  kind          TEXT NOT NULL,
  key           TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  content       TEXT NOT NULL,
  changed_by    TEXT NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT;

-- A report of this seat on its way to being final. It is written before the coordinator is asked, so that no crash loses what was signed.
-- `bundle` is the whole signature; it is let go when the report stands here and there.
CREATE TABLE report_acceptance (
  report_uid TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id),
  case_key   TEXT NOT NULL,
  version    INTEGER NOT NULL,
  fence      INTEGER NOT NULL,
  is_offline INTEGER NOT NULL CHECK (is_offline IN (0, 1)),
  signer     TEXT NOT NULL,
  standing   TEXT NOT NULL CHECK (standing IN ('waiting', 'final', 'second')),
  bundle     BLOB,
  CHECK (standing <> 'waiting' OR bundle IS NOT NULL)
) STRICT;
CREATE INDEX report_acceptance_waiting ON report_acceptance (standing) WHERE standing = 'waiting';

-- The case of a request, as every seat names it.
CREATE INDEX request_by_case ON request (site_id || '|' || request_key);
