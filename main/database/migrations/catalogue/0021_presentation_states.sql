-- Presentation states of key images leave with a report. SQLite cannot change a CHECK, so the table is made anew, with all that hangs on it.
CREATE TABLE delivery_new (
  id               INTEGER PRIMARY KEY,
  signed_report_id INTEGER NOT NULL REFERENCES signed_report (id),
  site_id          TEXT    NOT NULL REFERENCES site (id),
  kind             TEXT    NOT NULL CHECK (kind IN ('encapsulated-pdf', 'structured-report', 'measurement-report', 'key-objects', 'presentation-state', 'rejection-note')),
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
DROP TRIGGER report_fact_is_delivered;
DROP TABLE delivery;
ALTER TABLE delivery_new RENAME TO delivery;
CREATE INDEX delivery_by_report ON delivery (signed_report_id);
CREATE INDEX delivery_by_study ON delivery (study_instance_uid);
CREATE INDEX delivery_read_back ON delivery (signed_report_id, station, read_back_at);
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE station NOT IN ('read-back', 'conflict', 'withheld');
CREATE TRIGGER delivery_identity_is_frozen BEFORE UPDATE OF sop_instance_uid, sop_class_uid, site_id, study_instance_uid, signed_report_id, kind ON delivery
BEGIN SELECT RAISE (ABORT, 'what was signed is delivered as it was signed'); END;
-- Before anything has left, the paper may get its time stamp; afterwards not a byte.
CREATE TRIGGER delivery_bytes_are_frozen BEFORE UPDATE OF part10 ON delivery
  WHEN old.attempts > 0 OR old.station <> 'signed' OR old.kind <> 'encapsulated-pdf'
BEGIN SELECT RAISE (ABORT, 'what was signed is delivered as it was signed'); END;
CREATE TRIGGER delivery_is_kept BEFORE DELETE ON delivery
BEGIN SELECT RAISE (ABORT, 'a delivery is never forgotten'); END;
CREATE TRIGGER report_fact_is_delivered AFTER UPDATE OF station ON delivery WHEN new.station IN ('read-back', 'withheld')
BEGIN
  UPDATE report_fact SET delivered_at = (SELECT CASE WHEN count(*) = count(read_back_at) THEN max(read_back_at) END FROM delivery INDEXED BY delivery_read_back
    WHERE delivery.signed_report_id = new.signed_report_id AND station <> 'withheld')
  WHERE signed_report_id = new.signed_report_id;
END;
