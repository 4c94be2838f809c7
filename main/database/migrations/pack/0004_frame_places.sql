-- Frames lie in a file of their own beside the pack, NNNNNNNN.frames, each encrypted and authenticated once (AES-256-GCM) instead of page by page.
-- What an older version stored stays in the table frame.
CREATE TABLE frame_place (
  sop_instance_uid TEXT    NOT NULL REFERENCES instance (sop_instance_uid) ON DELETE CASCADE,
  frame_number     INTEGER NOT NULL CHECK (frame_number > 0),
  sha256           BLOB    NOT NULL CHECK (length(sha256) = 32),
  file_offset      INTEGER NOT NULL CHECK (file_offset >= 0), -- of the first byte in the file
  size_bytes       INTEGER NOT NULL CHECK (size_bytes >= 0),  -- of the encoded frame, and of what lies in the file
  nonce            BLOB    NOT NULL CHECK (length(nonce) = 12),
  tag              BLOB    NOT NULL CHECK (length(tag) = 16),
  PRIMARY KEY (sop_instance_uid, frame_number)
) STRICT, WITHOUT ROWID;
