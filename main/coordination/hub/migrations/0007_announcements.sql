-- Seats that write at once wait for the disk together. Before, each held the counter of changes, and PostgreSQL's lock of notices, until its own commit was on
-- disk, and the next had to wait for it. Now a case is written and marked in one transaction, which waits for the disk, and numbered and told in another,
-- which does not: by the seat that wrote, or, where that died in between, by whichever seat asks next.

-- Cases that have moved and have no number yet, in the order in which they were written. No reference to case_state: that would wait for who holds the case.
CREATE TABLE tongyue.unannounced (written bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, case_key text NOT NULL);
ALTER TABLE tongyue.unannounced SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
CREATE TABLE tongyue.case_change (case_key text PRIMARY KEY, number bigint NOT NULL);
CREATE INDEX case_change_by_number ON tongyue.case_change (number);
ALTER TABLE tongyue.case_change SET (fillfactor = 70);
INSERT INTO tongyue.case_change SELECT case_key, change_number FROM tongyue.case_state WHERE change_number > 0;

-- A server that was killed may have lost the numbers of its last half second, which seats have seen; a copy that took its place, or was restored, lost more. An
-- unlogged table is empty after each of these, and only then: numbers go on far above, and a seat that knows one of those between is told all anew.
CREATE UNLOGGED TABLE tongyue.uninterrupted (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only));
INSERT INTO tongyue.uninterrupted DEFAULT VALUES;
CREATE TABLE tongyue.forgotten_numbers (above bigint PRIMARY KEY, below bigint NOT NULL);

CREATE OR REPLACE FUNCTION tongyue.put_case(state tongyue.case_state, is_news boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tongyue.case_state SET fence = state.fence, holder_seat = state.holder_seat, holder_person = state.holder_person, lease_until_ms = state.lease_until_ms,
    final_version = state.final_version, final_uid = state.final_uid, final_seat = state.final_seat, final_person = state.final_person,
    final_at_ms = state.final_at_ms WHERE case_key = state.case_key;
  IF is_news THEN INSERT INTO tongyue.unannounced (case_key) VALUES (state.case_key); END IF;
  RETURN jsonb_build_object('status', 'granted', 'state', tongyue.state_json(state));
END $$;
DROP INDEX tongyue.case_state_by_change;
ALTER TABLE tongyue.case_state DROP COLUMN change_number;

-- Numbers what is committed, one seat at a time and without the disk: who reads up to a number has all below it. False while another seat is at it: it
-- may have begun before what this one wrote, so this one asks again.
CREATE FUNCTION tongyue.announce() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}'); counted bigint; latest bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM tongyue.unannounced) THEN RETURN true; END IF;
  PERFORM tongyue.wait_for_no_disk();
  SELECT newest INTO counted FROM tongyue.change_counter FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM tongyue.uninterrupted) THEN
    -- This leap itself is never lost.
    PERFORM set_config('synchronous_commit', 'on', true);
    INSERT INTO tongyue.forgotten_numbers VALUES (counted, counted + 1000000000);
    INSERT INTO tongyue.uninterrupted DEFAULT VALUES;
    counted := counted + 1000000000;
  END IF;
  WITH taken AS (DELETE FROM tongyue.unannounced RETURNING written, case_key),
    moved AS (SELECT case_key, row_number() OVER (ORDER BY max(written)) AS place FROM taken GROUP BY case_key),
    numbered AS (INSERT INTO tongyue.case_change SELECT case_key, counted + place FROM moved ON CONFLICT (case_key) DO UPDATE SET number = excluded.number RETURNING number)
  SELECT coalesce(max(number), counted) INTO latest FROM numbered;
  UPDATE tongyue.change_counter SET newest = latest;
  PERFORM pg_notify('tongyue', latest::text);
  RETURN true;
END $$;

-- Who asks waits for nobody: what was written and has no number yet is in the answer, and comes again when it has one. Its words are put together in the
-- question itself, as state_json does: a function for each case costs as much as all the rest.
DROP FUNCTION tongyue.news(bigint);
CREATE FUNCTION tongyue.news(since bigint) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me tongyue.seat := tongyue.require_seat('{reader,observer,administrator}'); now_ms bigint := tongyue.server_now_ms();
BEGIN
  -- A hub that was restored, or killed, has forgotten numbers that its seats know: they begin anew.
  IF since > (SELECT newest FROM tongyue.change_counter) OR EXISTS (SELECT 1 FROM tongyue.forgotten_numbers WHERE since > above AND since <= below) THEN since := 0; END IF;
  RETURN (WITH page AS MATERIALIZED (SELECT case_key, number FROM tongyue.case_change WHERE number > since ORDER BY number LIMIT 5000),
      untold AS MATERIALIZED (SELECT case_key, max(written) AS written FROM tongyue.unannounced GROUP BY case_key),
      moved AS (SELECT case_key, number, NULL::bigint AS written FROM page WHERE case_key NOT IN (SELECT case_key FROM untold) UNION ALL SELECT case_key, NULL, written FROM untold)
    SELECT json_build_object(
      'isAwaited', EXISTS (SELECT 1 FROM tongyue.awaited_seat WHERE seat_id = me.seat_id),
      'isUntold', EXISTS (SELECT 1 FROM untold),
      -- Each looked up by its key: joined, all cases of the alliance would be read.
      'cases', (SELECT coalesce(json_agg((SELECT json_build_object('caseKey', one.case_key, 'fence', one.fence,
          'holder', CASE WHEN one.holder_seat IS NOT NULL THEN json_build_object('seatId', one.holder_seat, 'person', one.holder_person) END, 'leaseUntilMs', one.lease_until_ms,
          'final', CASE WHEN one.final_version > 0 THEN json_build_object('seatId', one.final_seat, 'person', one.final_person,
            'reportUid', one.final_uid, 'version', one.final_version, 'acceptedAtMs', one.final_at_ms) END) FROM tongyue.case_state one WHERE one.case_key = moved.case_key) ORDER BY moved.number NULLS LAST, moved.written), '[]') FROM moved),
      'isMore', (SELECT count(*) = 5000 FROM page),
      'number', (SELECT coalesce(max(page.number), since) FROM page),
      'held', (SELECT coalesce(json_agg(json_build_object('caseKey', one.case_key, 'fence', one.fence,
          'holder', CASE WHEN one.holder_seat IS NOT NULL THEN json_build_object('seatId', one.holder_seat, 'person', one.holder_person) END, 'leaseUntilMs', one.lease_until_ms,
          'final', CASE WHEN one.final_version > 0 THEN json_build_object('seatId', one.final_seat, 'person', one.final_person,
            'reportUid', one.final_uid, 'version', one.final_version, 'acceptedAtMs', one.final_at_ms) END) ORDER BY one.case_key), '[]') FROM tongyue.case_state one WHERE one.holder_seat IS NOT NULL AND one.lease_until_ms > now_ms)));
END $$;

-- Whoever restored the hub says so: its numbers go on where no seat has been.
CREATE OR REPLACE FUNCTION tongyue.await_seats() RETURNS bigint LANGUAGE sql AS $$
  DELETE FROM tongyue.uninterrupted;
  WITH awaited AS (INSERT INTO tongyue.awaited_seat SELECT seat_id FROM tongyue.seat WHERE is_active AND duty <> 'observer' ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) FROM awaited $$;

REVOKE ALL ON tongyue.unannounced, tongyue.case_change, tongyue.uninterrupted, tongyue.forgotten_numbers FROM PUBLIC;
REVOKE ALL ON FUNCTION tongyue.announce(), tongyue.news(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tongyue.announce(), tongyue.news(bigint) TO tongyue_seat;
