-- The hub of an alliance. Seats read these tables; they write through the functions of 0002 only. Times are the server's, milliseconds since 1970.
CREATE SCHEMA tongyue;

-- Who may come. A seat is a login role of its own: what it writes carries that name, whatever the program on it says.
CREATE TABLE tongyue.seat (
  seat_id    text PRIMARY KEY, -- name of the login role
  person     text NOT NULL CHECK (person <> ''),
  duty       text NOT NULL CHECK (duty IN ('reader', 'observer', 'administrator')),
  is_active  boolean NOT NULL DEFAULT true
);

-- One row: who changes a case takes it last, so that numbers become visible in their order.
CREATE TABLE tongyue.change_counter (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), newest bigint NOT NULL);
INSERT INTO tongyue.change_counter (newest) VALUES (0);

CREATE TABLE tongyue.case_state (
  case_key       text PRIMARY KEY CHECK (length(case_key) BETWEEN 1 AND 500),
  fence          bigint NOT NULL DEFAULT 0 CHECK (fence >= 0),
  holder_seat    text REFERENCES tongyue.seat (seat_id),
  holder_person  text,
  lease_until_ms bigint,
  final_version  bigint NOT NULL DEFAULT 0,
  final_uid      text,
  final_seat     text,
  final_person   text,
  final_at_ms    bigint,
  change_number  bigint NOT NULL DEFAULT 0,
  CHECK ((holder_seat IS NULL) = (lease_until_ms IS NULL)),
  CHECK ((final_version = 0) = (final_uid IS NULL))
);
CREATE INDEX case_state_by_change ON tongyue.case_state (change_number);
CREATE INDEX case_state_held ON tongyue.case_state (case_key) WHERE holder_seat IS NOT NULL;

CREATE TABLE tongyue.accepted_report (
  report_uid     text PRIMARY KEY,
  case_key       text NOT NULL REFERENCES tongyue.case_state (case_key),
  version        bigint NOT NULL CHECK (version > 0),
  fence          bigint NOT NULL,
  is_offline     boolean NOT NULL,
  standing       text NOT NULL CHECK (standing IN ('final', 'second')),
  seat_id        text NOT NULL REFERENCES tongyue.seat (seat_id),
  person         text NOT NULL,
  accepted_at_ms bigint NOT NULL,
  bundle         bytea NOT NULL,
  bundle_sha256  bytea NOT NULL CHECK (length(bundle_sha256) = 32)
);
-- Never two final reports of one version of one case, whatever a function may get wrong.
CREATE UNIQUE INDEX one_final_report ON tongyue.accepted_report (case_key, version) WHERE standing = 'final';

CREATE FUNCTION tongyue.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an accepted report is never changed; write a new version' USING ERRCODE = 'TY003'; END $$;
CREATE TRIGGER accepted_report_is_immutable BEFORE UPDATE OR DELETE ON tongyue.accepted_report FOR EACH ROW EXECUTE FUNCTION tongyue.refuse_change();
CREATE TRIGGER accepted_reports_stay BEFORE TRUNCATE ON tongyue.accepted_report FOR EACH STATEMENT EXECUTE FUNCTION tongyue.refuse_change();

CREATE TABLE tongyue.delivered_report (report_uid text PRIMARY KEY REFERENCES tongyue.accepted_report (report_uid), delivered_at_ms bigint NOT NULL);

CREATE TABLE tongyue.draft (
  case_key    text PRIMARY KEY REFERENCES tongyue.case_state (case_key),
  seat_id     text NOT NULL REFERENCES tongyue.seat (seat_id),
  person      text NOT NULL,
  revision    bigint NOT NULL,
  content     text NOT NULL CHECK (length(content) <= 200000),
  saved_at_ms bigint NOT NULL
);

CREATE TABLE tongyue.message (
  message_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_seat   text NOT NULL REFERENCES tongyue.seat (seat_id),
  from_person text NOT NULL,
  to_seat     text REFERENCES tongyue.seat (seat_id),
  case_key    text,
  content     text NOT NULL CHECK (length(content) BETWEEN 1 AND 4000),
  sent_at_ms  bigint NOT NULL
);
CREATE INDEX message_by_receiver ON tongyue.message (to_seat, message_id);

CREATE TABLE tongyue.presence (seat_id text PRIMARY KEY REFERENCES tongyue.seat (seat_id), case_key text, seen_at_ms bigint NOT NULL);

CREATE TABLE tongyue.shared_record (
  kind          text NOT NULL,
  key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  revision      bigint NOT NULL CHECK (revision > 0),
  content       text NOT NULL CHECK (length(content) <= 500000),
  changed_by    text NOT NULL,
  changed_at_ms bigint NOT NULL,
  PRIMARY KEY (kind, key)
);
