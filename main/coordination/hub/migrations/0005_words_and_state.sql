-- What people say to each other goes over the hub as words and state: bytes of pictures cannot pass, whatever program a seat runs. The limits are
-- those of shared/worklist/record-limits.ts. With it comes what hospitals confirm of reports.

CREATE FUNCTION tongyue.most_record_bytes(given_kind text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE given_kind WHEN 'shared-view' THEN 2048 WHEN 'patient-link' THEN 16384 WHEN 'county-report' THEN 16384
    WHEN 'technician-request' THEN 65536 WHEN 'consultation' THEN 65536 WHEN 'case-list' THEN 262144 END $$;

CREATE OR REPLACE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me tongyue.seat := tongyue.require_seat(
    CASE WHEN given_kind IN ('critical-value', 'patient-link', 'technician-request', 'consultation', 'case-list', 'shared-view', 'archive-step', 'county-report')
      THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END);
  most integer := tongyue.most_record_bytes(given_kind);
  written bigint;
BEGIN
  IF most IS NOT NULL AND (octet_length(given_content) > most OR given_content ~ '[A-Za-z0-9+/=_-]{255}[A-Za-z0-9+/=_-]{145}|"picture" *:|data:image/') THEN
    RAISE EXCEPTION 'a record of words and state holds no picture' USING ERRCODE = 'TY004';
  END IF;
  IF expected_revision = 0 THEN
    INSERT INTO tongyue.shared_record VALUES (given_kind, given_key, 1, given_content, me.seat_id, tongyue.server_now_ms())
      ON CONFLICT DO NOTHING RETURNING revision INTO written;
  ELSE
    UPDATE tongyue.shared_record SET revision = revision + 1, content = given_content, changed_by = me.seat_id, changed_at_ms = tongyue.server_now_ms()
      WHERE kind = given_kind AND key = given_key AND revision = expected_revision RETURNING revision INTO written;
  END IF;
  -- Hospitals confirm within a month; what is older goes, and the list stays short.
  IF given_kind = 'county-report' THEN
    DELETE FROM tongyue.shared_record WHERE kind = 'county-report' AND changed_at_ms < tongyue.server_now_ms() - 30::bigint * 86400000;
  END IF;
  -- Who reads together moves often: only those who read with him ask what moved.
  IF written IS NOT NULL THEN PERFORM pg_notify('tongyue', CASE WHEN given_kind = 'shared-view' THEN 'view ' || me.seat_id ELSE 'record' END); END IF;
  RETURN written;
END $$;
REVOKE ALL ON FUNCTION tongyue.most_record_bytes(text) FROM PUBLIC;

-- Pictures that went over the hub before are dropped from it; every seat still has the images themselves.
UPDATE tongyue.shared_record SET content = (content::jsonb - 'picture')::text, revision = revision + 1, changed_at_ms = tongyue.server_now_ms()
  WHERE kind IN ('technician-request', 'consultation') AND content::jsonb ? 'picture';
