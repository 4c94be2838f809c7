-- Where a measurement lies that was drawn on a picture computed from a volume, as JSON in the patient's space; '' for one on an image.
ALTER TABLE measurement ADD COLUMN place TEXT NOT NULL DEFAULT '' CHECK (place = '' OR json_valid(place));

-- How the frames of a run are shown less one of them: the frame that is the mask, and how far it is moved first, pixels.
CREATE TABLE mask_of_run (
  study_id            INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  sop_instance_uid    TEXT    NOT NULL CHECK (length(sop_instance_uid) <= 64),
  series_instance_uid TEXT    NOT NULL CHECK (length(series_instance_uid) <= 64),
  mask_frame_number   INTEGER NOT NULL CHECK (mask_frame_number > 0),
  shift_columns_px    REAL    NOT NULL,
  shift_rows_px       REAL    NOT NULL,
  is_shown            INTEGER NOT NULL CHECK (is_shown IN (0, 1)),
  changed_at          TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid)
) STRICT, WITHOUT ROWID;
