-- Who did what, one message a row (PS3.15 A.5), each bound to the one before it. Rows are added, never changed: `npm run audit:verify` says
-- which row was touched by somebody who took the triggers away.
CREATE TABLE audit_record (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  -- RFC 8785 canonical JSON of the message.
  message  TEXT NOT NULL,
  -- SHA-256 of the digest before (32 zero bytes for the first), the sequence number in 8 bytes, and the message.
  digest   BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TRIGGER audit_record_is_not_changed BEFORE UPDATE ON audit_record
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never changed');
END;
CREATE TRIGGER audit_record_is_not_removed BEFORE DELETE ON audit_record
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never removed');
END;
CREATE TRIGGER audit_record_is_added_at_the_end BEFORE INSERT ON audit_record
  WHEN new.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_record)
BEGIN
  SELECT RAISE(ABORT, 'an audit record is added at the end');
END;
