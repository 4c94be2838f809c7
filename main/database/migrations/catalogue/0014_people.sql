-- Who may sit at this seat. Nobody is ever removed: reports and the audit trail name them.
CREATE TABLE person (
  id                   INTEGER PRIMARY KEY,
  login_name           TEXT    NOT NULL UNIQUE COLLATE NOCASE CHECK (length(login_name) BETWEEN 1 AND 64),
  name                 TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  roles                TEXT    NOT NULL,  -- JSON list, shared/people/roles.ts
  site_ids             TEXT,              -- JSON list of the hospitals whose cases the person sees; NULL: all
  password_hash        TEXT    NOT NULL,
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  is_active            INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  failed_tries         INTEGER NOT NULL DEFAULT 0 CHECK (failed_tries >= 0),
  locked_until         TEXT,
  created_at           TEXT    NOT NULL,
  -- Who sets the system up never reads the trail of what was done with it.
  CHECK (NOT (roles LIKE '%"administrator"%' AND roles LIKE '%"auditor"%'))
) STRICT;

-- Whose key it is. A key of before people signed in belongs to nobody and is offered to every physician.
CREATE TABLE signer_owner (
  signer_id INTEGER PRIMARY KEY REFERENCES signer (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
