-- A hub that was restored from an older copy has forgotten what its seats still know. It waits for them: until each has told it what was
-- accepted of it, no report becomes final. Seats go on reading and sign as if the hub were away.
CREATE TABLE tongyue.awaited_seat (seat_id text PRIMARY KEY REFERENCES tongyue.seat (seat_id));
-- Which cases a seat has said to be final that the hub knew nothing of, and who said so.
CREATE TABLE tongyue.remembered_final (
  case_key   text NOT NULL REFERENCES tongyue.case_state (case_key),
  version    bigint NOT NULL CHECK (version > 0),
  report_uid text NOT NULL,
  seat_id    text NOT NULL REFERENCES tongyue.seat (seat_id),
  told_by    text NOT NULL REFERENCES tongyue.seat (seat_id),
  told_at_ms bigint NOT NULL,
  PRIMARY KEY (case_key, version)
);

-- Called by whoever restored the hub. No seat may.
CREATE FUNCTION tongyue.await_seats() RETURNS bigint LANGUAGE sql AS $$
  WITH awaited AS (INSERT INTO tongyue.awaited_seat SELECT seat_id FROM tongyue.seat WHERE is_active AND duty <> 'observer' ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) FROM awaited $$;

CREATE FUNCTION tongyue.require_awaited(me tongyue.seat) RETURNS tongyue.seat LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM tongyue.awaited_seat WHERE seat_id = me.seat_id) THEN RAISE EXCEPTION 'the hub awaits nothing of this seat' USING ERRCODE = 'TY001'; END IF;
  RETURN me;
END $$;

-- A report of this seat that the hub had accepted before it was restored. It is final again, unless another of the case is by now.
CREATE FUNCTION tongyue.present(wanted text, given_uid text, given_version bigint, given_fence bigint, offline boolean, signer text, given_bundle bytea)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_awaited(tongyue.require_seat('{reader,administrator}')); state tongyue.case_state; known tongyue.accepted_report; is_same boolean; is_next boolean; place text;
BEGIN
  state := tongyue.locked_case(wanted);
  SELECT * INTO known FROM tongyue.accepted_report WHERE report_uid = given_uid;
  IF FOUND THEN
    IF known.seat_id <> me.seat_id OR known.case_key <> wanted THEN RAISE EXCEPTION 'this report is somebody else''s' USING ERRCODE = 'TY001'; END IF;
    RETURN known.standing;
  END IF;
  is_same := state.final_uid = given_uid AND state.final_version = given_version AND state.final_seat = me.seat_id;
  is_next := state.final_version = 0 OR given_version = state.final_version + 1;
  place := CASE WHEN is_same OR is_next THEN 'final' ELSE 'second' END;
  INSERT INTO tongyue.accepted_report (report_uid, case_key, version, fence, is_offline, standing, seat_id, person, accepted_at_ms, bundle, bundle_sha256)
    VALUES (given_uid, wanted, given_version, given_fence, offline, place, me.seat_id, signer, tongyue.server_now_ms(), given_bundle, sha256(given_bundle));
  IF is_next THEN
    state.holder_seat := NULL;
    state.holder_person := NULL;
    state.lease_until_ms := NULL;
    state.fence := greatest(state.fence, least(given_fence, state.fence + 1000000));
    state.final_version := given_version;
    state.final_uid := given_uid;
    state.final_seat := me.seat_id;
    state.final_person := signer;
    state.final_at_ms := tongyue.server_now_ms();
  END IF;
  PERFORM tongyue.put_case(state, true);
  RETURN place;
END $$;

-- What a seat has seen of cases: their finals, whosever they are, and the highest fence. What the hub knows better stays as it is.
CREATE FUNCTION tongyue.remember(known jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_awaited(tongyue.require_seat('{reader,administrator}')); one jsonb; final jsonb; state tongyue.case_state; is_news boolean; told bigint := 0;
BEGIN
  -- In one order everywhere: two seats that tell at once never wait for each other.
  FOR one IN SELECT value FROM jsonb_array_elements(known) ORDER BY value ->> 'caseKey' LOOP
    state := tongyue.locked_case(one ->> 'caseKey');
    final := nullif(one -> 'final', 'null');
    is_news := false;
    IF (one ->> 'fence')::bigint > state.fence AND NOT tongyue.is_held(state, tongyue.server_now_ms()) THEN
      state.fence := least((one ->> 'fence')::bigint, state.fence + 1000000);
      is_news := true;
    END IF;
    IF final IS NOT NULL AND (final ->> 'version')::bigint > state.final_version AND EXISTS (SELECT 1 FROM tongyue.seat WHERE seat_id = final ->> 'seatId') THEN
      state.holder_seat := NULL;
      state.holder_person := NULL;
      state.lease_until_ms := NULL;
      state.final_version := (final ->> 'version')::bigint;
      state.final_uid := final ->> 'reportUid';
      state.final_seat := final ->> 'seatId';
      state.final_person := final ->> 'person';
      state.final_at_ms := (final ->> 'acceptedAtMs')::bigint;
      INSERT INTO tongyue.remembered_final VALUES (state.case_key, state.final_version, state.final_uid, state.final_seat, me.seat_id, tongyue.server_now_ms()) ON CONFLICT DO NOTHING;
      is_news := true;
      told := told + 1;
    END IF;
    IF is_news THEN PERFORM tongyue.put_case(state, true); END IF;
  END LOOP;
  RETURN told;
END $$;

CREATE FUNCTION tongyue.is_physicians_kind(given_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT given_kind IN ('critical-value', 'patient-link', 'technician-request', 'consultation', 'case-list', 'shared-view', 'archive-step', 'clock-pause') $$;

-- What seats share, as this one has it: the highest revision stands. What only administrators write only their seats bring again.
CREATE FUNCTION tongyue.remember_records(known jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_awaited(tongyue.require_seat('{reader,administrator}')); one jsonb; told bigint := 0;
BEGIN
  FOR one IN SELECT value FROM jsonb_array_elements(known) ORDER BY value ->> 'kind', value ->> 'key' LOOP
    CONTINUE WHEN me.duty <> 'administrator' AND NOT tongyue.is_physicians_kind(one ->> 'kind');
    INSERT INTO tongyue.shared_record AS known_record VALUES (one ->> 'kind', one ->> 'key', (one ->> 'revision')::bigint, one ->> 'content', me.seat_id, tongyue.server_now_ms())
      ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, content = excluded.content, changed_by = excluded.changed_by, changed_at_ms = excluded.changed_at_ms
        WHERE known_record.revision < excluded.revision;
    IF FOUND THEN told := told + 1; END IF;
  END LOOP;
  RETURN told;
END $$;

-- This seat has told all it knows. When the last has, reports become final again.
CREATE FUNCTION tongyue.told_all() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}');
BEGIN
  DELETE FROM tongyue.awaited_seat WHERE seat_id = me.seat_id;
  PERFORM pg_notify('tongyue', 'restored');
END $$;

-- Of these reports of its own a seat asks which the hub does not have.
CREATE FUNCTION tongyue.lacking(report_uids text[]) RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}');
BEGIN
  RETURN QUERY SELECT uid FROM unnest(report_uids) uid WHERE NOT EXISTS (SELECT 1 FROM tongyue.accepted_report WHERE report_uid = uid);
END $$;

CREATE OR REPLACE FUNCTION tongyue.accept(wanted text, given_uid text, given_version bigint, given_fence bigint, offline boolean, signer text, given_bundle bytea)
  RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state; now_ms bigint; known tongyue.accepted_report; is_same boolean; is_next boolean; place text;
BEGIN
  state := tongyue.locked_case(wanted);
  now_ms := tongyue.server_now_ms();
  SELECT * INTO known FROM tongyue.accepted_report WHERE report_uid = given_uid;
  IF FOUND THEN
    -- Asked again after a lost answer. The same number for another report, or from another seat, is no question but an attack.
    IF known.seat_id <> me.seat_id OR known.case_key <> wanted OR known.bundle_sha256 <> sha256(given_bundle) THEN
      RAISE EXCEPTION 'this report is somebody else''s' USING ERRCODE = 'TY001';
    END IF;
    RETURN jsonb_build_object('status', 'accepted', 'standing', known.standing, 'state', tongyue.state_json(state));
  END IF;
  -- What some seat does not know yet could be the final one.
  IF EXISTS (SELECT 1 FROM tongyue.awaited_seat) THEN RAISE EXCEPTION 'the hub was restored and awaits what its seats know' USING ERRCODE = 'TY004'; END IF;
  -- Accepted before the hub was restored, as another seat has told: the answer to this one was lost.
  is_same := state.final_uid = given_uid AND state.final_version = given_version AND state.final_seat = me.seat_id;
  -- A hub that came later than the first version begins with the one it is told of.
  is_next := state.final_version = 0 OR given_version = state.final_version + 1;
  IF NOT offline AND is_same IS NOT TRUE THEN
    IF NOT is_next THEN RETURN tongyue.refused('final', state); END IF;
    IF tongyue.claim_refusal(state, me.seat_id, given_fence, now_ms) IS NOT NULL THEN RETURN tongyue.refused('lost', state); END IF;
  END IF;
  place := CASE WHEN is_same OR is_next THEN 'final' ELSE 'second' END;
  INSERT INTO tongyue.accepted_report (report_uid, case_key, version, fence, is_offline, standing, seat_id, person, accepted_at_ms, bundle, bundle_sha256)
    VALUES (given_uid, wanted, given_version, given_fence, offline, place, me.seat_id, signer, now_ms, given_bundle, sha256(given_bundle));
  IF is_next THEN
    state.holder_seat := NULL;
    state.holder_person := NULL;
    state.lease_until_ms := NULL;
    state.final_version := given_version;
    state.final_uid := given_uid;
    state.final_seat := me.seat_id;
    state.final_person := signer;
    state.final_at_ms := now_ms;
  END IF;
  PERFORM tongyue.put_case(state, true);
  RETURN jsonb_build_object('status', 'accepted', 'standing', place, 'state', tongyue.state_json(state));
END $$;

CREATE OR REPLACE FUNCTION tongyue.news(since bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}'); now_ms bigint := tongyue.server_now_ms();
BEGIN
  -- A hub that was restored from a copy has forgotten numbers that its seats know: they begin anew.
  IF since > (SELECT newest FROM tongyue.change_counter) THEN since := 0; END IF;
  RETURN jsonb_build_object(
    'isAwaited', EXISTS (SELECT 1 FROM tongyue.awaited_seat WHERE seat_id = me.seat_id),
    'cases', (SELECT coalesce(jsonb_agg(tongyue.state_json(one) ORDER BY one.change_number), '[]') FROM
      (SELECT * FROM tongyue.case_state WHERE change_number > since ORDER BY change_number LIMIT 5000) one),
    'number', (SELECT coalesce(max(one.change_number), since) FROM (SELECT change_number FROM tongyue.case_state WHERE change_number > since ORDER BY change_number LIMIT 5000) one),
    'held', (SELECT coalesce(jsonb_agg(tongyue.state_json(one) ORDER BY one.case_key), '[]') FROM tongyue.case_state one WHERE one.holder_seat IS NOT NULL AND one.lease_until_ms > now_ms));
END $$;

-- Pauses of a case's clock are every physician's; people, hospitals, roles and protocols are written by seats of administrators only.
CREATE OR REPLACE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me tongyue.seat := tongyue.require_seat(
    CASE WHEN tongyue.is_physicians_kind(given_kind) THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END);
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

-- Who changed what the centre has in common, and when: kept when it is changed again. What it said is not, for it may be the proof of a password.
CREATE TABLE tongyue.shared_record_change (
  kind          text NOT NULL,
  key           text NOT NULL,
  revision      bigint NOT NULL,
  changed_by    text NOT NULL,
  changed_at_ms bigint NOT NULL,
  PRIMARY KEY (kind, key, revision)
);
CREATE FUNCTION tongyue.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tongyue.shared_record_change VALUES (NEW.kind, NEW.key, NEW.revision, NEW.changed_by, NEW.changed_at_ms) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER record_change_is_noted AFTER INSERT OR UPDATE ON tongyue.shared_record FOR EACH ROW
  WHEN (NEW.kind IN ('person', 'site', 'hanging-protocol', 'letterhead', 'report-template', 'report-macro', 'critical-list', 'assignment-rule', 'duty-roster', 'service-level', 'green-channel-rule', 'referral-table'))
  EXECUTE FUNCTION tongyue.note_change();

-- A password of one's own is changed at any seat: whoever knows the old one can give the number whose SHA-256 stands beside it, and no seat can that
-- has only what stands here. Name, roles and hospitals stay as an administrator has set them.
CREATE FUNCTION tongyue.change_own_password(given_key text, expected_revision bigint, proof text, new_hash text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); known tongyue.shared_record; written bigint;
BEGIN
  SELECT * INTO known FROM tongyue.shared_record WHERE kind = 'person' AND key = given_key FOR UPDATE;
  IF NOT FOUND OR known.revision <> expected_revision THEN RETURN NULL; END IF;
  -- scrypt $ N $ r $ p $ salt $ key $ SHA-256 of the proof, hexadecimal
  IF split_part(known.content::jsonb ->> 'passwordHash', '$', 7) = '' OR split_part(known.content::jsonb ->> 'passwordHash', '$', 7) <> encode(sha256(decode(proof, 'hex')), 'hex')
    OR (known.content::jsonb ->> 'isActive')::boolean IS NOT TRUE OR length(new_hash) > 400
  THEN RAISE EXCEPTION 'the old password was not proven' USING ERRCODE = 'TY001'; END IF;
  UPDATE tongyue.shared_record SET revision = revision + 1, changed_by = me.seat_id, changed_at_ms = tongyue.server_now_ms(),
    content = (known.content::jsonb || jsonb_build_object('passwordHash', new_hash, 'mustChangePassword', false))::text
    WHERE kind = 'person' AND key = given_key RETURNING revision INTO written;
  PERFORM pg_notify('tongyue', 'record');
  RETURN written;
END $$;

-- What every answer needs keeps its plan in the session: a function in SQL that is not inlined is planned anew at each call, a fifth of a millisecond.
CREATE OR REPLACE FUNCTION tongyue.state_json(state tongyue.case_state) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN jsonb_build_object('caseKey', state.case_key, 'fence', state.fence,
    'holder', CASE WHEN state.holder_seat IS NULL THEN NULL ELSE jsonb_build_object('seatId', state.holder_seat, 'person', state.holder_person) END,
    'leaseUntilMs', state.lease_until_ms,
    'final', CASE WHEN state.final_version = 0 THEN NULL ELSE jsonb_build_object('seatId', state.final_seat, 'person', state.final_person,
      'reportUid', state.final_uid, 'version', state.final_version, 'acceptedAtMs', state.final_at_ms) END);
END $$;
CREATE OR REPLACE FUNCTION tongyue.refused(reason text, state tongyue.case_state) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN jsonb_build_object('status', 'refused', 'reason', reason, 'state', tongyue.state_json(state));
END $$;
CREATE OR REPLACE FUNCTION tongyue.is_held(state tongyue.case_state, now_ms bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN state.holder_seat IS NOT NULL AND state.lease_until_ms > now_ms;
END $$;
CREATE OR REPLACE FUNCTION tongyue.claim_refusal(state tongyue.case_state, seat text, given_fence bigint, now_ms bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF state.holder_seat = seat AND state.fence = given_fence AND state.lease_until_ms > now_ms THEN RETURN NULL; END IF;
  IF state.holder_seat IS NULL AND state.final_version > 0 THEN RETURN 'final'; END IF;
  RETURN 'lost';
END $$;

CREATE OR REPLACE FUNCTION tongyue.locked_case(wanted text) RETURNS tongyue.case_state LANGUAGE plpgsql AS $$
DECLARE found tongyue.case_state;
BEGIN
  SELECT * INTO found FROM tongyue.case_state WHERE case_key = wanted FOR UPDATE;
  IF found.case_key IS NOT NULL THEN RETURN found; END IF;
  -- A row of one's own is locked by having been made.
  INSERT INTO tongyue.case_state (case_key) VALUES (wanted) ON CONFLICT DO NOTHING RETURNING * INTO found;
  IF found.case_key IS NOT NULL THEN RETURN found; END IF;
  SELECT * INTO found FROM tongyue.case_state WHERE case_key = wanted FOR UPDATE;
  RETURN found;
END $$;

-- The proofs of passwords are for seats where people sign in.
ALTER TABLE tongyue.shared_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY seats_see_records ON tongyue.shared_record FOR SELECT TO tongyue_seat
  USING (kind <> 'person' OR EXISTS (SELECT 1 FROM tongyue.seat WHERE seat_id = session_user AND is_active AND duty <> 'observer'));

CREATE OR REPLACE FUNCTION tongyue.colleagues(since_ms bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}');
BEGIN
  RETURN jsonb_build_object(
    'nowMs', tongyue.server_now_ms(),
    'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object('messageId', one.message_id, 'from', jsonb_build_object('seatId', one.from_seat, 'person', one.from_person),
        'toSeatId', one.to_seat, 'caseKey', one.case_key, 'text', one.content, 'sentAtMs', one.sent_at_ms) ORDER BY one.message_id), '[]')
      FROM (SELECT * FROM tongyue.message WHERE to_seat = me.seat_id OR to_seat IS NULL OR from_seat = me.seat_id ORDER BY message_id DESC LIMIT 200) one),
    'seats', (SELECT coalesce(jsonb_agg(jsonb_build_object('seatId', one.seat_id, 'person', one.person, 'caseKey', here.case_key, 'seenAtMs', coalesce(here.seen_at_ms, 0)) ORDER BY one.seat_id), '[]')
      FROM tongyue.seat one LEFT JOIN tongyue.presence here USING (seat_id) WHERE one.is_active AND one.duty <> 'observer'),
    'records', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', one.kind, 'key', one.key, 'revision', one.revision, 'content', one.content,
        'changedBy', one.changed_by, 'changedAtMs', one.changed_at_ms) ORDER BY one.changed_at_ms, one.kind, one.key), '[]')
      FROM tongyue.shared_record one WHERE one.changed_at_ms >= since_ms AND (one.kind <> 'person' OR me.duty <> 'observer')));
END $$;

REVOKE ALL ON tongyue.awaited_seat, tongyue.remembered_final, tongyue.shared_record_change FROM PUBLIC;
GRANT SELECT ON tongyue.awaited_seat TO tongyue_seat;
REVOKE ALL ON FUNCTION tongyue.await_seats(), tongyue.require_awaited(tongyue.seat), tongyue.note_change(), tongyue.is_physicians_kind(text), tongyue.remember_records(jsonb), tongyue.told_all(), tongyue.lacking(text[]), tongyue.remember(jsonb),
  tongyue.present(text, text, bigint, bigint, boolean, text, bytea), tongyue.change_own_password(text, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tongyue.told_all(), tongyue.lacking(text[]), tongyue.remember(jsonb), tongyue.remember_records(jsonb),
  tongyue.present(text, text, bigint, bigint, boolean, text, bytea), tongyue.change_own_password(text, bigint, text, text) TO tongyue_seat;
