import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBackupCommand } from '#main/composition/backup-command.ts';
import { openHubAdministration } from '#main/coordination/hub/hub-administration.repository.ts';
import { parseHubAddress, type HubAddress } from '#main/coordination/hub/hub-address.ts';
import { askHubPerson, createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import { hasPostgres, SEAT_PASSWORD, startTestHub, type TestHub } from '../support/postgres.ts';
import { makeAuthority } from '../support/tls-hospital.ts';

/** What happens to a hub in its life: it is copied while it works, its machine dies, somebody else answers in its place. */

const isHere = hasPostgres();
const SEATS = [{ seatId: 'seat_1', person: '周牧', duty: 'reader' }, { seatId: 'seat_2', person: '林知远', duty: 'administrator' }] as const;
const BUNDLE = new Uint8Array([1, 2, 3]);
const report = (uid: string, fence: number) => ({ reportUid: uid, version: 1, fence, isOffline: false });
const withOptions = (url: string, options: Readonly<Record<string, string>>) => `${url}?${new URLSearchParams(options).toString()}`;
const urlOf = ({ user, host, port, database }: HubAddress) => `postgres://${user}:${encodeURIComponent(SEAT_PASSWORD)}@${host}:${port}/${database}`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongyue-hub-days-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function asRole<T>(address: HubAddress, work: (client: Client) => Promise<T>): Promise<T> {
  const { host, port, database, user, password } = address;
  const client = new Client({ host, port, database, user, password });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe.skipIf(!isHere)('a copy of the hub', () => {
  let hub: TestHub;
  let fresh: TestHub;
  beforeAll(async () => {
    [hub, fresh] = await Promise.all([startTestHub(), startTestHub({ isEmpty: true })]);
    for (const seat of SEATS) await hub.admit(seat);
  });
  afterAll(() => Promise.all([hub?.stop(), fresh?.stop()]));

  test('is made while seats work, and an empty PostgreSQL that gets it is the hub of that moment, with its rules and rights', async () => {
    const seat = createHubCoordinator(hub.seatAddress('seat_1'), '周牧');
    const second = createHubCoordinator(hub.seatAddress('seat_2'), '林知远');
    await seat.claim('before|case', 'reading');
    await seat.saveDraft('before|case', 1, 4, '{"findings":"左肺结节"}');
    await seat.claim('before|signed', 'reading');
    await seat.accept('before|signed', report('2.25.1', 1), '周牧', BUNDLE);
    await second.putRecord('duty-roster', '2026-11', 0, '[]');
    await seat.sendMessage('seat_2', null, '请看');

    const file = join(folder, 'hub.copy');
    const said: string[] = [];
    const copy = { isRunning: true };
    const copying = runBackupCommand(['backup', '--hub', urlOf(hub.administrator), '--out', file], (line) => said.push(line)).finally(() => (copy.isRunning = false));
    let during = 0;
    while (copy.isRunning) {
      during += 1;
      expect(await seat.claim(`during|${during}`, 'reading')).toMatchObject({ status: 'granted' });
    }
    expect([await copying, during > 1, said]).toEqual([0, true, [`the hub is copied to ${file}`]]);
    const { number: newest } = await seat.news(0);
    await Promise.all([seat.close(), second.close()]);

    expect(await runBackupCommand(['restore', '--hub', urlOf(fresh.administrator), '--from', file], (line) => said.push(line))).toBe(0);
    for (const one of SEATS) await fresh.admit(one);
    const again = createHubCoordinator(fresh.seatAddress('seat_1'), '周牧');
    const other = createHubCoordinator(fresh.seatAddress('seat_2'), '林知远');
    expect(await again.draft('before|case')).toMatchObject({ revision: 4, text: '{"findings":"左肺结节"}' });
    expect((await again.undelivered()).map(({ reportUid }) => reportUid)).toEqual(['2.25.1']);
    expect([...((await again.bundle('2.25.1')) ?? [])]).toEqual([1, 2, 3]);
    expect(await other.records('duty-roster')).toHaveLength(1);
    expect((await other.messages(0)).map(({ text }) => text)).toEqual(['请看']);
    // The functions decide as before, and no seat writes past them.
    expect(await other.claim('before|signed', 'reading')).toMatchObject({ status: 'refused', reason: 'final' });
    expect(await other.claim('after|case', 'reading')).toMatchObject({ status: 'granted', state: { fence: 1 } });
    for (const sql of ['DELETE FROM tongyue.case_state', "SELECT tongyue.locked_case('x')", 'SELECT * FROM tongyue.message', 'SELECT * FROM tongyue.tongyue_migration']) {
      expect(await asRole(fresh.seatAddress('seat_1'), (client) => client.query(sql)).then(() => 'done', (error: { code?: string }) => error.code)).toBe('42501');
    }
    await expect(asRole(fresh.administrator, (client) => client.query('DELETE FROM tongyue.accepted_report'))).rejects.toMatchObject({ code: 'TY003' });
    // A seat that had seen more of the old hub than the copy knows is told all anew instead of nothing.
    expect((await again.news(newest + 1_000)).cases.map(({ caseKey }) => caseKey)).toContain('before|case');
    await Promise.all([again.close(), other.close()]);
  });

  test('that is older than its seats accepts nothing before each has told what it knows; what was final stays final, and whoever signed meanwhile comes second', async () => {
    const [first, second] = [createHubCoordinator(hub.seatAddress('seat_1'), '周牧'), createHubCoordinator(hub.seatAddress('seat_2'), '林知远')];
    const file = join(folder, 'older.copy');
    await second.putRecord('person', 'zhao', 0, '{"roles":["administrator"]}');
    expect(await runBackupCommand(['backup', '--hub', urlOf(hub.administrator), '--out', file], () => undefined)).toBe(0);
    // After the copy: seat_1 signs two versions of a case, a person loses a role, seat_2 reads another case.
    await first.claim('later|case', 'reading');
    await first.accept('later|case', report('2.25.11', 1), '周牧', BUNDLE);
    await first.claim('later|case', 'correction');
    await first.accept('later|case', { ...report('2.25.12', 2), version: 2 }, '周牧', BUNDLE);
    await second.putRecord('person', 'zhao', 1, '{"roles":[]}');
    const kept = await second.caseState('later|case');
    const people = await second.records('person');
    await Promise.all([first.close(), second.close()]);

    await asRole(fresh.administrator, (client) => client.query('DROP SCHEMA tongyue CASCADE'));
    const said: string[] = [];
    expect(await runBackupCommand(['restore', '--hub', urlOf(fresh.administrator), '--from', file], (line) => said.push(line))).toBe(0);
    expect(said[0]).toContain('nothing becomes final before each seat');
    for (const one of SEATS) await fresh.admit(one);
    const [again, other] = [createHubCoordinator(fresh.seatAddress('seat_1'), '周牧'), createHubCoordinator(fresh.seatAddress('seat_2'), '林知远')];
    expect([(await again.news(0)).isAwaited, (await other.news(0)).isAwaited]).toEqual([true, true]);
    // The other seat knows nothing of the case: it may read it, and what it signs waits as if the hub were away.
    const claim = await other.claim('later|case', 'reading');
    expect(claim).toMatchObject({ status: 'granted', state: { fence: 1, final: null } });
    const theirs = { reportUid: '2.25.13', version: 1, fence: claim.state.fence, isOffline: false };
    await expect(other.accept('later|case', theirs, '林知远', BUNDLE)).rejects.toMatchObject({ code: 'hub/unreachable', facts: { reason: 'restored' } });
    await other.restored?.toldAll();
    await expect(other.accept('later|case', { ...theirs, isOffline: true }, '林知远', BUNDLE)).rejects.toMatchObject({ code: 'hub/unreachable' });

    // seat_1 tells what it knows. A reader brings nothing again of what administrators write.
    const hubOf = again.restored;
    if (hubOf === undefined) throw new Error('a hub can be restored');
    expect(await hubOf.lacking(['2.25.1', '2.25.11', '2.25.12'])).toEqual(['2.25.11', '2.25.12']);
    const present = (reportUid: string, version: number) => hubOf.present({ caseKey: 'later|case', reportUid, version, fence: version, isOffline: false, signer: '周牧', bundle: BUNDLE });
    expect([await present('2.25.11', 1), await present('2.25.12', 2), await present('2.25.12', 2)]).toEqual(['final', 'final', 'final']);
    expect(await hubOf.remember([kept])).toBe(0);
    expect(await hubOf.rememberRecords(people)).toBe(0);
    await hubOf.toldAll();
    // All have told: the hub is a hub again.
    await expect(hubOf.remember([kept])).rejects.toMatchObject({ code: 'hub/not-allowed' });
    expect(await other.accept('later|case', { ...theirs, isOffline: true }, '林知远', BUNDLE)).toMatchObject({ status: 'accepted', standing: 'second', state: { final: { reportUid: '2.25.12', version: 2 } } });
    expect(await other.claim('later|case', 'reading')).toMatchObject({ status: 'refused', reason: 'final' });
    expect((await other.reports('later|case')).map(({ reportUid, standing }) => `${reportUid} ${standing}`).toSorted()).toEqual(['2.25.11 final', '2.25.12 final', '2.25.13 second']);
    // Fences did not fall: 2 was the last before, 3 is the next. What was undelivered is again.
    expect(await again.claim('later|case', 'correction')).toMatchObject({ status: 'granted', state: { fence: 3 } });
    expect((await again.undelivered()).map(({ reportUid }) => reportUid)).toContain('2.25.12');
    await Promise.all([again.close(), other.close()]);
  });

  test('goes on without a seat that is gone; its reports are remembered by others, its people by administrators, and its own come back as final', async () => {
    const administration = await openHubAdministration(fresh.administrator);
    expect(await administration.awaitSeats()).toBe(2);
    const [first, second] = [createHubCoordinator(fresh.seatAddress('seat_1'), '周牧'), createHubCoordinator(fresh.seatAddress('seat_2'), '林知远')];
    const final = { seatId: 'seat_1', person: '周牧', reportUid: '2.25.21', version: 1, acceptedAtMs: 5 };
    await first.claim('seen|case', 'reading');
    expect(await second.restored?.remember([{ caseKey: 'seen|case', fence: 6, holder: null, leaseUntilMs: null, final }])).toBe(1);
    // The claim that the hub had granted in its forgetfulness is over.
    expect(await first.renew('seen|case', 1)).toMatchObject({ status: 'refused', reason: 'final' });
    expect(await second.restored?.rememberRecords([{ kind: 'person', key: 'zhao', revision: 4, content: '{"roles":[]}', changedBy: 'seat_2', changedAtMs: 1 }, { kind: 'person', key: 'new', revision: 1, content: '{}', changedBy: 'seat_2', changedAtMs: 1 }])).toBe(2);
    expect((await first.records('person')).map(({ key, revision }) => [key, revision])).toEqual([['new', 1], ['zhao', 4]]);
    await second.restored?.toldAll();
    expect((await administration.seats()).map(({ seatId, isAwaited }) => [seatId, isAwaited])).toEqual([['seat_1', true], ['seat_2', false]]);
    await administration.stopAwaiting('seat_1');
    await administration.close();
    // The answer to this report had been lost when the hub died: it is the final one that a colleague remembered, not a second.
    expect(await first.accept('seen|case', { ...report('2.25.21', 6), isOffline: true }, '周牧', BUNDLE)).toMatchObject({ standing: 'final' });
    expect(await second.accept('seen|case', { ...report('2.25.22', 0), isOffline: true }, '林知远', BUNDLE)).toMatchObject({ standing: 'second' });
    await Promise.all([first.close(), second.close()]);
  });

  test('is not laid over a hub that is there', async () => {
    const said: string[] = [];
    expect(await runBackupCommand(['restore', '--hub', urlOf(hub.administrator), '--from', join(folder, 'hub.copy')], (line) => said.push(line))).toBe(1);
    expect(said[0]).toContain('profile/in-use');
  });
});

describe.skipIf(!isHere)('a hub that proves itself', () => {
  const authority = makeAuthority('Hospital authority');
  const stranger = makeAuthority('Somebody');
  let hub: TestHub;
  let plain: TestHub;
  const rootFile = (name: string, pem: string) => {
    const file = join(folder, name);
    writeFileSync(file, pem);
    return file;
  };
  beforeAll(async () => {
    [hub, plain] = await Promise.all([startTestHub({ identity: authority.issue('127.0.0.1') }), startTestHub()]);
    for (const each of [hub, plain]) await each.admit(SEATS[0]);
  });
  afterAll(() => Promise.all([hub?.stop(), plain?.stop()]));

  test('is spoken to over TLS when its authority is the hospital’s', async () => {
    const address = parseHubAddress(withOptions(urlOf(hub.seatAddress('seat_1')), { sslrootcert: rootFile('ca.pem', authority.certificate) }));
    expect(await askHubPerson(address)).toBe('周牧');
    const seat = createHubCoordinator(address, '周牧');
    expect(await seat.claim('over|tls', 'reading')).toMatchObject({ status: 'granted' });
    await seat.close();
  });

  test('is copied over TLS by PostgreSQL’s own program, which checks the same authority', async () => {
    const url = (file: string) => withOptions(urlOf(hub.administrator), { sslrootcert: file });
    const said: string[] = [];
    expect([await runBackupCommand(['backup', '--hub', url(join(folder, 'ca.pem')), '--out', join(folder, 'tls.copy')], (line) => said.push(line)), said.length]).toEqual([0, 1]);
    expect(await runBackupCommand(['backup', '--hub', url(rootFile('wrong.pem', stranger.certificate)), '--out', join(folder, 'tls.copy')], (line) => said.push(line))).toBe(1);
    expect(said[1]).toMatch(/hub\/unreachable .*certificate verify failed/);
  });

  test.each([
    ['another authority', () => ({ sslrootcert: rootFile('stranger.pem', stranger.certificate) }), () => hub, '127.0.0.1'],
    ['the authorities of this machine, which do not know it', () => ({ sslmode: 'verify-full' }), () => hub, '127.0.0.1'],
    ['another name than it has', () => ({ sslrootcert: rootFile('ca.pem', authority.certificate) }), () => hub, 'localhost'],
    ['a server that speaks without TLS', () => ({ sslrootcert: rootFile('ca.pem', authority.certificate) }), () => plain, '127.0.0.1'],
  ])('is away for a seat that finds %s, and the seat is told why', async (_, options, server, host) => {
    const address = parseHubAddress(withOptions(urlOf({ ...server().seatAddress('seat_1'), host }), options()));
    await expect(askHubPerson(address)).rejects.toMatchObject({ code: 'hub/unreachable', facts: { reason: 'certificate' } });
  });
});

describe.skipIf(!isHere)('a hub of two servers', () => {
  test('goes on at the standby when the first dies: what was signed and claimed is there, the seat finds it by itself', async () => {
    const hub = await startTestHub({ durability: 'process', copiesTo: 'standby' });
    for (const seat of SEATS) await hub.admit(seat);
    const standby = await hub.startStandby();
    const standbyOf = (address: HubAddress): HubAddress => ({ ...address, port: standby.port });
    try {
      // As a hospital sets it: a commit is on both machines before the seat hears of it.
      await asRole(hub.administrator, async (client) => {
        await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await client.query('SELECT pg_reload_conf()');
      });
      const { port } = hub.administrator;
      // The standby is named first: it is a copy and cannot be written to, so the seat passes it over.
      const address = parseHubAddress(`postgres://seat_1:${encodeURIComponent(SEAT_PASSWORD)}@127.0.0.1:${standby.port},127.0.0.1:${port}/postgres?target_session_attrs=read-write`);
      const seat = createHubCoordinator(address, '周牧');
      await seat.claim('case|1', 'reading');
      expect(await seat.accept('case|1', report('2.25.1', 1), '周牧', BUNDLE)).toMatchObject({ standing: 'final' });
      expect(await seat.claim('case|2', 'reading')).toMatchObject({ state: { fence: 1 } });

      await hub.halt();
      await expect(seat.claim('case|3', 'reading')).rejects.toMatchObject({ code: 'hub/unreachable' });
      await asRole(standbyOf(hub.administrator), async (client) => {
        await client.query("ALTER SYSTEM SET synchronous_standby_names = ''");
        await client.query('SELECT pg_reload_conf(), pg_promote(true, 60)');
      });
      await expect.poll(() => seat.claim('case|1', 'reading').catch(() => undefined), { timeout: 30_000 }).toMatchObject({ status: 'refused', reason: 'final', state: { final: { reportUid: '2.25.1' } } });
      expect(await seat.renew('case|2', 1)).toMatchObject({ status: 'granted', state: { fence: 1 } });
      expect([...((await seat.bundle('2.25.1')) ?? [])]).toEqual([1, 2, 3]);
      await seat.close();
    } finally {
      await standby.stop();
      await hub.stop();
    }
  });
});
