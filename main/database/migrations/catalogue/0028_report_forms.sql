-- Fields beside the free text of a report: in a template as a form (JSON; '' for none), in a draft as it was filled in (JSON, a list).
ALTER TABLE report_template ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE report_draft ADD COLUMN forms TEXT NOT NULL DEFAULT '[]';
ALTER TABLE report_draft_revision ADD COLUMN forms TEXT NOT NULL DEFAULT '[]';
DROP TRIGGER draft_begins;
DROP TRIGGER draft_goes_on;
CREATE TRIGGER draft_begins AFTER INSERT ON report_draft
BEGIN
  INSERT OR REPLACE INTO report_draft_revision (request_id, revision, findings, impression, recommendation, outcome, saved_at, forms)
    VALUES (new.request_id, new.revision, new.findings, new.impression, new.recommendation, new.outcome, new.saved_at, new.forms);
END;
CREATE TRIGGER draft_goes_on AFTER UPDATE ON report_draft
BEGIN
  INSERT OR REPLACE INTO report_draft_revision (request_id, revision, findings, impression, recommendation, outcome, saved_at, forms)
    VALUES (new.request_id, new.revision, new.findings, new.impression, new.recommendation, new.outcome, new.saved_at, new.forms);
  DELETE FROM report_draft_revision WHERE request_id = new.request_id AND revision <= new.revision - 200;
END;
