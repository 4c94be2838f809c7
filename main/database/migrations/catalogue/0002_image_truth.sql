-- The size of a pixel as a physician found it on an object of known length; it holds for all frames of the image.
CREATE TABLE calibration (
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  sop_instance_uid    TEXT    NOT NULL CHECK (length(sop_instance_uid) <= 64),
  series_instance_uid TEXT    NOT NULL,
  frame_number        INTEGER NOT NULL CHECK (frame_number > 0),  -- where the line was drawn
  points_px           TEXT    NOT NULL,                           -- both ends of the line, as in `measurement`
  known_length_mm     REAL    NOT NULL CHECK (known_length_mm > 0),
  column_spacing_mm   REAL    NOT NULL CHECK (column_spacing_mm > 0),
  row_spacing_mm      REAL    NOT NULL CHECK (row_spacing_mm > 0),
  changed_at          TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;

-- What was on a screen, and how true it was: the report names the worst. Nothing here ever gets better.
CREATE TABLE viewed_instance (
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  sop_instance_uid    TEXT    NOT NULL CHECK (length(sop_instance_uid) <= 64),
  series_instance_uid TEXT    NOT NULL,
  is_lossy            INTEGER NOT NULL CHECK (is_lossy IN (0, 1)),
  lossy_ratio         REAL,                                       -- 12 for 1:12; null when nobody wrote it
  was_partial         INTEGER NOT NULL CHECK (was_partial IN (0, 1)), -- seen while its series was still coming
  first_viewed_at     TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;

-- Timezone Offset From UTC as sent, such as -0500; '' when not sent. Dates and times of the study are as sent, too.
ALTER TABLE study ADD COLUMN timezone_offset TEXT NOT NULL DEFAULT '';
