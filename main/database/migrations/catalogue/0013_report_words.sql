-- The department's own templates and macros. A row with the id of a built-in one takes its place; `is_removed` hides it.
CREATE TABLE report_template (
  template_id    TEXT    PRIMARY KEY CHECK (length(template_id) BETWEEN 1 AND 64),
  name           TEXT    NOT NULL CHECK (name <> ''),
  modality       TEXT    NOT NULL,
  body_part      TEXT    NOT NULL,
  sex            TEXT    NOT NULL CHECK (sex IN ('M', 'F', '')),
  least_years    INTEGER CHECK (least_years >= 0),
  most_years     INTEGER CHECK (most_years >= 0),
  outcome        TEXT    NOT NULL CHECK (outcome IN ('positive', 'negative')),
  abbreviation   TEXT    NOT NULL,
  findings       TEXT    NOT NULL,
  impression     TEXT    NOT NULL,
  recommendation TEXT    NOT NULL,
  is_removed     INTEGER NOT NULL CHECK (is_removed IN (0, 1)),
  changed_at     TEXT    NOT NULL
) STRICT;

CREATE TABLE report_macro (
  abbreviation TEXT    PRIMARY KEY CHECK (length(abbreviation) BETWEEN 1 AND 16),
  text         TEXT    NOT NULL,
  is_removed   INTEGER NOT NULL CHECK (is_removed IN (0, 1)),
  changed_at   TEXT    NOT NULL
) STRICT;

-- Why a physician signs although a check asks. It belongs to the words that were asked about, whatever is written elsewhere.
CREATE TABLE check_reason (
  id           INTEGER PRIMARY KEY,
  request_id   INTEGER NOT NULL REFERENCES request (id),
  code         TEXT    NOT NULL,
  excerpt      TEXT    NOT NULL,
  reason       TEXT    NOT NULL CHECK (reason <> ''),
  confirmed_at TEXT    NOT NULL
) STRICT;
CREATE INDEX check_reason_by_request ON check_reason (request_id);
CREATE TRIGGER check_reason_is_immutable BEFORE UPDATE ON check_reason
BEGIN SELECT RAISE (ABORT, 'a reason is never changed; give another one'); END;
CREATE TRIGGER check_reason_is_kept BEFORE DELETE ON check_reason
BEGIN SELECT RAISE (ABORT, 'a reason is never deleted'); END;

-- What a draft was before: the newest 200 saves of each.
CREATE TABLE report_draft_revision (
  request_id     INTEGER NOT NULL REFERENCES request (id),
  revision       INTEGER NOT NULL CHECK (revision > 0),
  findings       TEXT    NOT NULL,
  impression     TEXT    NOT NULL,
  recommendation TEXT    NOT NULL,
  outcome        TEXT    CHECK (outcome IN ('positive', 'negative')),
  saved_at       TEXT    NOT NULL,
  PRIMARY KEY (request_id, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO report_draft_revision SELECT request_id, revision, findings, impression, recommendation, outcome, saved_at FROM report_draft;
CREATE TRIGGER draft_begins AFTER INSERT ON report_draft
BEGIN
  INSERT OR REPLACE INTO report_draft_revision
    VALUES (new.request_id, new.revision, new.findings, new.impression, new.recommendation, new.outcome, new.saved_at);
END;
CREATE TRIGGER draft_goes_on AFTER UPDATE ON report_draft
BEGIN
  INSERT OR REPLACE INTO report_draft_revision
    VALUES (new.request_id, new.revision, new.findings, new.impression, new.recommendation, new.outcome, new.saved_at);
  DELETE FROM report_draft_revision WHERE request_id = new.request_id AND revision <= new.revision - 200;
END;

-- The department's list of critical values (危急值). Empty: the built-in draft.
CREATE TABLE critical_rule (
  position   INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL CHECK (name <> ''),
  words      TEXT    NOT NULL CHECK (words <> ''),  -- a regular expression over the impression
  unless     TEXT    NOT NULL,
  is_active  INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  changed_at TEXT    NOT NULL
) STRICT;

-- One critical value from being found to being acknowledged.
CREATE TABLE critical_value (
  id              INTEGER PRIMARY KEY,
  request_id      INTEGER NOT NULL REFERENCES request (id),
  message         TEXT    NOT NULL CHECK (message <> ''),   -- what must be said
  rule_name       TEXT    NOT NULL,                         -- '' when a person raised it
  found_by        TEXT    NOT NULL,
  found_at        TEXT    NOT NULL,
  escalation_step INTEGER NOT NULL DEFAULT 0 CHECK (escalation_step BETWEEN 0 AND 3),
  notified_name   TEXT    NOT NULL DEFAULT '',
  notified_staff_id TEXT  NOT NULL DEFAULT '',
  department      TEXT    NOT NULL DEFAULT '',
  telephone       TEXT    NOT NULL DEFAULT '',
  notified_at     TEXT,
  read_back       TEXT    NOT NULL DEFAULT '',
  closed_by       TEXT    NOT NULL DEFAULT '',
  closed_at       TEXT,
  CHECK (closed_at IS NULL OR (notified_name <> '' AND department <> '' AND notified_at IS NOT NULL AND read_back <> '' AND closed_by <> ''))
) STRICT;
CREATE INDEX critical_value_by_request ON critical_value (request_id);
CREATE INDEX critical_value_open ON critical_value (found_at) WHERE closed_at IS NULL;
CREATE TRIGGER critical_value_is_closed_once BEFORE UPDATE ON critical_value WHEN old.closed_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a closed critical value is never changed'); END;
CREATE TRIGGER critical_value_is_kept BEFORE DELETE ON critical_value
BEGIN SELECT RAISE (ABORT, 'a critical value is never deleted'); END;

-- Every attempt to reach somebody, also those that nobody answered.
CREATE TABLE critical_call (
  id                INTEGER PRIMARY KEY,
  critical_value_id INTEGER NOT NULL REFERENCES critical_value (id),
  called_at         TEXT    NOT NULL,
  callee            TEXT    NOT NULL CHECK (callee <> ''),
  telephone         TEXT    NOT NULL,
  is_answered       INTEGER NOT NULL CHECK (is_answered IN (0, 1))
) STRICT;
CREATE INDEX critical_call_by_value ON critical_call (critical_value_id);
CREATE TRIGGER critical_call_is_immutable BEFORE UPDATE ON critical_call
BEGIN SELECT RAISE (ABORT, 'a call is never changed'); END;
CREATE TRIGGER critical_call_is_kept BEFORE DELETE ON critical_call
BEGIN SELECT RAISE (ABORT, 'a call is never deleted'); END;
