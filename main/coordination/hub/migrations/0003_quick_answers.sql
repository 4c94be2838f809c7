-- A hub of years answers as one of days does, and what may be lost for a moment waits for no disk. Claims, hand-overs, drafts and
-- signatures do, whatever a seat sets.

-- A seat asks for its reports of a case, and for what of it has not arrived: neither looks through all reports of the alliance.
CREATE INDEX accepted_report_by_case ON tongyue.accepted_report (case_key, accepted_at_ms);

CREATE TABLE tongyue.report_to_deliver (
  report_uid     text PRIMARY KEY REFERENCES tongyue.accepted_report (report_uid),
  seat_id        text NOT NULL REFERENCES tongyue.seat (seat_id),
  accepted_at_ms bigint NOT NULL
);
CREATE INDEX report_to_deliver_by_seat ON tongyue.report_to_deliver (seat_id, accepted_at_ms);
INSERT INTO tongyue.report_to_deliver
  SELECT report_uid, seat_id, accepted_at_ms FROM tongyue.accepted_report
  WHERE standing = 'final' AND NOT EXISTS (SELECT 1 FROM tongyue.delivered_report WHERE delivered_report.report_uid = accepted_report.report_uid);
REVOKE ALL ON tongyue.report_to_deliver FROM PUBLIC;
GRANT SELECT ON tongyue.report_to_deliver TO tongyue_seat;

CREATE FUNCTION tongyue.note_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.standing = 'final' THEN INSERT INTO tongyue.report_to_deliver VALUES (NEW.report_uid, NEW.seat_id, NEW.accepted_at_ms); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER accepted_report_is_to_deliver AFTER INSERT ON tongyue.accepted_report FOR EACH ROW EXECUTE FUNCTION tongyue.note_accepted();
CREATE FUNCTION tongyue.note_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM tongyue.report_to_deliver WHERE report_uid = NEW.report_uid;
  RETURN NULL;
END $$;
CREATE TRIGGER delivered_report_is_delivered AFTER INSERT ON tongyue.delivered_report FOR EACH ROW EXECUTE FUNCTION tongyue.note_delivered();

-- A renewal changes no indexed column: room on the page keeps it there.
ALTER TABLE tongyue.case_state SET (fillfactor = 70);
ALTER TABLE tongyue.draft SET (fillfactor = 50);

-- The disk of the hub has what a row of these says before its seat hears of it: also for a seat that has set its own connection otherwise.
CREATE FUNCTION tongyue.wait_for_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER accepted_report_waits_for_disk AFTER INSERT ON tongyue.accepted_report FOR EACH ROW EXECUTE FUNCTION tongyue.wait_for_disk();
CREATE TRIGGER case_fence_waits_for_disk AFTER UPDATE OF fence, holder_seat ON tongyue.case_state FOR EACH ROW
  WHEN (OLD.fence IS DISTINCT FROM NEW.fence OR OLD.final_version IS DISTINCT FROM NEW.final_version) EXECUTE FUNCTION tongyue.wait_for_disk();
CREATE TRIGGER draft_waits_for_disk AFTER INSERT OR UPDATE ON tongyue.draft FOR EACH ROW EXECUTE FUNCTION tongyue.wait_for_disk();
CREATE TRIGGER record_waits_for_disk AFTER INSERT OR UPDATE ON tongyue.shared_record FOR EACH ROW EXECUTE FUNCTION tongyue.wait_for_disk();

-- Lost in a crash, these are said again within half a minute, by the same seat: a lease made longer, and who is here.
-- A transaction that also writes one of the above waits all the same, in whichever order.
CREATE FUNCTION tongyue.wait_for_no_disk() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NULL THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
END $$;

CREATE OR REPLACE FUNCTION tongyue.renew(wanted text, given_fence bigint) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,administrator}'); state tongyue.case_state; now_ms bigint; refusal text;
BEGIN
  PERFORM tongyue.wait_for_no_disk();
  state := tongyue.locked_case(wanted);
  now_ms := tongyue.server_now_ms();
  refusal := tongyue.claim_refusal(state, me.seat_id, given_fence, now_ms);
  IF refusal IS NOT NULL THEN RETURN tongyue.refused(refusal, state); END IF;
  state.lease_until_ms := now_ms + tongyue.lease_ms();
  UPDATE tongyue.case_state SET lease_until_ms = state.lease_until_ms WHERE case_key = wanted;
  RETURN jsonb_build_object('status', 'granted', 'state', tongyue.state_json(state));
END $$;

CREATE OR REPLACE FUNCTION tongyue.set_presence(opened text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}');
BEGIN
  PERFORM tongyue.wait_for_no_disk();
  INSERT INTO tongyue.presence VALUES (me.seat_id, opened, tongyue.server_now_ms())
    ON CONFLICT (seat_id) DO UPDATE SET case_key = excluded.case_key, seen_at_ms = excluded.seen_at_ms;
END $$;

-- A case that exists is locked without trying to make it first.
CREATE OR REPLACE FUNCTION tongyue.locked_case(wanted text) RETURNS tongyue.case_state LANGUAGE plpgsql AS $$
DECLARE found tongyue.case_state;
BEGIN
  SELECT * INTO found FROM tongyue.case_state WHERE case_key = wanted FOR UPDATE;
  IF found.case_key IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO tongyue.case_state (case_key) VALUES (wanted) ON CONFLICT DO NOTHING;
  SELECT * INTO found FROM tongyue.case_state WHERE case_key = wanted FOR UPDATE;
  RETURN found;
END $$;

-- What the list of a seat needs, in one question: what has moved since, and who holds what now.
CREATE FUNCTION tongyue.news(since bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}'); now_ms bigint := tongyue.server_now_ms();
BEGIN
  -- A hub that was restored from a copy has forgotten numbers that its seats know: they begin anew.
  IF since > (SELECT newest FROM tongyue.change_counter) THEN since := 0; END IF;
  RETURN jsonb_build_object(
    'cases', (SELECT coalesce(jsonb_agg(tongyue.state_json(one) ORDER BY one.change_number), '[]') FROM
      (SELECT * FROM tongyue.case_state WHERE change_number > since ORDER BY change_number LIMIT 5000) one),
    'number', (SELECT coalesce(max(one.change_number), since) FROM (SELECT change_number FROM tongyue.case_state WHERE change_number > since ORDER BY change_number LIMIT 5000) one),
    'held', (SELECT coalesce(jsonb_agg(tongyue.state_json(one) ORDER BY one.case_key), '[]') FROM tongyue.case_state one WHERE one.holder_seat IS NOT NULL AND one.lease_until_ms > now_ms));
END $$;
-- Every physician writes what is critical, and under which transaction the centre has a step of an archive.
CREATE OR REPLACE FUNCTION tongyue.put_record(given_kind text, given_key text, expected_revision bigint, given_content text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat(CASE WHEN given_kind IN ('critical-value', 'archive-step') THEN '{reader,administrator}'::text[] ELSE '{administrator}'::text[] END); written bigint;
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

-- What a seat shows of its colleagues, in one question: letters to it and from it, who is here, and what all share that was changed since.
CREATE INDEX shared_record_by_change ON tongyue.shared_record (changed_at_ms);
CREATE INDEX message_by_sender ON tongyue.message (from_seat, message_id);
CREATE FUNCTION tongyue.colleagues(since_ms bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
      FROM tongyue.shared_record one WHERE one.changed_at_ms >= since_ms));
END $$;

REVOKE ALL ON FUNCTION tongyue.colleagues(bigint), tongyue.news(bigint), tongyue.wait_for_disk(), tongyue.wait_for_no_disk(), tongyue.note_accepted(), tongyue.note_delivered() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tongyue.colleagues(bigint), tongyue.news(bigint) TO tongyue_seat;

-- A copy of the hub knows which version it is of.
ALTER TABLE public.tongyue_migration SET SCHEMA tongyue;
REVOKE ALL ON tongyue.tongyue_migration FROM PUBLIC;
