-- A pack whose key is being changed: after a kill whichever of the two keys opens it is its key.
CREATE TABLE pack_rotation (
  study_id INTEGER PRIMARY KEY REFERENCES study (id) ON DELETE CASCADE,
  next_key BLOB NOT NULL CHECK (length(next_key) = 32)
) STRICT;

-- What no rule of retention touches, because a dispute or an inquiry wants it: by request, so that its drafts and reports are meant too.
CREATE TABLE legal_hold (
  id         INTEGER PRIMARY KEY,
  study_id   INTEGER NOT NULL UNIQUE REFERENCES study (id),
  reason     TEXT    NOT NULL CHECK (length(reason) BETWEEN 4 AND 500),
  placed_by  TEXT    NOT NULL,
  placed_at  TEXT    NOT NULL
) STRICT;

-- Where the audit trail begins after its oldest rows were removed by the rule of retention: number and digest of the last one that went, signed by the seat.
CREATE TABLE audit_anchor (
  sequence  INTEGER PRIMARY KEY CHECK (sequence > 0),
  digest    BLOB    NOT NULL CHECK (length(digest) = 32),
  signed_at TEXT    NOT NULL,
  signature BLOB    NOT NULL
) STRICT;

CREATE TRIGGER audit_anchor_is_not_changed BEFORE UPDATE ON audit_anchor
BEGIN
  SELECT RAISE(ABORT, 'an anchor of the audit trail is never changed');
END;
CREATE TRIGGER audit_anchor_is_not_removed BEFORE DELETE ON audit_anchor
BEGIN
  SELECT RAISE(ABORT, 'an anchor of the audit trail is never removed');
END;

-- The law asks for six months (Cybersecurity Law, article 21): a row goes only below an anchor, and never one that is younger than 183 days.
DROP TRIGGER audit_record_is_not_removed;
CREATE TRIGGER audit_record_is_not_removed BEFORE DELETE ON audit_record
  WHEN old.sequence > (SELECT coalesce(max(sequence), 0) FROM audit_anchor)
    OR julianday(old.message ->> '$.event.at') > julianday('now') - 183
BEGIN
  SELECT RAISE(ABORT, 'an audit record is never removed');
END;

-- Who was administrator once is never auditor afterwards, nor the other way round: nobody reads, or answers for, the trail of what they set up themselves.
CREATE TABLE past_office (
  person_id INTEGER PRIMARY KEY REFERENCES person (id),
  office    TEXT    NOT NULL CHECK (office IN ('administrator', 'auditor'))
) STRICT;
INSERT INTO past_office SELECT id, 'administrator' FROM person WHERE roles LIKE '%"administrator"%';
INSERT INTO past_office SELECT id, 'auditor' FROM person WHERE roles LIKE '%"auditor"%';

CREATE TRIGGER person_takes_first_office AFTER INSERT ON person WHEN new.roles LIKE '%"administrator"%' OR new.roles LIKE '%"auditor"%'
BEGIN
  INSERT INTO past_office VALUES (new.id, iif(new.roles LIKE '%"auditor"%', 'auditor', 'administrator'));
END;
CREATE TRIGGER person_takes_office AFTER UPDATE OF roles ON person WHEN new.roles LIKE '%"administrator"%' OR new.roles LIKE '%"auditor"%'
BEGIN
  INSERT OR IGNORE INTO past_office VALUES (new.id, iif(new.roles LIKE '%"auditor"%', 'auditor', 'administrator'));
END;
CREATE TRIGGER person_never_has_the_other_office BEFORE UPDATE OF roles ON person
  WHEN EXISTS (SELECT 1 FROM past_office WHERE person_id = new.id
    AND (office = 'administrator' AND new.roles LIKE '%"auditor"%' OR office = 'auditor' AND new.roles LIKE '%"administrator"%'))
BEGIN
  SELECT RAISE(ABORT, 'an administrator never becomes an auditor, nor an auditor an administrator');
END;

-- Accounts of the hospital's own sign-in (OpenID Connect: issuer and sub) that an administrator has linked to a person.
CREATE TABLE person_account (
  person_id INTEGER PRIMARY KEY REFERENCES person (id),
  issuer    TEXT NOT NULL CHECK (issuer <> ''),
  subject   TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  UNIQUE (issuer, subject)
) STRICT;
