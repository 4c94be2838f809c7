-- Why and how long the clock of a case stood still. A pause is ended, never taken back.
CREATE TABLE clock_pause (
  id         INTEGER PRIMARY KEY,
  study_id   INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  reason     TEXT    NOT NULL CHECK (reason IN ('technician', 'clinical-information', 'images-missing', 'identity', 'consultation', 'other')),
  note       TEXT    NOT NULL CHECK (length(note) <= 500),
  paused_by  TEXT    NOT NULL,
  paused_at  TEXT    NOT NULL,
  resumed_by TEXT,
  resumed_at TEXT,
  CHECK ((resumed_at IS NULL) = (resumed_by IS NULL)),
  CHECK (resumed_at IS NULL OR resumed_at >= paused_at),
  CHECK (reason <> 'other' OR length(trim(note)) > 0)
) STRICT;
CREATE INDEX clock_pause_by_study ON clock_pause (study_id);
CREATE UNIQUE INDEX clock_pause_standing ON clock_pause (study_id) WHERE resumed_at IS NULL;
CREATE TRIGGER clock_pause_is_kept BEFORE UPDATE ON clock_pause
  WHEN old.resumed_at IS NOT NULL OR new.study_id <> old.study_id OR new.reason <> old.reason OR new.note <> old.note OR new.paused_by <> old.paused_by OR new.paused_at <> old.paused_at
BEGIN SELECT raise(ABORT, 'a pause is not rewritten'); END;

-- Stations of a case that no other table has, each once: the ledger of the green channel and the steps of its escalation.
CREATE TABLE case_event (
  study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  kind     TEXT    NOT NULL CHECK (kind IN ('first-image', 'opened', 'used-50', 'used-75', 'used-90', 'used-100')),
  at       TEXT    NOT NULL,
  person   TEXT    NOT NULL,
  PRIMARY KEY (study_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER case_event_is_frozen BEFORE UPDATE ON case_event BEGIN SELECT raise(ABORT, 'a station is not rewritten'); END;

-- Cases that may be read: each rings once. An urgent one may be read with its first image, another when all are here.
CREATE TABLE case_announcement (
  study_id INTEGER PRIMARY KEY REFERENCES study (id) ON DELETE CASCADE,
  ready_at TEXT, -- null until the program has noticed
  heard_at TEXT
) STRICT;
CREATE INDEX case_announcement_unnoticed ON case_announcement (study_id) WHERE ready_at IS NULL;
CREATE INDEX case_announcement_unheard ON case_announcement (study_id) WHERE heard_at IS NULL;
CREATE TRIGGER case_may_be_read AFTER UPDATE OF held_instances, expected_instances, complete_at, urgency, is_case ON study
  WHEN new.is_case = 1 AND new.reading_state = 'unread' AND new.expected_instances > 0
    AND ((new.complete_at IS NOT NULL AND new.held_instances >= new.expected_instances) OR (new.urgency <> 'routine' AND new.held_instances > 0))
BEGIN INSERT INTO case_announcement (study_id) VALUES (new.id) ON CONFLICT DO NOTHING; END;

CREATE INDEX study_green ON study (arrived_at DESC, id DESC) WHERE is_case = 1 AND urgency = 'green-channel';
