import { afterEach, beforeEach, expect, test } from 'vitest';
import { withArchiveSteps } from '#main/coordination/archive-steps.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { silentLog } from '#main/platform/log.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { openEmbeddedSeats, type EmbeddedSeats } from '../support/coordination/embedded-seats.ts';
import { WORLD_START_MS } from '../support/coordination/hub-clock.ts';
import { startUpsServer, type UpsServer } from '../support/ups-server.ts';

/** Two seats of a centre whose hospital's archive has a worklist service. */

const BUNDLE = new Uint8Array([1]);
let server: UpsServer;
let opened: EmbeddedSeats;
let nowMs = WORLD_START_MS;

beforeEach(async () => {
  server = await startUpsServer();
  nowMs = WORLD_START_MS;
  opened = openEmbeddedSeats([{ seatId: 'seat_1', person: '周牧', duty: 'reader' }, { seatId: 'seat_2', person: '林知远', duty: 'reader' }], () => nowMs);
});
afterEach(async () => {
  opened.close();
  await server.stop();
});

function openSeat(index: number): Coordinator {
  const bare = opened.coordinators[index];
  const { workitems } = createDicomWebSite({ name: '云岫县人民医院', baseUrl: server.baseUrl, noProgressTimeoutMs: 5_000 });
  if (bare === undefined || workitems === undefined) throw new Error('no such seat');
  return withArchiveSteps({ coordinator: bare, archiveOf: async (caseKey) => ({ workitems, accessionNumber: caseKey.split('|')[1] ?? '' }), log: silentLog });
}
const sign = async (seat: Coordinator, caseKey: string, fence: number) => {
  const reportUid = `2.25.${fence}.77`;
  const answer = await seat.accept(caseKey, { reportUid, version: 1, fence, isOffline: false }, seat.seat.person, BUNDLE);
  await seat.markDelivered(reportUid);
  return answer;
};

test('who claims a case takes its step, and the report that has arrived completes it, with the name of who read it', async () => {
  server.schedule('A1');
  const seat = openSeat(0);
  expect(await seat.claim('site|A1', 'reading')).toMatchObject({ status: 'granted', state: { fence: 1 } });
  expect(server.stepOf('A1')).toMatchObject({ state: 'IN PROGRESS' });
  expect(server.stepOf('A1')?.transactionUid).toMatch(/^2\.25\.\d+$/);
  expect(await sign(seat, 'site|A1', 1)).toMatchObject({ standing: 'final' });
  expect(server.stepOf('A1')).toMatchObject({ state: 'COMPLETED' });
  expect(JSON.stringify(server.stepOf('A1')?.content)).toContain('周牧');
});

test('a case whose step somebody else performs is refused with the name, and not claimed', async () => {
  server.schedule('A1');
  server.takeElsewhere('A1', '外院医师');
  const seat = openSeat(0);
  expect(await seat.claim('site|A1', 'reading')).toMatchObject({ status: 'refused', reason: 'held', state: { holder: { person: '外院医师' } } });
  expect((await seat.caseState('site|A1')).holder).toBeNull();
});

test('the step is the centre’s: a seat that takes over after a lease or a hand-over completes it under the same transaction', async () => {
  server.schedule('A1');
  const [first, second] = [openSeat(0), openSeat(1)];
  await first.claim('site|A1', 'reading');
  const transactionUid = server.stepOf('A1')?.transactionUid;
  nowMs += 120_000;
  expect(await second.claim('site|A1', 'reading')).toMatchObject({ status: 'granted', state: { fence: 2 } });
  // The seat whose lease ran out is refused by the coordinator: the archive knows no fences.
  expect(await first.accept('site|A1', { reportUid: '2.25.5', version: 1, fence: 1, isOffline: false }, '周牧', BUNDLE)).toMatchObject({ status: 'refused', reason: 'lost' });
  await sign(second, 'site|A1', 2);
  expect(server.stepOf('A1')).toMatchObject({ state: 'COMPLETED', transactionUid });
});

test('a step that was taken when the seat died is completed by the next start', async () => {
  server.schedule('A1');
  const seat = openSeat(0);
  await seat.claim('site|A1', 'reading');
  server.behave('away');
  await sign(seat, 'site|A1', 1);
  server.behave('well');
  expect(server.stepOf('A1')?.state).toBe('IN PROGRESS');
  const again = openSeat(0);
  await again.markDelivered('2.25.1.77');
  expect(server.stepOf('A1')?.state).toBe('COMPLETED');
});

test('an archive that reads only lists of data sets is spoken to with lists', async () => {
  server.schedule('A1');
  server.behave('lists');
  const seat = openSeat(0);
  await seat.claim('site|A1', 'reading');
  await sign(seat, 'site|A1', 1);
  expect(server.stepOf('A1')?.state).toBe('COMPLETED');
});

test('an archive that is away, has no step for the case or no such service holds nobody up, and is not asked again and again', async () => {
  const seat = openSeat(0);
  server.behave('away');
  expect(await seat.claim('site|A1', 'reading')).toMatchObject({ status: 'granted' });
  server.behave('none');
  const other = openSeat(1);
  expect(await other.claim('site|A2', 'reading')).toMatchObject({ status: 'granted' });
  const asked = server.asked.length;
  expect(await other.claim('site|A3', 'reading')).toMatchObject({ status: 'granted' });
  expect(await seat.claim('site|A4', 'reading')).toMatchObject({ status: 'granted' });
  expect(server.asked.length).toBe(asked);
  server.behave('well');
  expect(await openSeat(0).claim('site|A5', 'reading')).toMatchObject({ status: 'granted' });
});
