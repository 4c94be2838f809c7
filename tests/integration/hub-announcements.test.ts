import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { hasPostgres, startTestHub, type TestHub } from '../support/postgres.ts';

/** What moved is numbered and told after it was written, in a transaction of its own: no seat may miss any of it, whatever happens in between. */

describe.skipIf(!hasPostgres())('what moved at the hub', () => {
  let hub: TestHub;
  let writer: Coordinator;
  let reader: Coordinator;
  let since = 0;
  let raw: Client[] = [];
  /** A seat at the level of SQL, whose transactions end when the test says. */
  const connect = async (seatId: string): Promise<Client> => {
    const { host, port, database, user, password } = hub.seatAddress(seatId);
    const client = new Client({ host, port, database, user, password });
    client.on('error', () => undefined);
    await client.connect();
    raw.push(client);
    return client;
  };
  const claimed = async (seat: Coordinator, from: number) => {
    const { cases, number } = await seat.changes(from);
    return { keys: cases.map(({ caseKey }) => caseKey), number };
  };

  beforeAll(async () => {
    hub = await startTestHub({ durability: 'process' });
    for (const seatId of ['seat_1', 'seat_2', 'seat_3']) await hub.admit({ seatId, person: seatId, duty: 'reader' });
    [writer, reader] = [createHubCoordinator(hub.seatAddress('seat_1'), 'seat_1', { answerWithinMs: 30_000 }), createHubCoordinator(hub.seatAddress('seat_2'), 'seat_2', { answerWithinMs: 30_000 })];
  });
  beforeEach(async () => void (since = (await reader.news(0)).number));
  afterEach(async () => {
    await Promise.all(raw.map((client) => client.end().catch(() => undefined)));
    raw = [];
  });
  afterAll(async () => {
    await Promise.all([writer?.close(), reader?.close()]);
    await hub?.stop();
  });

  test('waits for nobody else’s transaction, and one that ends late is told late, not never', async () => {
    const slow = await connect('seat_3');
    await slow.query('BEGIN');
    await slow.query("SELECT tongyue.claim('case|slow', 'reading')");
    // Written first, ended last: the others are claimed, signed, numbered and read meanwhile.
    const { state } = await writer.claim('case|quick', 'reading');
    expect(await writer.accept('case|quick', { reportUid: '2.25.1', version: 1, fence: state.fence, isOffline: false }, 'seat_1', new Uint8Array([1]))).toMatchObject({ standing: 'final' });
    const before = await claimed(reader, since);
    expect(before.keys).toEqual(['case|quick']);
    await slow.query('COMMIT');
    const after = await claimed(reader, before.number);
    expect(after.keys).toEqual(['case|slow']);
    expect(await claimed(reader, after.number)).toEqual({ keys: [], number: after.number });
  });

  test('is told by whoever asks next when its seat dies before it could say it, to those who listen as well', async () => {
    let heard = 0;
    const silent = createHubCoordinator(hub.seatAddress('seat_1'), 'seat_1');
    silent.onChange(() => (heard += 1));
    await expect.poll(() => heard).toBe(1);
    const dead = await connect('seat_3');
    await dead.query("SELECT tongyue.claim('case|orphan', 'reading')");
    await dead.end();
    expect(await reader.news(since)).toMatchObject({ cases: [{ caseKey: 'case|orphan' }], isUntold: true, number: since });
    await expect.poll(() => heard).toBe(2);
    expect(await reader.news(since)).toMatchObject({ cases: [{ caseKey: 'case|orphan' }], isUntold: false, number: since + 1 });
    await silent.close();
  });

  test('is read whole by a seat that asks all the time while eight write at once', async () => {
    const seats = Array.from({ length: 8 }, () => createHubCoordinator(hub.seatAddress('seat_1'), 'seat_1', { connections: 1, answerWithinMs: 30_000 }));
    const work = { isDone: false };
    const writing = Promise.all(seats.map(async (seat, index) => {
      for (let count = 0; count < 25; count += 1) {
        const { state } = await seat.claim(`case|${index}|${count}`, 'reading');
        if (count % 2 === 0) await seat.release(`case|${index}|${count}`, state.fence);
      }
    })).finally(() => (work.isDone = true));
    const seen = new Map<string, boolean>();
    do {
      const { cases, number } = await reader.news(since);
      expect(number).toBeGreaterThanOrEqual(since);
      since = number;
      for (const { caseKey, holder } of cases) seen.set(caseKey, holder !== null);
    } while (!work.isDone);
    await writing;
    for (const { caseKey, holder } of (await reader.news(since)).cases) seen.set(caseKey, holder !== null);
    // 8 seats of 25 cases; of each seat the 12 with an odd number are still held.
    expect([seen.size, [...seen.values()].filter(Boolean).length]).toEqual([200, 96]);
    await Promise.all(seats.map((seat) => seat.close()));
  });

  test('is told under new numbers by a hub that was killed and lost the last ones: a seat that had seen those misses nothing', async () => {
    for (let count = 0; count < 5; count += 1) await writer.claim(`kill|${count}`, 'reading');
    const before = await claimed(reader, since);
    expect(before.keys).toHaveLength(5);
    await hub.halt();
    await hub.startAgain();
    // Fewer than were lost: without the leap their numbers would lie below what the reader knows.
    await expect.poll(() => writer.claim('case|after', 'reading').then(({ status }) => status, () => 'away'), { timeout: 10_000 }).toBe('granted');
    await expect.poll(() => claimed(reader, before.number).then(({ keys }) => keys, () => []), { timeout: 10_000 }).toContain('case|after');
    const { number } = await claimed(reader, before.number);
    expect(number).toBeGreaterThan(1_000_000_000);
    // Numbers between are nobody's: a seat that has one is told all.
    expect((await claimed(reader, before.number + 3)).keys).toEqual(expect.arrayContaining(['case|quick', 'case|orphan', 'kill|0', 'case|after']));
    // It leaps once.
    await writer.claim('case|last', 'reading');
    expect((await claimed(reader, number)).number).toBe(number + 1);
  });
});
