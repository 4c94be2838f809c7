-- Pictures that stand on papers: JPEGs that main has sealed, named by their content.
CREATE TABLE key_image_picture (
  study_id         INTEGER NOT NULL,
  sop_instance_uid TEXT    NOT NULL,
  frame_number     INTEGER NOT NULL,
  sha256           TEXT    NOT NULL CHECK (length(sha256) = 64),
  width_px         INTEGER NOT NULL CHECK (width_px > 0),
  height_px        INTEGER NOT NULL CHECK (height_px > 0),
  jpeg             BLOB    NOT NULL,
  taken_at         TEXT    NOT NULL,
  PRIMARY KEY (study_id, sop_instance_uid, frame_number),
  FOREIGN KEY (study_id, sop_instance_uid, frame_number) REFERENCES key_image (study_id, sop_instance_uid, frame_number) ON DELETE CASCADE
) STRICT;

CREATE TABLE site_logo (
  site_id    TEXT    PRIMARY KEY REFERENCES site (id),
  sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),
  width_px   INTEGER NOT NULL CHECK (width_px > 0),
  height_px  INTEGER NOT NULL CHECK (height_px > 0),
  jpeg       BLOB    NOT NULL,
  changed_at TEXT    NOT NULL
) STRICT;
