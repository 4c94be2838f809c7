-- What people say to each other goes over the hub as words and state: bytes of pictures cannot pass, whatever program a seat runs. The limits are
-- those of shared/worklist/record-limits.ts. With it comes what hospitals confirm of reports.

CREATE FUNCTION tongyue.most_record_bytes(given_kind text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE given_kind WHEN 'shared-view' THEN 2048 WHEN 'patient-link' THEN 16384 WHEN 'county-report' THEN 16384 WHEN 'clock-pause' THEN 16384
    WHEN 'technician-request' THEN 65536 WHEN 'consultation' THEN 65536 WHEN 'case-list' THEN 262144 END $$;

CREATE FUNCTION tongyue.holds_more_than_words(given_kind text, given_content text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(given_content) > tongyue.most_record_bytes(given_kind)
    OR (tongyue.most_record_bytes(given_kind) IS NOT NULL AND given_content ~ '[A-Za-z0-9+/=_-]{255}[A-Za-z0-9+/=_-]{145}|"picture" *:|data:image/'), false) $$;

CREATE OR REPLACE FUNCTION tongyue.is_physicians_kind(given_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT given_kind IN ('critical-value', 'patient-link', 'technician-request', 'consultation', 'case-list', 'shared-view', 'archive-step', 'clock-pause', 'county-report') $$;

CREATE OR REPLACE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me tongyue.seat := tongyue.require_seat(
    CASE WHEN tongyue.is_physicians_kind(given_kind) THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END);
  written bigint;
BEGIN
  IF tongyue.holds_more_than_words(given_kind, given_content) THEN
    RAISE EXCEPTION 'a record of words and state holds no picture' USING ERRCODE = 'TY005';
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

-- What a seat brings back to a restored hub is held to the same.
CREATE OR REPLACE FUNCTION tongyue.remember_records(known jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_awaited(tongyue.require_seat('{reader,administrator}')); one jsonb; told bigint := 0;
BEGIN
  FOR one IN SELECT value FROM jsonb_array_elements(known) ORDER BY value ->> 'kind', value ->> 'key' LOOP
    CONTINUE WHEN me.duty <> 'administrator' AND NOT tongyue.is_physicians_kind(one ->> 'kind');
    CONTINUE WHEN tongyue.holds_more_than_words(one ->> 'kind', one ->> 'content');
    INSERT INTO tongyue.shared_record AS known_record VALUES (one ->> 'kind', one ->> 'key', (one ->> 'revision')::bigint, one ->> 'content', me.seat_id, tongyue.server_now_ms())
      ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, content = excluded.content, changed_by = excluded.changed_by, changed_at_ms = excluded.changed_at_ms
        WHERE known_record.revision < excluded.revision;
    IF FOUND THEN told := told + 1; END IF;
  END LOOP;
  RETURN told;
END $$;
REVOKE ALL ON FUNCTION tongyue.most_record_bytes(text), tongyue.holds_more_than_words(text, text) FROM PUBLIC;

-- Pictures that went over the hub before are dropped from it; every seat still has the images themselves.
UPDATE tongyue.shared_record SET content = (content::jsonb - 'picture')::text, revision = revision + 1, changed_at_ms = tongyue.server_now_ms()
  WHERE kind IN ('technician-request', 'consultation') AND content::jsonb ? 'picture';
