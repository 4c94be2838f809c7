-- What a hand draws: more kinds, words of its own, points without a number. SQLite cannot widen a CHECK: the table is made anew.
CREATE TABLE measurement_wide (
  tracking_uid        TEXT    PRIMARY KEY CHECK (length(tracking_uid) <= 64),
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  series_instance_uid TEXT    NOT NULL,
  sop_instance_uid    TEXT    NOT NULL,
  frame_number        INTEGER NOT NULL CHECK (frame_number > 0),
  kind                TEXT    NOT NULL,  -- SHAPE_KINDS in shared/dicom/measurement/shape-kind.ts
  points_px           TEXT    NOT NULL,  -- JSON list of [column, row], zero-based
  quantities          TEXT    NOT NULL,  -- JSON list of { quantity, value, unit }; empty for words
  spacing_source      TEXT    NOT NULL,
  label               INTEGER NOT NULL CHECK (label > 0),
  text                TEXT    NOT NULL DEFAULT '',  -- the physician's words; the first vertebra of spine labels
  changed_at          TEXT    NOT NULL
) STRICT;
INSERT INTO measurement_wide (tracking_uid, study_id, series_instance_uid, sop_instance_uid, frame_number, kind, points_px, quantities, spacing_source, label, changed_at)
  SELECT tracking_uid, study_id, series_instance_uid, sop_instance_uid, frame_number, kind, points_px, quantities, spacing_source, label, changed_at FROM measurement;
DROP TABLE measurement;
ALTER TABLE measurement_wide RENAME TO measurement;
CREATE INDEX measurement_by_study ON measurement (study_id, label);

-- The sentence with which a measurement went into a report: when the measurement says something else today, the report is stale.
CREATE TABLE reported_measurement (
  study_id     INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  tracking_uid TEXT    NOT NULL CHECK (length(tracking_uid) <= 64),
  sentence     TEXT    NOT NULL,
  PRIMARY KEY (study_id, tracking_uid)
) STRICT, WITHOUT ROWID;

-- What can be undone and redone; it outlives the page.
CREATE TABLE measurement_history (
  study_id INTEGER PRIMARY KEY REFERENCES study (id) ON DELETE CASCADE,
  done     TEXT NOT NULL,  -- JSON list of steps, newest last
  undone   TEXT NOT NULL
) STRICT;

CREATE TABLE key_image (
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  sop_instance_uid    TEXT    NOT NULL CHECK (length(sop_instance_uid) <= 64),
  frame_number        INTEGER NOT NULL CHECK (frame_number > 0),
  series_instance_uid TEXT    NOT NULL,
  marked_at           TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid, frame_number)
) STRICT, WITHOUT ROWID;

-- Keys, mouse and window presets: of the person of this seat (owner ''), and the presets of a hospital (owner: its id).
CREATE TABLE reading_profile (
  owner      TEXT PRIMARY KEY CHECK (length(owner) <= 64),
  profile    TEXT NOT NULL,  -- JSON
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
