-- How much of a hospital's line may be used for what nobody waits for.
CREATE TABLE site_line (
  site_id             TEXT PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
  is_paused           INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
  day_share_percent   INTEGER NOT NULL CHECK (day_share_percent BETWEEN 5 AND 100),
  night_share_percent INTEGER NOT NULL CHECK (night_share_percent BETWEEN 5 AND 100)
) STRICT;

-- What a hospital's server does with a request in a transfer syntax, learned from its answers.
CREATE TABLE site_capability (
  site_id       TEXT    NOT NULL REFERENCES site (id) ON DELETE CASCADE,
  sop_class_uid TEXT    NOT NULL CHECK (length(sop_class_uid) <= 64),
  form          TEXT    NOT NULL CHECK (form IN ('kept', 'kept-gzip', 'jpeg-ls', 'htj2k', 'jpeg-2000', 'jpeg-lossless')),
  outcome       TEXT    NOT NULL CHECK (outcome IN ('works', 'ignored', 'refused')),
  answers       INTEGER NOT NULL CHECK (answers > 0),
  size_share    REAL,            -- bytes on the line over bytes of the uncompressed pixels
  wait_ms       REAL,            -- request to first byte
  checked_at    TEXT    NOT NULL,
  PRIMARY KEY (site_id, sop_class_uid, form)
) STRICT, WITHOUT ROWID;
