-- What physicians say to each other and to hospitals: identities, requests to technicians, consultations, shared views. Every reader writes them.
CREATE INDEX shared_record_by_time ON tongyue.shared_record (kind, changed_at_ms);

CREATE OR REPLACE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me tongyue.seat := tongyue.require_seat(
    CASE WHEN given_kind IN ('critical-value', 'patient-link', 'technician-request', 'consultation', 'case-list', 'shared-view', 'archive-step')
      THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END);
  written bigint;
BEGIN
  IF expected_revision = 0 THEN
    INSERT INTO tongyue.shared_record VALUES (given_kind, given_key, 1, given_content, me.seat_id, tongyue.server_now_ms())
      ON CONFLICT DO NOTHING RETURNING revision INTO written;
  ELSE
    UPDATE tongyue.shared_record SET revision = revision + 1, content = given_content, changed_by = me.seat_id, changed_at_ms = tongyue.server_now_ms()
      WHERE kind = given_kind AND key = given_key AND revision = expected_revision RETURNING revision INTO written;
  END IF;
  IF written IS NOT NULL THEN PERFORM pg_notify('tongyue', 'record'); END IF;
  RETURN written;
END $$;
