-- Whether a person said that a study stays on this machine, and when it was last taken off it.
ALTER TABLE study ADD COLUMN keep TEXT NOT NULL DEFAULT 'no' CHECK (keep IN ('no', 'pinned', 'teaching'));
ALTER TABLE study ADD COLUMN evicted_at TEXT;
CREATE INDEX study_held ON study (last_opened_at) WHERE held_instances > 0;

-- Slices that the positions of a series miss although its count agrees; null while it was not looked at.
ALTER TABLE series ADD COLUMN missing_slices INTEGER CHECK (missing_slices >= 0);

-- What changed at the hospital behind our back. Open until a person has seen it.
CREATE TABLE study_change (
  id               INTEGER PRIMARY KEY,
  study_id         INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  kind             TEXT    NOT NULL CHECK (kind IN ('identity', 'instances-added', 'instances-withdrawn', 'other-content')),
  subject          TEXT    NOT NULL,  -- Series Instance UID, or SOP Instance UID of other content; '' for the identity
  before           TEXT    NOT NULL,  -- JSON object
  after            TEXT    NOT NULL,  -- JSON object with the same names
  is_after_signing INTEGER NOT NULL CHECK (is_after_signing IN (0, 1)),
  noticed_at       TEXT    NOT NULL,
  settled_at       TEXT
) STRICT;
CREATE UNIQUE INDEX study_change_open ON study_change (study_id, kind, subject) WHERE settled_at IS NULL;
CREATE INDEX study_change_by_study ON study_change (study_id, kind, subject, id DESC);

-- Folders and archives taken in from this machine. One that was interrupted goes on at the next start: what is held is not stored twice.
CREATE TABLE import_job (
  id          INTEGER PRIMARY KEY,
  path        TEXT    NOT NULL,
  started_at  TEXT    NOT NULL,
  finished_at TEXT,
  state       TEXT    NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  outcome     TEXT    NOT NULL       -- JSON: counts, failure and the files that were not taken
) STRICT;
