-- All that is held of one study. Whoever deletes the file forgets nothing but what can be fetched again.

-- What the hospital says there is, and what is held of it.
CREATE TABLE instance (
  sop_instance_uid    TEXT PRIMARY KEY CHECK (length(sop_instance_uid) <= 64),
  series_instance_uid TEXT    NOT NULL,
  sop_class_uid       TEXT    NOT NULL,
  instance_number     INTEGER,
  number_of_frames    INTEGER NOT NULL CHECK (number_of_frames >= 0), -- 0: no pixels
  state               TEXT    NOT NULL CHECK (state IN ('expected', 'held', 'withdrawn')),
  transfer_syntax_uid TEXT,            -- of the frames as they arrived
  metadata            TEXT,            -- DICOM JSON without bulk data
  header              BLOB,            -- the Part 10 bytes before the pixel data, as they arrived
  header_sha256       BLOB,
  held_at             TEXT,
  CHECK (state <> 'held' OR (metadata IS NOT NULL AND header IS NOT NULL AND transfer_syntax_uid IS NOT NULL))
) STRICT;
CREATE INDEX instance_by_series ON instance (series_instance_uid, state, instance_number);

CREATE TABLE frame (
  sop_instance_uid TEXT    NOT NULL REFERENCES instance (sop_instance_uid) ON DELETE CASCADE,
  frame_number     INTEGER NOT NULL CHECK (frame_number > 0),
  sha256           BLOB    NOT NULL CHECK (length(sha256) = 32),
  bytes            BLOB    NOT NULL,   -- one encoded frame
  PRIMARY KEY (sop_instance_uid, frame_number)
) STRICT;

CREATE TABLE bulk_data (
  sop_instance_uid TEXT NOT NULL REFERENCES instance (sop_instance_uid) ON DELETE CASCADE,
  element_path     TEXT NOT NULL,      -- such as 54000100/1/54001010
  sha256           BLOB NOT NULL CHECK (length(sha256) = 32),
  bytes            BLOB NOT NULL,
  PRIMARY KEY (sop_instance_uid, element_path)
) STRICT;

-- Bytes that came under a UID that was already held with other content, and frames whose digest did not match.
CREATE TABLE quarantine (
  id               INTEGER PRIMARY KEY,
  sop_instance_uid TEXT NOT NULL,
  reason           TEXT NOT NULL CHECK (reason IN ('digest-mismatch', 'other-content')),
  found_at         TEXT NOT NULL,
  bytes            BLOB NOT NULL
) STRICT;
