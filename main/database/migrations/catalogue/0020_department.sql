-- What the figures of quality are counted from: one small row a signed version, so that nobody reads a hundred thousand papers for them.
CREATE TABLE report_fact (
  signed_report_id INTEGER PRIMARY KEY REFERENCES signed_report (id),
  request_id     INTEGER NOT NULL REFERENCES request (id),
  site_id        TEXT    NOT NULL,
  modality       TEXT    NOT NULL,
  urgency        TEXT    NOT NULL,
  arrived_at     TEXT    NOT NULL,
  complete_at    TEXT,                  -- when all images were here: the promise runs from then
  version        INTEGER NOT NULL,
  kind           TEXT    NOT NULL,
  outcome        TEXT    NOT NULL,
  ends_preliminary INTEGER NOT NULL CHECK (ends_preliminary IN (0, 1)), -- the final report of a preliminary one: no revision
  signer_name    TEXT    NOT NULL,
  signed_at      TEXT    NOT NULL,
  delivered_at   TEXT                   -- when its last object was read back at the hospital
) STRICT;
CREATE INDEX report_fact_by_time ON report_fact (signed_at);

CREATE VIEW report_fact_source AS
  SELECT signed_report.id AS signed_report_id, signed_report.request_id, study.site_id,
    coalesce((SELECT value FROM json_each(study.modalities) WHERE value NOT IN ('SR', 'KO', 'PR', 'DOC', 'OT') LIMIT 1), '') AS modality,
    study.urgency, study.arrived_at, study.complete_at, signed_report.version, signed_report.kind,
    coalesce(json_extract(CAST(signed_report.content AS TEXT), '$.outcome'), '') AS outcome,
    coalesce((SELECT json_extract(CAST(content AS TEXT), '$.isPreliminary') FROM signed_report AS before WHERE before.id = signed_report.predecessor_id), 0) AS ends_preliminary,
    signed_report.signer_name, signed_report.signed_at, NULL AS delivered_at
  FROM signed_report
    JOIN study ON study.id = (SELECT min(study_id) FROM request_study WHERE request_study.request_id = signed_report.request_id);

-- A content that is no JSON is no report of this program; it keeps nobody from being signed.
INSERT INTO report_fact SELECT * FROM report_fact_source
  WHERE signed_report_id IN (SELECT id FROM signed_report WHERE json_valid(CAST(content AS TEXT)));
UPDATE report_fact SET delivered_at = (SELECT CASE WHEN count(*) = count(read_back_at) THEN max(read_back_at) END FROM delivery
  WHERE delivery.signed_report_id = report_fact.signed_report_id AND station <> 'withheld');
CREATE TRIGGER report_fact_is_noted AFTER INSERT ON signed_report WHEN json_valid(CAST(new.content AS TEXT))
BEGIN INSERT INTO report_fact SELECT * FROM report_fact_source WHERE signed_report_id = new.id; END;

CREATE INDEX delivery_read_back ON delivery (signed_report_id, station, read_back_at);
CREATE TRIGGER report_fact_is_delivered AFTER UPDATE OF station ON delivery WHEN new.station IN ('read-back', 'withheld')
BEGIN
  UPDATE report_fact SET delivered_at = (SELECT CASE WHEN count(*) = count(read_back_at) THEN max(read_back_at) END FROM delivery INDEXED BY delivery_read_back
    WHERE delivery.signed_report_id = new.signed_report_id AND station <> 'withheld')
  WHERE signed_report_id = new.signed_report_id;
END;

-- Devices whose examinations other hospitals recognise (互认), and from when to when.
CREATE TABLE recognition_item (
  position     INTEGER PRIMARY KEY,
  site_id      TEXT NOT NULL REFERENCES site (id),
  station_name TEXT NOT NULL CHECK (station_name <> ''),  -- Station Name (0008,1010)
  modality     TEXT NOT NULL CHECK (modality <> ''),
  body_part    TEXT NOT NULL,                             -- '' for every part
  region       TEXT NOT NULL CHECK (region <> ''),
  valid_from   TEXT NOT NULL,                             -- YYYY-MM-DD
  valid_to     TEXT,                                      -- null: not ended
  CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;
