-- What a physician did to one ECG: moved marks, filters, layout, the earlier ECG beside it. Every number follows from it and is stored nowhere.
CREATE TABLE ecg_reading (
  study_id         INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  sop_instance_uid TEXT    NOT NULL,
  reading          TEXT    NOT NULL CHECK (json_valid(reading)),
  changed_at       TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;

-- What a department made of the dictionary of statements.
CREATE TABLE ecg_statement_edit (
  code       TEXT PRIMARY KEY,
  edit       TEXT NOT NULL CHECK (json_valid(edit)),
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who was told of a critical finding, when, and what was said back. A record of what happened: never changed.
CREATE TABLE ecg_critical_call (
  id              INTEGER PRIMARY KEY,
  study_id        INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  finding         TEXT    NOT NULL,
  found_at        TEXT    NOT NULL,
  called_at       TEXT    NOT NULL,
  receiver        TEXT    NOT NULL,
  receiver_number TEXT    NOT NULL,
  department      TEXT    NOT NULL,
  read_back       TEXT    NOT NULL
) STRICT;
CREATE INDEX ecg_critical_call_of_study ON ecg_critical_call (study_id, called_at);
CREATE TRIGGER ecg_critical_call_stays BEFORE UPDATE ON ecg_critical_call
BEGIN
  SELECT raise(ABORT, 'a critical call is never changed');
END;
