-- A seat asks for the reports of a case each time it opens one.
CREATE INDEX accepted_report_by_case ON accepted_report (case_key, accepted_at_ms);
