import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHubAdministration } from '#main/coordination/hub/hub-administration.repository.ts';
import type { HubAddress } from '#main/coordination/hub/hub-address.ts';
import { hasPostgres, startTestHub, type TestHub } from '../support/postgres.ts';

/** A program that somebody else wrote, with the password of a seat: what it can do by SQL to other seats. New tables and functions are found by the test itself. */

const isHere = hasPostgres();
const OPEN_TABLES = ['accepted_report', 'awaited_seat', 'case_state', 'change_counter', 'delivered_report', 'draft', 'presence', 'report_to_deliver', 'seat', 'shared_record'];
const HELD = 'held|case';
const SIGNED = 'signed|case';
const STATE = `ROW('${HELD}', 9, 'seat_1', 'x', 9999999999999, 0, NULL, NULL, NULL, NULL)::tongyue.case_state`;

/**
 * Each function of the hub as a forger at seat_1 calls it, against a case that seat_2 holds under fence 1 and a report that seat_2 has signed.
 * `refused`: the function answers no. `own`: it writes, under the forger's own name. A code: PostgreSQL's or ours. `reads`: nothing is written.
 */
const FORGERIES: Readonly<Record<string, readonly [sql: string, outcome: string][]>> = {
  claim: [[`SELECT tongyue.claim('${HELD}', 'reading')`, 'refused'], [`SELECT tongyue.claim('${HELD}', 'correction')`, 'refused'], [`SELECT tongyue.claim('${SIGNED}', 'reading')`, 'refused'], [`SELECT tongyue.claim('', 'reading')`, '23514']],
  renew: [[`SELECT tongyue.renew('${HELD}', 1)`, 'refused'], [`SELECT tongyue.renew('${HELD}', 2)`, 'refused'], ["SELECT tongyue.renew('no|case', 0)", 'refused']],
  release: [[`SELECT tongyue.release('${HELD}', 1)`, 'refused']],
  hand_over: [[`SELECT tongyue.hand_over('${HELD}', 1, 'seat_1')`, 'refused'], [`SELECT tongyue.hand_over('${HELD}', 1, 'nobody')`, 'TY002']],
  accept: [
    [`SELECT tongyue.accept('${HELD}', '2.25.90', 1, 1, false, '林知远', '\\x00')`, 'refused'],
    [`SELECT tongyue.accept('${HELD}', '2.25.90', 1, 2, false, '林知远', '\\x00')`, 'refused'],
    [`SELECT tongyue.accept('${SIGNED}', '2.25.90', 2, 1, false, '林知远', '\\x00')`, 'refused'],
    // Under the number of a colleague's report, with or without its content.
    [`SELECT tongyue.accept('${SIGNED}', '2.25.1', 1, 1, false, '林知远', '\\x010203')`, 'TY001'],
    [`SELECT tongyue.accept('${SIGNED}', '2.25.1', 1, 0, true, '林知远', '\\x00')`, 'TY001'],
    // What is said to be signed offline comes second where a report stands.
    [`SELECT tongyue.accept('${SIGNED}', '2.25.91', 1, 0, true, '林知远', '\\x00')`, 'own'],
  ],
  mark_delivered: [["SELECT tongyue.mark_delivered('2.25.1')", 'TY001'], ["SELECT tongyue.mark_delivered('2.25.404')", 'TY001']],
  save_draft: [[`SELECT tongyue.save_draft('${HELD}', 1, 99, '{}')`, 'refused'], [`SELECT tongyue.save_draft('${HELD}', 2, 99, '{}')`, 'refused']],
  send_message: [["SELECT tongyue.send_message('seat_3', NULL, 'x')", 'own'], ["SELECT tongyue.send_message('nobody', NULL, 'x')", 'TY002'], ["SELECT tongyue.send_message(NULL, NULL, repeat('x', 4001))", '23514']],
  set_presence: [[`SELECT tongyue.set_presence('${HELD}')`, 'own']],
  put_record: [["SELECT tongyue.put_record('person', 'p1', 1, '{}')", 'TY001'], ["SELECT tongyue.put_record('duty-roster', 'new', 0, '[]')", 'TY001'], ["SELECT tongyue.put_record('critical-value', 'c1', 0, '{}')", 'refused'], ["SELECT tongyue.put_record('critical-value', 'c2', 0, '{}')", 'own']],
  // Nobody's password without the old one; and a hub that was not restored is told nothing.
  change_own_password: [["SELECT tongyue.change_own_password('p1', 1, '00', 'scrypt$')", 'TY001'], ["SELECT tongyue.change_own_password('p1', 7, '00', 'scrypt$')", 'refused'], ["SELECT tongyue.change_own_password('nobody', 0, '00', 'scrypt$')", 'refused']],
  present: [[`SELECT tongyue.present('${HELD}', '2.25.93', 1, 9, false, '林知远', '\\x00')`, 'TY001']],
  remember: [[`SELECT tongyue.remember('[{"caseKey":"${HELD}","fence":99,"final":{"seatId":"seat_1","person":"x","reportUid":"2.25.93","version":1,"acceptedAtMs":1}}]')`, 'TY001']],
  remember_records: [['SELECT tongyue.remember_records(\'[{"kind":"person","key":"p1","revision":9,"content":"{}"}]\')', 'TY001']],
  told_all: [['SELECT tongyue.told_all()', 'reads']],
  lacking: [["SELECT tongyue.lacking('{2.25.1,2.25.404}')", 'reads']],
  await_seats: [['SELECT tongyue.await_seats()', '42501']],
  require_awaited: [["SELECT tongyue.require_awaited(ROW('seat_1', 'x', 'reader', true)::tongyue.seat)", '42501']],
  is_physicians_kind: [["SELECT tongyue.is_physicians_kind('person')", '42501']],
  note_change: [['SELECT tongyue.note_change()', '42501']],
  most_record_bytes: [["SELECT tongyue.most_record_bytes('consultation')", '42501']],
  holds_more_than_words: [["SELECT tongyue.holds_more_than_words('consultation', '{}')", '42501']],
  messages: [['SELECT * FROM tongyue.messages(0)', 'reads']],
  announce: [['SELECT tongyue.announce()', 'reads']],
  news: [['SELECT tongyue.news(0)', 'reads']],
  colleagues: [['SELECT tongyue.colleagues(0)', 'reads']],
  server_now_ms: [['SELECT tongyue.server_now_ms()', 'reads']],
  state_json: [['SELECT tongyue.state_json(case_state) FROM tongyue.case_state', 'reads']],
  claim_refusal: [[`SELECT tongyue.claim_refusal(${STATE}, 'seat_1', 9, 1)`, '42501']],
  is_held: [[`SELECT tongyue.is_held(${STATE}, 1)`, '42501']],
  lease_ms: [['SELECT tongyue.lease_ms()', '42501']],
  locked_case: [["SELECT tongyue.locked_case('made|case')", '42501']],
  note_accepted: [['SELECT tongyue.note_accepted()', '42501']],
  note_delivered: [['SELECT tongyue.note_delivered()', '42501']],
  put_case: [[`SELECT tongyue.put_case(${STATE}, true)`, '42501']],
  refuse_change: [['SELECT tongyue.refuse_change()', '42501']],
  refused: [[`SELECT tongyue.refused('held', ${STATE})`, '42501']],
  require_seat: [["SELECT tongyue.require_seat('{observer}')", '42501']],
  wait_for_disk: [['SELECT tongyue.wait_for_disk()', '42501']],
  wait_for_no_disk: [['SELECT tongyue.wait_for_no_disk()', '42501']],
};

describe.skipIf(!isHere)('a program with the password of a seat', () => {
  let hub: TestHub;
  let administrator: Client;
  let forger: Client;
  let onlooker: Client;
  const open = async ({ host, port, database, user, password }: HubAddress): Promise<Client> => {
    const client = new Client({ host, port, database, user, password });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const codeOf = async (client: Client, sql: string): Promise<string | undefined> => client.query(sql).then(() => 'done', (error: { code?: string }) => error.code);
  const names = async (sql: string): Promise<string[]> => (await administrator.query<{ name: string }>(sql)).rows.map(({ name }) => name);

  beforeAll(async () => {
    hub = await startTestHub();
    for (const [seatId, duty] of [['seat_1', 'reader'], ['seat_2', 'reader'], ['seat_3', 'administrator'], ['seat_4', 'observer'], ['seat_5', 'reader']] as const) await hub.admit({ seatId, person: seatId, duty });
    [administrator, forger, onlooker] = await Promise.all([open(hub.administrator), open(hub.seatAddress('seat_1')), open(hub.seatAddress('seat_4'))]);
    const victim = await open(hub.seatAddress('seat_2'));
    await victim.query(`SELECT tongyue.claim('${HELD}', 'reading'), tongyue.save_draft('${HELD}', 1, 3, '{"findings":"x"}')`);
    await victim.query(`SELECT tongyue.claim('${SIGNED}', 'reading')`);
    await victim.query(`SELECT tongyue.accept('${SIGNED}', '2.25.1', 1, 1, false, '林知远', '\\x010203')`);
    await victim.query(`SELECT tongyue.set_presence('${HELD}'), tongyue.send_message('seat_3', NULL, 'for seat_3 only'), tongyue.put_record('critical-value', 'c1', 0, '{}')`);
    await victim.end();
    const chief = await open(hub.seatAddress('seat_3'));
    await chief.query("SELECT tongyue.put_record('person', 'p1', 0, '{}')");
    await chief.end();
  });
  afterAll(async () => {
    await Promise.all([administrator?.end(), forger?.end(), onlooker?.end()]);
    await hub?.stop();
  });

  /** All rows of the hub that do not carry the forger's name. Which cases have moved, and under which number, says nothing of them. */
  const untouched = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const tables = await names("SELECT relname AS name FROM pg_class WHERE relnamespace = 'tongyue'::regnamespace AND relkind = 'r' AND relname NOT IN ('change_counter', 'unannounced', 'case_change') ORDER BY relname");
    const rows = await Promise.all(tables.map(async (table) => [table, await names(`SELECT one::text AS name FROM tongyue.${table} one WHERE one::text NOT LIKE '%seat_1%' ORDER BY 1`)] as const));
    return Object.fromEntries(rows);
  };

  test('reads the tables that all seats read, and no other', async () => {
    const readable = "SELECT relname AS name FROM pg_class WHERE relnamespace = 'tongyue'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f') AND has_any_column_privilege('seat_1', oid, 'SELECT') ORDER BY relname";
    expect(await names(readable)).toEqual(OPEN_TABLES);
  });

  test('writes no table, empties none, locks none, hangs nothing on one, and uses no counter', async () => {
    const tables = await names("SELECT relname AS name FROM pg_class WHERE relnamespace = 'tongyue'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')");
    expect(tables.length).toBeGreaterThan(OPEN_TABLES.length);
    for (const table of tables) {
      for (const sql of [`INSERT INTO tongyue.${table} DEFAULT VALUES`, `DELETE FROM tongyue.${table}`, `TRUNCATE tongyue.${table}`, `DO 'BEGIN LOCK TABLE tongyue.${table}; END'`, `DROP TABLE tongyue.${table}`, `ALTER TABLE tongyue.${table} DISABLE TRIGGER ALL`, `CREATE TRIGGER own AFTER INSERT ON tongyue.${table} EXECUTE FUNCTION suppress_redundant_updates_trigger()`]) {
        expect([sql, await codeOf(forger, sql)]).toEqual([sql, '42501']);
      }
      const [column] = await names(`SELECT attname AS name FROM pg_attribute WHERE attrelid = 'tongyue.${table}'::regclass AND attnum > 0 AND attgenerated = '' AND attidentity = '' LIMIT 1`);
      expect([table, await codeOf(forger, `UPDATE tongyue.${table} SET ${column} = ${column}`)]).toEqual([table, '42501']);
    }
    expect(await names("SELECT relname AS name FROM pg_class WHERE relnamespace = 'tongyue'::regnamespace AND CASE WHEN relkind = 'S' THEN has_sequence_privilege('seat_1', oid, 'USAGE, SELECT, UPDATE') ELSE false END")).toEqual([]);
  });

  test('is tried with every function that the hub has', async () => {
    expect(await names("SELECT DISTINCT proname AS name FROM pg_proc WHERE pronamespace = 'tongyue'::regnamespace ORDER BY 1")).toEqual(Object.keys(FORGERIES).toSorted());
  });

  test.each(Object.keys(FORGERIES))('gains nothing by tongyue.%s', async (name) => {
    for (const [sql, outcome] of FORGERIES[name] ?? []) {
      const before = await untouched();
      const answered = await forger.query<Record<string, unknown>>({ text: sql }).then(({ rows }) => rows, (error: { code?: string }) => error.code);
      if (outcome === 'refused') {
        const [answer] = Object.values(Array.isArray(answered) ? (answered[0] ?? {}) : {});
        expect([sql, answer === false || answer === null || (answer as { status?: string }).status === 'refused']).toEqual([sql, true]);
      } else if (outcome === 'own' || outcome === 'reads') expect([sql, Array.isArray(answered)]).toEqual([sql, true]);
      else expect([sql, answered]).toEqual([sql, outcome]);
      // A question about a case that nobody knew leaves its empty row.
      const after = await untouched();
      const states = (rows: readonly string[] | undefined) => (rows ?? []).filter((row) => !row.includes('no|case'));
      expect([sql, { ...after, case_state: states(after['case_state']) }]).toEqual([sql, { ...before, case_state: states(before['case_state']) }]);
    }
  });

  test('reads no letter of others, also through the function', async () => {
    expect((await forger.query<{ content: string }>('SELECT content FROM tongyue.messages(0)')).rows.map(({ content }) => content)).toEqual([]);
    expect(JSON.stringify((await forger.query('SELECT tongyue.colleagues(0)')).rows)).not.toContain('for seat_3 only');
  });

  test('that only looks on sees no proof of a password, by its tables or by a function', async () => {
    const ofPersons = 'SELECT key FROM tongyue.shared_record WHERE kind = \'person\'';
    expect([(await onlooker.query(ofPersons)).rowCount, (await forger.query(ofPersons)).rowCount]).toEqual([0, 1]);
    const told = async (client: Client) => JSON.stringify((await client.query('SELECT tongyue.colleagues(0)')).rows).includes('"p1"');
    expect([await told(onlooker), await told(forger)]).toEqual([false, true]);
  });

  test('that only looks on is refused by every function that writes, but for its own presence and words', async () => {
    for (const name of ['claim', 'renew', 'release', 'hand_over', 'accept', 'mark_delivered', 'save_draft', 'put_record', 'present', 'remember', 'remember_records', 'told_all', 'lacking', 'change_own_password']) {
      const [sql] = FORGERIES[name]?.[0] ?? [''];
      const written = sql.replace("'seat_1'", "'seat_3'");
      expect([written, await codeOf(onlooker, written)]).toEqual([written, 'TY001']);
    }
  });

  test('cannot bend a function that acts with the owner’s rights: each names where it looks for names, and takes nobody’s word for who calls', async () => {
    const guarded = await administrator.query<{ name: string; config: string[] | null; source: string; executable: boolean }>(
      "SELECT proname AS name, proconfig AS config, prosrc AS source, has_function_privilege('seat_1', oid, 'EXECUTE') AS executable FROM pg_proc WHERE pronamespace = 'tongyue'::regnamespace AND prosecdef",
    );
    expect(guarded.rows.length).toBeGreaterThan(10);
    for (const { name, config, source, executable } of guarded.rows) {
      expect([name, config]).toEqual([name, ['search_path=pg_catalog, pg_temp']]);
      expect([name, source.includes('tongyue.require_seat('), executable]).toEqual([name, true, true]);
      expect([name, /current_user|current_setting\('role'/.test(source)]).toEqual([name, false]);
    }
    for (const sql of ["SET SESSION AUTHORIZATION 'seat_2'", "SET ROLE 'seat_2'", "SET ROLE 'hub_administrator'", 'CREATE TABLE tongyue.own (x integer)', "CREATE FUNCTION tongyue.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'", "ALTER FUNCTION tongyue.claim(text, text) SECURITY INVOKER", 'GRANT tongyue_seat TO seat_4', "COPY tongyue.seat TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')", 'ALTER SYSTEM SET fsync = off']) {
      expect([sql, await codeOf(forger, sql)]).toEqual([sql, '42501']);
    }
  });

  test('cannot make the hub answer before its disk has a claim or a signature; a renewal waits for no disk', async () => {
    const modeAfter = async (sql: string): Promise<string | undefined> => {
      await forger.query('BEGIN; SET LOCAL synchronous_commit = off');
      await forger.query(sql);
      const { rows } = await forger.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
      await forger.query('COMMIT');
      return rows[0]?.synchronous_commit;
    };
    expect(await modeAfter("SELECT tongyue.claim('own|case', 'reading')")).toBe('on');
    expect(await modeAfter("SELECT tongyue.save_draft('own|case', 1, 1, '{}')")).toBe('on');
    expect(await modeAfter("SELECT tongyue.renew('own|case', 1)")).toBe('off');
    // In one transaction with a signature it waits all the same.
    expect(await modeAfter("SELECT tongyue.accept('own|case', '2.25.92', 1, 1, false, 'x', '\\x00'), tongyue.set_presence(NULL)")).toBe('on');
  });

  test('is out when its seat is dismissed, also from a line that was open', async () => {
    const dismissed = await open(hub.seatAddress('seat_5'));
    expect(await codeOf(dismissed, 'SELECT count(*) FROM tongyue.case_state')).toBe('done');
    const administration = await openHubAdministration(hub.administrator);
    await administration.dismiss('seat_5');
    await administration.close();
    expect(await codeOf(dismissed, 'SELECT count(*) FROM tongyue.case_state')).not.toBe('done');
    await expect(open(hub.seatAddress('seat_5'))).rejects.toMatchObject({ code: '28000' });
    await dismissed.end().catch(() => undefined);
  });
});
