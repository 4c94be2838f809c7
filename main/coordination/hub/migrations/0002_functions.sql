-- The only way to write. Each function knows its caller by the login role (`session_user`), never by a parameter, and decides as
-- shared/worklist/case-claim.ts does; the model test compares the two.

-- The only clock.
CREATE FUNCTION tongyue.server_now_ms() RETURNS bigint LANGUAGE sql VOLATILE
  AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE FUNCTION tongyue.lease_ms() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 120000::bigint $$;

CREATE FUNCTION tongyue.require_seat(duties text[]) RETURNS tongyue.seat LANGUAGE plpgsql AS $$
DECLARE found tongyue.seat;
BEGIN
  SELECT * INTO found FROM tongyue.seat WHERE seat_id = session_user AND is_active;
  IF found.seat_id IS NULL OR NOT (found.duty = ANY (duties)) THEN RAISE EXCEPTION 'this seat may not do this' USING ERRCODE = 'TY001'; END IF;
  RETURN found;
END $$;

CREATE FUNCTION tongyue.locked_case(wanted text) RETURNS tongyue.case_state LANGUAGE plpgsql AS $$
DECLARE found tongyue.case_state;
BEGIN
  INSERT INTO tongyue.case_state (case_key) VALUES (wanted) ON CONFLICT DO NOTHING;
  SELECT * INTO found FROM tongyue.case_state WHERE case_key = wanted FOR UPDATE;
  RETURN found;
END $$;

CREATE FUNCTION tongyue.is_held(state tongyue.case_state, now_ms bigint) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS $$ SELECT state.holder_seat IS NOT NULL AND state.lease_until_ms > now_ms $$;

CREATE FUNCTION tongyue.claim_refusal(state tongyue.case_state, seat text, given_fence bigint, now_ms bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN tongyue.is_held(state, now_ms) AND state.holder_seat = seat AND state.fence = given_fence THEN NULL
    WHEN state.holder_seat IS NULL AND state.final_version > 0 THEN 'final'
    ELSE 'lost' END $$;

CREATE FUNCTION tongyue.state_json(state tongyue.case_state) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('caseKey', state.case_key, 'fence', state.fence,
    'holder', CASE WHEN state.holder_seat IS NULL THEN NULL ELSE jsonb_build_object('seatId', state.holder_seat, 'person', state.holder_person) END,
    'leaseUntilMs', state.lease_until_ms,
    'final', CASE WHEN state.final_version = 0 THEN NULL ELSE jsonb_build_object('seatId', state.final_seat, 'person', state.final_person,
      'reportUid', state.final_uid, 'version', state.final_version, 'acceptedAtMs', state.final_at_ms) END) $$;

CREATE FUNCTION tongyue.refused(reason text, state tongyue.case_state) RETURNS jsonb LANGUAGE sql IMMUTABLE
  AS $$ SELECT jsonb_build_object('status', 'refused', 'reason', reason, 'state', tongyue.state_json(state)) $$;

-- Writes a case and says so. A renewal is no news.
CREATE FUNCTION tongyue.put_case(state tongyue.case_state, is_news boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF is_news THEN
    UPDATE tongyue.change_counter SET newest = newest + 1 RETURNING newest INTO state.change_number;
    PERFORM pg_notify('tongyue', state.change_number::text);
  END IF;
  UPDATE tongyue.case_state SET fence = state.fence, holder_seat = state.holder_seat, holder_person = state.holder_person, lease_until_ms = state.lease_until_ms,
    final_version = state.final_version, final_uid = state.final_uid, final_seat = state.final_seat, final_person = state.final_person,
    final_at_ms = state.final_at_ms, change_number = state.change_number WHERE case_key = state.case_key;
  RETURN jsonb_build_object('status', 'granted', 'state', tongyue.state_json(state));
END $$;

CREATE FUNCTION tongyue.claim(wanted text, purpose text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state; now_ms bigint; was_held boolean;
BEGIN
  state := tongyue.locked_case(wanted);
  now_ms := tongyue.server_now_ms();
  IF purpose <> 'correction' AND state.final_version > 0 THEN RETURN tongyue.refused('final', state); END IF;
  was_held := tongyue.is_held(state, now_ms);
  IF was_held AND state.holder_seat <> me.seat_id THEN RETURN tongyue.refused('held', state); END IF;
  IF NOT was_held THEN state.fence := state.fence + 1; END IF;
  state.holder_seat := me.seat_id;
  state.holder_person := me.person;
  state.lease_until_ms := now_ms + tongyue.lease_ms();
  RETURN tongyue.put_case(state, NOT was_held);
END $$;

CREATE FUNCTION tongyue.renew(wanted text, given_fence bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state; now_ms bigint; refusal text;
BEGIN
  state := tongyue.locked_case(wanted);
  now_ms := tongyue.server_now_ms();
  refusal := tongyue.claim_refusal(state, me.seat_id, given_fence, now_ms);
  IF refusal IS NOT NULL THEN RETURN tongyue.refused(refusal, state); END IF;
  state.lease_until_ms := now_ms + tongyue.lease_ms();
  RETURN tongyue.put_case(state, false);
END $$;

CREATE FUNCTION tongyue.release(wanted text, given_fence bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state;
BEGIN
  state := tongyue.locked_case(wanted);
  IF state.holder_seat IS DISTINCT FROM me.seat_id OR state.fence <> given_fence THEN RETURN tongyue.refused('lost', state); END IF;
  state.holder_seat := NULL;
  state.holder_person := NULL;
  state.lease_until_ms := NULL;
  RETURN tongyue.put_case(state, true);
END $$;

CREATE FUNCTION tongyue.hand_over(wanted text, given_fence bigint, to_seat text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); receiver tongyue.seat; state tongyue.case_state; now_ms bigint; refusal text;
BEGIN
  SELECT * INTO receiver FROM tongyue.seat WHERE seat_id = to_seat AND is_active AND duty <> 'observer';
  IF NOT FOUND THEN RAISE EXCEPTION 'no such seat' USING ERRCODE = 'TY002'; END IF;
  state := tongyue.locked_case(wanted);
  now_ms := tongyue.server_now_ms();
  refusal := tongyue.claim_refusal(state, me.seat_id, given_fence, now_ms);
  IF refusal IS NOT NULL THEN RETURN tongyue.refused(refusal, state); END IF;
  state.fence := state.fence + 1;
  state.holder_seat := receiver.seat_id;
  state.holder_person := receiver.person;
  state.lease_until_ms := now_ms + tongyue.lease_ms();
  RETURN tongyue.put_case(state, true);
END $$;

CREATE FUNCTION tongyue.accept(wanted text, given_uid text, given_version bigint, given_fence bigint, offline boolean, signer text, given_bundle bytea)
  RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state; now_ms bigint; known tongyue.accepted_report; is_next boolean; place text;
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
  -- A hub that came later than the first version begins with the one it is told of.
  is_next := state.final_version = 0 OR given_version = state.final_version + 1;
  IF NOT offline THEN
    IF NOT is_next THEN RETURN tongyue.refused('final', state); END IF;
    IF tongyue.claim_refusal(state, me.seat_id, given_fence, now_ms) IS NOT NULL THEN RETURN tongyue.refused('lost', state); END IF;
  END IF;
  place := CASE WHEN is_next THEN 'final' ELSE 'second' END;
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

CREATE FUNCTION tongyue.mark_delivered(given_uid text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}');
BEGIN
  -- A report that came second never leaves; nobody says of another seat's report that it has.
  IF NOT EXISTS (SELECT 1 FROM tongyue.accepted_report WHERE report_uid = given_uid AND seat_id = me.seat_id AND standing = 'final') THEN
    RAISE EXCEPTION 'not a final report of this seat' USING ERRCODE = 'TY001';
  END IF;
  INSERT INTO tongyue.delivered_report VALUES (given_uid, tongyue.server_now_ms()) ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION tongyue.save_draft(wanted text, given_fence bigint, given_revision bigint, given_content text)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state;
BEGIN
  state := tongyue.locked_case(wanted);
  IF tongyue.claim_refusal(state, me.seat_id, given_fence, tongyue.server_now_ms()) IS NOT NULL THEN RETURN false; END IF;
  INSERT INTO tongyue.draft VALUES (wanted, me.seat_id, me.person, given_revision, given_content, tongyue.server_now_ms())
    ON CONFLICT (case_key) DO UPDATE SET seat_id = excluded.seat_id, person = excluded.person, revision = excluded.revision,
      content = excluded.content, saved_at_ms = excluded.saved_at_ms;
  RETURN true;
END $$;

CREATE FUNCTION tongyue.send_message(receiver text, about text, given_content text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}');
BEGIN
  IF receiver IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tongyue.seat WHERE seat_id = receiver) THEN RAISE EXCEPTION 'no such seat' USING ERRCODE = 'TY002'; END IF;
  INSERT INTO tongyue.message (from_seat, from_person, to_seat, case_key, content, sent_at_ms)
    VALUES (me.seat_id, me.person, receiver, about, given_content, tongyue.server_now_ms());
  PERFORM pg_notify('tongyue', 'message');
END $$;

CREATE FUNCTION tongyue.set_presence(opened text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}');
BEGIN
  INSERT INTO tongyue.presence VALUES (me.seat_id, opened, tongyue.server_now_ms())
    ON CONFLICT (seat_id) DO UPDATE SET case_key = excluded.case_key, seen_at_ms = excluded.seen_at_ms;
END $$;

CREATE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat(CASE WHEN given_kind = 'critical-value' THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END); written bigint;
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

-- Messages are read by whom they are for.
CREATE FUNCTION tongyue.messages(after_id bigint) RETURNS SETOF tongyue.message LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}');
BEGIN
  RETURN QUERY SELECT * FROM tongyue.message
    WHERE message_id > after_id AND (to_seat = me.seat_id OR to_seat IS NULL AND from_seat <> me.seat_id) ORDER BY message_id LIMIT 500;
END $$;

-- Nobody may do anything, except what is named here.
REVOKE ALL ON SCHEMA tongyue FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA tongyue FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tongyue FROM PUBLIC;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tongyue_seat') THEN CREATE ROLE tongyue_seat NOLOGIN; END IF;
END $$;
GRANT USAGE ON SCHEMA tongyue TO tongyue_seat;
GRANT SELECT ON tongyue.seat, tongyue.change_counter, tongyue.case_state, tongyue.accepted_report, tongyue.delivered_report, tongyue.draft, tongyue.presence,
  tongyue.shared_record TO tongyue_seat;
GRANT EXECUTE ON FUNCTION tongyue.server_now_ms(), tongyue.state_json(tongyue.case_state), tongyue.claim(text, text), tongyue.renew(text, bigint),
  tongyue.release(text, bigint), tongyue.hand_over(text, bigint, text), tongyue.accept(text, text, bigint, bigint, boolean, text, bytea),
  tongyue.mark_delivered(text), tongyue.save_draft(text, bigint, bigint, text), tongyue.send_message(text, text, text), tongyue.set_presence(text),
  tongyue.put_record(text, text, bigint, text), tongyue.messages(bigint) TO tongyue_seat;
