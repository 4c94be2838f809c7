import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withArchiveSteps } from '#main/coordination/archive-steps.ts';
import { createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { silentLog } from '#main/platform/log.ts';
import { LEASE_MS } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { openEmbeddedSeats, type SeatToEnter } from '../support/coordination/embedded-seats.ts';
import { giveClock, type HubClock, WORLD_START_MS } from '../support/coordination/hub-clock.ts';
import { runModel } from '../support/coordination/run-model.ts';
import { hasPostgres, startTestHub, type TestHub } from '../support/postgres.ts';
import { startUpsServer } from '../support/ups-server.ts';
import { MOST_RECORD_BYTES } from '#shared/worklist/record-limits.ts';
import { testImage } from '#tests/support/marked-image.ts';

const SEATS: readonly SeatToEnter[] = [
  { seatId: 'seat_1', person: '周牧', duty: 'reader' },
  { seatId: 'seat_2', person: '林知远', duty: 'reader' },
  { seatId: 'seat_3', person: '许安', duty: 'administrator' },
  { seatId: 'seat_4', person: '看片室', duty: 'observer' },
];
const BUNDLE = new Uint8Array([1, 2, 3]);

const isHere = hasPostgres();
let hub: TestHub;
let clock: HubClock;
let lastWorld = 0;

beforeAll(async () => {
  if (!isHere) return;
  hub = await startTestHub();
  for (const seat of SEATS) await hub.admit(seat);
  clock = await giveClock(hub);
});

afterAll(async () => {
  await clock?.close();
  await hub?.stop();
});

/** Seats over one coordinator with a time that the test sets. */
interface Table {
  readonly seats: readonly Coordinator[];
  readonly setTime: (nowMs: number) => Promise<void>;
  readonly prefix: string;
  readonly close: () => Promise<void>;
}

async function openHubTable(): Promise<Table> {
  lastWorld += 1;
  const world = lastWorld;
  await clock.set(world, WORLD_START_MS);
  const coordinators = SEATS.map(({ seatId, person }) => createHubCoordinator(hub.seatAddress(seatId), person, { options: `-c test.world=${world}`, connections: 1, answerWithinMs: 60_000 }));
  return {
    seats: coordinators,
    setTime: (nowMs) => clock.set(world, nowMs),
    prefix: `world ${world}`,
    close: async () => void (await Promise.all(coordinators.map((coordinator) => coordinator.close()))),
  };
}

async function openEmbeddedTable(): Promise<Table> {
  let nowMs = WORLD_START_MS;
  const { coordinators, close } = openEmbeddedSeats(SEATS, () => nowMs);
  return { seats: coordinators, setTime: async (next) => void (nowMs = next), prefix: 'world', close: async () => close() };
}

/** Every case of it has a step in the archive. */
async function openStepsTable(): Promise<Table> {
  const table = await openEmbeddedTable();
  const archive = await startUpsServer();
  const { workitems } = createDicomWebSite({ name: '云岫县人民医院', baseUrl: archive.baseUrl, noProgressTimeoutMs: 30_000 });
  if (workitems === undefined) throw new Error('a server of its own has the service');
  const archiveOf = async (caseKey: string) => {
    if (archive.stepOf(caseKey) === undefined) archive.schedule(caseKey);
    return { workitems, accessionNumber: caseKey };
  };
  return {
    ...table, seats: table.seats.map((coordinator) => withArchiveSteps({ coordinator, archiveOf, log: silentLog })),
    close: async () => {
      await table.close();
      await archive.stop();
    },
  };
}

const IMPLEMENTATIONS = [['embedded', openEmbeddedTable], ['embedded, beside an archive with UPS-RS,', openStepsTable], ...(isHere ? [['hub', openHubTable] as const] : [])] as const;

describe.each(IMPLEMENTATIONS)('the %s coordinator', (_, open) => {
  let table: Table;
  let first: Coordinator;
  let second: Coordinator;
  let third: Coordinator;
  let onlooker: Coordinator;
  let caseCount = 0;
  let key = '';

  beforeAll(async () => {
    table = await open();
    const [one, two, three, four] = table.seats;
    if (one === undefined || two === undefined || three === undefined || four === undefined) throw new Error('four seats');
    [first, second, third, onlooker] = [one, two, three, four];
  });
  afterAll(() => table.close());

  const newCase = () => {
    caseCount += 1;
    key = `${table.prefix}|case ${caseCount}`;
    return key;
  };
  const report = (reportUid: string, fence: number, change: { readonly version?: number; readonly isOffline?: boolean } = {}) => ({
    reportUid: `${reportUid}.${key}`, version: 1, fence, isOffline: false, ...change,
  });

  test('a case that nobody reads is granted with fence 1 and a lease of two minutes', async () => {
    const answer = await first.claim(newCase(), 'reading');
    expect(answer).toEqual({
      status: 'granted',
      state: { caseKey: key, fence: 1, holder: { seatId: 'seat_1', person: '周牧' }, leaseUntilMs: WORLD_START_MS + 120_000, final: null },
    });
  });

  test('a second seat is refused and told who reads the case', async () => {
    await first.claim(newCase(), 'reading');
    expect(await second.claim(key, 'reading')).toMatchObject({ status: 'refused', reason: 'held', state: { holder: { person: '周牧' }, fence: 1 } });
  });

  test('a claim of one’s own is made longer under its fence, and one that ran out gets a new fence', async () => {
    await table.setTime(WORLD_START_MS);
    await first.claim(newCase(), 'reading');
    expect(await first.claim(key, 'reading')).toMatchObject({ status: 'granted', state: { fence: 1 } });
    await table.setTime(WORLD_START_MS + LEASE_MS);
    expect(await first.renew(key, 1)).toMatchObject({ status: 'refused', reason: 'lost' });
    expect(await first.claim(key, 'reading')).toMatchObject({ status: 'granted', state: { fence: 2 } });
    await table.setTime(WORLD_START_MS);
  });

  test('a dead seat frees its case at the millisecond its lease ends, not before', async () => {
    await table.setTime(WORLD_START_MS);
    await first.claim(newCase(), 'reading');
    await table.setTime(WORLD_START_MS + LEASE_MS - 1);
    expect(await second.claim(key, 'reading')).toMatchObject({ status: 'refused', reason: 'held' });
    await table.setTime(WORLD_START_MS + LEASE_MS);
    expect(await second.claim(key, 'reading')).toMatchObject({ status: 'granted', state: { fence: 2, holder: { seatId: 'seat_2' } } });
    await table.setTime(WORLD_START_MS);
  });

  test('only the holder gives a case back, and only under the fence it has', async () => {
    await first.claim(newCase(), 'reading');
    expect(await second.release(key, 1)).toMatchObject({ status: 'refused', reason: 'lost' });
    expect(await first.release(key, 7)).toMatchObject({ status: 'refused', reason: 'lost' });
    expect(await first.release(key, 1)).toMatchObject({ status: 'granted', state: { holder: null, leaseUntilMs: null } });
    expect(await second.claim(key, 'reading')).toMatchObject({ status: 'granted', state: { fence: 2 } });
  });

  test('what is handed over belongs to the colleague under a new fence, and no longer to who gave it', async () => {
    await first.claim(newCase(), 'reading');
    expect(await first.handOver(key, 1, 'seat_2')).toMatchObject({ status: 'granted', state: { fence: 2, holder: { seatId: 'seat_2', person: '林知远' } } });
    expect(await first.renew(key, 1)).toMatchObject({ status: 'refused', reason: 'lost' });
    expect(await second.renew(key, 2)).toMatchObject({ status: 'granted' });
  });

  test('nobody hands a case to a seat that is not there, or that only looks on', async () => {
    await first.claim(newCase(), 'reading');
    await expect(first.handOver(key, 1, 'seat_9')).rejects.toMatchObject({ code: 'hub/unknown-seat' });
    await expect(first.handOver(key, 1, 'seat_4')).rejects.toMatchObject({ code: 'hub/unknown-seat' });
  });

  test('a report signed under the claim is final, and its case can be claimed for a correction only', async () => {
    await first.claim(newCase(), 'reading');
    expect(await first.accept(key, report('2.25.1', 1), '周牧', BUNDLE)).toMatchObject({ status: 'accepted', standing: 'final', state: { holder: null, final: { version: 1, person: '周牧' } } });
    expect(await second.claim(key, 'reading')).toMatchObject({ status: 'refused', reason: 'final' });
    expect(await second.claim(key, 'correction')).toMatchObject({ status: 'granted', state: { fence: 2 } });
    expect(await second.accept(key, report('2.25.2', 2, { version: 2 }), '林知远', BUNDLE)).toMatchObject({ status: 'accepted', standing: 'final', state: { final: { version: 2 } } });
  });

  test('a report signed under an older fence, or after the lease, is refused', async () => {
    await first.claim(newCase(), 'reading');
    await first.handOver(key, 1, 'seat_2');
    expect(await first.accept(key, report('2.25.1', 1), '周牧', BUNDLE)).toMatchObject({ status: 'refused', reason: 'lost' });
    await table.setTime(WORLD_START_MS + LEASE_MS);
    expect(await second.accept(key, report('2.25.2', 2), '林知远', BUNDLE)).toMatchObject({ status: 'refused', reason: 'lost' });
    expect(await first.reports(key)).toEqual([]);
    await table.setTime(WORLD_START_MS);
  });

  test('asking twice for the same report changes nothing; another seat cannot ask for it', async () => {
    await first.claim(newCase(), 'reading');
    const asked = report('2.25.1', 1);
    const once = await first.accept(key, asked, '周牧', BUNDLE);
    expect(await first.accept(key, asked, '周牧', BUNDLE)).toEqual(once);
    await expect(second.accept(key, asked, '林知远', BUNDLE)).rejects.toMatchObject({ code: 'hub/not-allowed' });
    expect(await first.reports(key)).toHaveLength(1);
  });

  test('of two reports signed offline the first that comes is final, the other is kept and never counts as undelivered', async () => {
    await first.claim(newCase(), 'reading');
    expect(await second.accept(key, report('2.25.2', 0, { isOffline: true }), '林知远', BUNDLE)).toMatchObject({ status: 'accepted', standing: 'final' });
    expect(await first.accept(key, report('2.25.1', 1, { isOffline: true }), '周牧', BUNDLE)).toMatchObject({ status: 'accepted', standing: 'second' });
    expect((await third.reports(key)).map(({ person, standing, isOffline }) => ({ person, standing, isOffline })).toSorted((left, right) => left.standing.localeCompare(right.standing))).toEqual([
      { person: '林知远', standing: 'final', isOffline: true },
      { person: '周牧', standing: 'second', isOffline: true },
    ]);
    expect((await first.undelivered()).filter((one) => one.caseKey === key)).toEqual([]);
    expect((await second.undelivered()).map((one) => one.caseKey)).toContain(key);
  });

  test('what was signed is kept whole until it is delivered, and only its own seat says that it is', async () => {
    await first.claim(newCase(), 'reading');
    const asked = report('2.25.1', 1);
    await first.accept(key, asked, '周牧', BUNDLE);
    expect([...((await first.bundle(asked.reportUid)) ?? [])]).toEqual([1, 2, 3]);
    await expect(second.markDelivered(asked.reportUid)).rejects.toMatchObject({ code: 'hub/not-allowed' });
    await first.markDelivered(asked.reportUid);
    expect((await first.undelivered()).filter((one) => one.caseKey === key)).toEqual([]);
    expect((await first.reports(key))[0]?.isDelivered).toBe(true);
  });

  test('a draft is kept under the claim it is written under, and refused without one', async () => {
    await first.claim(newCase(), 'reading');
    expect(await first.saveDraft(key, 1, 3, '{"findings":"左肺结节"}')).toBe(true);
    expect(await second.saveDraft(key, 1, 4, '{}')).toBe(false);
    expect(await second.draft(key)).toMatchObject({ seatId: 'seat_1', revision: 3, text: '{"findings":"左肺结节"}' });
  });

  test('changes come once each, in their order, and a renewal is none', async () => {
    const { number } = await third.changes(0);
    await first.claim(newCase(), 'reading');
    const opened = key;
    await first.claim(newCase(), 'reading');
    const changes = await third.changes(number);
    expect(changes.cases.map((one) => one.caseKey)).toEqual([opened, key]);
    expect(changes.number).toBeGreaterThan(number);
  });

  test('a seat that only looks on claims nothing and signs nothing', async () => {
    await expect(onlooker.claim(newCase(), 'reading')).rejects.toMatchObject({ code: 'hub/not-allowed' });
    await expect(onlooker.accept(key, report('2.25.4', 0, { isOffline: true }), '看片室', BUNDLE)).rejects.toMatchObject({ code: 'hub/not-allowed' });
  });

  test('a message reaches whom it is for, a message to all reaches everybody else', async () => {
    await first.sendMessage('seat_2', key, '请看 23 层');
    await first.sendMessage(null, null, '十点开会');
    expect((await second.messages(0)).map(({ text, from }) => [text, from.person])).toEqual([['请看 23 层', '周牧'], ['十点开会', '周牧']]);
    expect((await third.messages(0)).map(({ text }) => text)).toEqual(['十点开会']);
    expect(await first.messages(0)).toEqual([]);
    await expect(first.sendMessage('seat_9', null, '?')).rejects.toMatchObject({ code: 'hub/unknown-seat' });
  });

  test('presence says who is there and what is open; a seat that never came is there to be handed a case', async () => {
    await first.setPresence(key);
    await second.setPresence(null);
    expect((await third.presence()).filter(({ seenAtMs }) => seenAtMs > 0).map(({ person, caseKey }) => [person, caseKey])).toEqual([['周牧', key], ['林知远', null]]);
    expect((await first.presence()).find(({ seatId }) => seatId === 'seat_3')).toEqual({ seatId: 'seat_3', person: '许安', caseKey: null, seenAtMs: 0 });
  });

  test('of two who change a shared record at once one is told; the centre’s data is its administrators’', async () => {
    expect(await third.putRecord('duty-roster', '2026-11', 0, '{"a":1}')).toBe(1);
    expect(await third.putRecord('duty-roster', '2026-11', 0, '{"b":1}')).toBeUndefined();
    expect(await third.putRecord('duty-roster', '2026-11', 1, '{"b":1}')).toBe(2);
    await expect(first.putRecord('duty-roster', '2026-11', 2, '{}')).rejects.toMatchObject({ code: 'hub/not-allowed' });
    expect(await first.putRecord('critical-value', key, 0, '{}')).toBe(1);
    expect(await first.records('duty-roster')).toMatchObject([{ key: '2026-11', revision: 2, content: '{"b":1}', changedBy: 'seat_3' }]);
  });

  test('what physicians say of patients and to hospitals every reader writes, and what was written since a time is asked for alone', async () => {
    expect(await first.putRecord('technician-request', `${key} 1`, 0, '{"a":1}')).toBe(1);
    expect(await second.putRecord('patient-link', `${key} 2`, 0, '{"b":1}')).toBe(1);
    await expect(first.putRecord('referral-table', key, 0, '{}')).rejects.toMatchObject({ code: 'hub/not-allowed' });
    const [written] = await second.recordsSince('technician-request', 0);
    expect(written).toMatchObject({ key: `${key} 1`, changedBy: 'seat_1', revision: 1 });
    expect(await second.recordsSince('technician-request', (written?.changedAtMs ?? 0) + 1)).toEqual([]);
  });

  test('words and the state of an image pass, bytes of a picture do not: whatever they are called, and however many they are', async () => {
    const question = (text: string) => JSON.stringify({ text, image: testImage });
    expect(await first.putRecord('technician-request', `${key} 3`, 0, question('左右标记请核对'))).toBe(1);
    for (const kind of ['technician-request', 'consultation', 'case-list', 'shared-view', 'patient-link', 'county-report'] as const) {
      const most = MOST_RECORD_BYTES[kind] ?? 0;
      expect(most).toBeGreaterThan(0);
      await expect(first.putRecord(kind, `${key} ${kind}`, 0, question('/9j/'.repeat(100)))).rejects.toMatchObject({ code: 'hub/too-large' });
      await expect(first.putRecord(kind, `${key} ${kind}`, 0, JSON.stringify({ picture: '' }))).rejects.toMatchObject({ code: 'hub/too-large' });
      // Two bytes around, three for each letter.
      await expect(first.putRecord(kind, `${key} ${kind}`, 0, JSON.stringify('图'.repeat(Math.ceil(most / 3))))).rejects.toMatchObject({ code: 'hub/too-large' });
      expect(await first.putRecord(kind, `${key} ${kind}`, 0, JSON.stringify('图'.repeat(Math.floor((most - 2) / 3))))).toBe(1);
    }
  });
});

describe.skipIf(!isHere)('a seat that speaks SQL to the hub', () => {
  const asSeat = async (sql: string): Promise<unknown> => {
    const { host, port, database, user, password } = hub.seatAddress('seat_1');
    const client = new Client({ host, port, database, user, password, options: '-c test.world=0' });
    await client.connect();
    try {
      await client.query(sql);
      return 'done';
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.end();
    }
  };
  beforeAll(() => clock.set(0, WORLD_START_MS));

  // 42501: insufficient privilege. TY001: the function itself refuses.
  test.each([
    ['takes a claim by writing the row', "UPDATE tongyue.case_state SET holder_seat = 'seat_1', fence = 99", '42501'],
    ['makes a case', "INSERT INTO tongyue.case_state (case_key) VALUES ('forged')", '42501'],
    ['writes a final report', "INSERT INTO tongyue.accepted_report SELECT * FROM tongyue.accepted_report", '42501'],
    ['makes itself an administrator', "UPDATE tongyue.seat SET duty = 'administrator' WHERE seat_id = 'seat_1'", '42501'],
    ['sets the clock', "CREATE OR REPLACE FUNCTION tongyue.server_now_ms() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'", '42501'],
    ['sets the test clock', 'UPDATE tongyue.test_clock SET now_ms = 0', '42501'],
    ['writes past the functions that guard', "SELECT tongyue.put_case(ROW('forged', 9, 'seat_1', 'x', 1, 0, NULL, NULL, NULL, NULL)::tongyue.case_state, true)", '42501'],
    ['comes as another seat', "SET SESSION AUTHORIZATION 'seat_2'", '42501'],
    ['takes the rights of the owner', 'SET ROLE hub_administrator', '42501'],
    ['reads letters of others', 'SELECT * FROM tongyue.message', '42501'],
    ['makes a table of its own in the schema', 'CREATE TABLE tongyue.own (x integer)', '42501'],
    ['puts a function before those of the hub', "CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'", '42501'],
    ['locks everybody out', 'BEGIN; LOCK TABLE tongyue.case_state IN ACCESS EXCLUSIVE MODE', '42501'],
  ])('cannot: %s', async (_, sql, refusal) => {
    expect(await asSeat(sql)).toBe(refusal);
  });

  test('a number of a report that another seat has given cannot be taken for another content', async () => {
    const table = await openHubTable();
    const [, second] = table.seats;
    await second?.accept('forged|case', { reportUid: '2.25.77', version: 1, fence: 0, isOffline: true }, '林知远', BUNDLE);
    expect(await asSeat("SELECT tongyue.accept('forged|case', '2.25.77', 1, 0, true, 'x', '\\x00')")).toBe('TY001');
    expect(await asSeat("SELECT tongyue.mark_delivered('2.25.77')")).toBe('TY001');
    await table.close();
  });

  test('an accepted report is not changed even by the owner of the hub', async () => {
    const { host, port, database, user, password } = hub.administrator;
    const client = new Client({ host, port, database, user, password });
    await client.connect();
    await expect(client.query("UPDATE tongyue.accepted_report SET standing = 'final'")).rejects.toMatchObject({ code: 'TY003' });
    await expect(client.query('DELETE FROM tongyue.accepted_report')).rejects.toMatchObject({ code: 'TY003' });
    await client.end();
  });

  test('a forged notice moves nothing: it is only a hint to look', async () => {
    const table = await openHubTable();
    const [first] = table.seats;
    const before = await first?.changes(0);
    expect(await asSeat("NOTIFY tongyue, '999999'")).toBe('done');
    expect(await first?.changes(0)).toEqual(before);
    await table.close();
  });
});

describe.skipIf(!isHere)('between seats', () => {
  test('a seat hears that a colleague has claimed, without asking again and again', async () => {
    const table = await openHubTable();
    const [first, second] = table.seats;
    let heard = 0;
    const next = (count: number) => expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
    second?.onChange(() => (heard += 1));
    // The first call says that it listens.
    await next(1);
    const before = heard;
    await first?.claim(`${table.prefix}|heard`, 'reading');
    await next(before + 1);
    await table.close();
  });
});

const SCHEDULES = 500;
const STORMS = 20;

describe('random schedules of claims, leases, crashes, skewed clocks and partitions', () => {
  test(`${SCHEDULES} schedules go the same way over each coordinator, ${STORMS} over a hub that dies while it answers: never two finals, never a lost case, draft or signed report`, { timeout: 600_000 }, async () => {
    const counts = await runModel({ schedules: SCHEDULES, storms: STORMS, firstSeed: 1, withHub: isHere, onProgress: () => undefined });
    expect(counts.schedules).toBe(SCHEDULES);
    // A model in which nothing happens proves nothing.
    expect(counts.accepted).toBeGreaterThan(SCHEDULES / 2);
    expect(counts.second).toBeGreaterThan(SCHEDULES / 20);
    expect(counts.refused).toBeGreaterThan(SCHEDULES / 5);
    if (isHere) expect(counts.kills).toBeGreaterThan(4);
  });
});
