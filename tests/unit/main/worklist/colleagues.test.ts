import { afterEach, expect, test } from 'vitest';
import { createCentreData, type CentreData } from '#main/coordination/centre-data.ts';
import type { Settings } from '#main/database/setting.repository.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createColleaguesService } from '#main/worklist/colleagues.service.ts';
import type { CriticalValue } from '#shared/contract/services/critical-values.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { openEmbeddedSeats, type SeatToEnter } from '#tests/support/coordination/embedded-seats.ts';

const START_MS = Date.UTC(2026, 10, 21, 8);
const MINUTE_MS = 60_000;
const SEATS: readonly SeatToEnter[] = ['seat_1', 'seat_2', 'seat_3'].map((seatId) => ({ seatId, person: `医师 ${seatId.at(-1)}`, duty: 'administrator' }));

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((end) => end()));

function openSeats() {
  let nowMs = START_MS;
  let isAway = false;
  const { coordinators, close } = openEmbeddedSeats(SEATS, () => nowMs);
  closing.push(close);
  return {
    pass: (minutes: number) => void (nowMs += minutes * MINUTE_MS),
    cut: () => void (isAway = true),
    /** @param skewMs by which this seat's own clock is wrong */
    seat(index: number, skewMs = 0) {
      const bare = coordinators[index];
      if (bare === undefined) throw new Error('no such seat');
      // Over a hub, as far as the services see; only this line can be cut.
      const coordinator = new Proxy<Coordinator>({ ...bare, kind: 'hub' }, {
        get: (target, name: keyof Coordinator) => (isAway && name === 'putRecord' ? () => Promise.reject(new AppError('hub/unreachable', 'away')) : target[name]),
      });
      const stored = { hubReadMessage: '0', centreSeen: '' } as Settings;
      const settings = { read: async () => ({ ...stored }), write: async <N extends keyof Settings>(name: N, value: Settings[N]) => void (stored[name] = value) };
      const taken: unknown[] = [];
      const events: ApplicationEvent[] = [];
      const open: CriticalValue[] = [];
      const rang: string[] = [];
      const centre: CentreData = createCentreData({
        coordinator, settings, copies: { take: async () => [] }, log: silentLog,
        lists: [{ kind: 'critical-list', take: async (_, content) => void taken.push(content) }],
      });
      const service = createColleaguesService({
        coordinator, centre, settings, openCriticals: async () => open, onMyTurn: ({ key, step, minutes }) => void rang.push(`${key} ${step} ${minutes}`), events: { ...createEventHub(), publish: (event) => void events.push(event) },
        copies: { casesOf: async () => [{ requestId: 1, caseKey: 'case|1' }], studyOf: async () => 7 }, clock: { now: () => new Date(nowMs + skewMs) },
      });
      return { coordinator, centre, service, taken, events, open, rang };
    },
    criticalOf: (foundAtMs: number): CriticalValue => ({
      criticalValueId: 4, requestId: 1, studyId: 7, siteName: '云岫县人民医院', examination: '头颅平扫', message: '急性脑出血', ruleName: '', foundBy: '医师 1', foundAt: new Date(foundAtMs).toISOString(),
      escalationStep: 0, notifiedName: '', notifiedStaffId: '', department: '', telephone: '', notifiedAt: null, readBack: '', closedBy: '', closedAt: null, calls: [],
    }),
  };
}

test('a critical value that nobody closes becomes the second seat’s after five minutes and everybody’s after ten, each told once, by the hub’s clock', async () => {
  const world = openSeats();
  // The finder's clock is an hour ahead: only how long ago it was found counts.
  const [first, second, third] = [world.seat(0, 3_600_000), world.seat(1), world.seat(2)];
  const turnAll = async () => {
    for (const seat of [first, second, third]) {
      await seat.coordinator.setPresence(null);
      await seat.service.turn();
    }
  };
  const turnsOf = async () => Promise.all([first, second, third].map(async ({ service }) => (await service.overview()).criticals.map(({ step, isMyTurn, minutes }) => [step, isMyTurn, minutes])));
  const told = () => [first, second, third].map(({ events }) => events.filter((event) => event.kind === 'colleagues-changed' && event.isMyTurn).length);
  await turnAll();
  first.open.push(world.criticalOf(START_MS + 3_600_000));
  await turnAll();
  await turnAll();
  expect(await turnsOf()).toEqual([[], [[0, false, 0]], [[0, false, 0]]]);
  world.pass(5);
  await turnAll();
  await turnAll();
  // 8:05 by the hub: 5 minutes since 8:00.
  expect(await turnsOf()).toEqual([[], [[1, true, 5]], [[1, false, 5]]]);
  expect(told()).toEqual([0, 1, 0]);
  world.pass(5);
  await turnAll();
  await turnAll();
  expect(await turnsOf()).toEqual([[], [[2, true, 10]], [[2, true, 10]]]);
  expect(told()).toEqual([0, 2, 1]);
  expect([first.rang, second.rang, third.rang]).toEqual([[], ['seat_1|4 1 5', 'seat_1|4 2 10'], ['seat_1|4 2 10']]);

  expect((await second.service.takeCritical('seat_1|4')).criticals[0]?.takenBy).toBe('医师 2');
  // The third has not heard of it yet.
  await expect(third.service.takeCritical('seat_1|4')).rejects.toMatchObject({ code: 'hub/changed-elsewhere', facts: { person: '医师 2' } });
  world.pass(5);
  await turnAll();
  await turnAll();
  // Somebody acts: nobody is called away any more.
  expect(told()).toEqual([0, 2, 1]);
  first.open.length = 0;
  await turnAll();
  await turnAll();
  expect(await turnsOf()).toEqual([[], [], []]);
});

test('of two who change the centre’s list the later is refused, has the other’s words, and can then change them', async () => {
  const world = openSeats();
  const [first, second] = [world.seat(0), world.seat(1)];
  const kept: string[] = [];
  const save = ({ centre }: typeof first, word: string) => centre.save('critical-list', 'all', [word], async () => void kept.push(word));
  await save(first, '甲');
  await expect(save(second, '乙')).rejects.toMatchObject({ code: 'hub/changed-elsewhere', facts: { person: '医师 1' } });
  expect([kept, second.taken]).toEqual([['甲'], [['甲']]]);
  await save(second, '乙');
  await first.service.turn();
  expect([kept, first.taken]).toEqual([['甲', '乙'], [['乙']]]);
  expect(first.events).toContainEqual({ kind: 'centre-data-changed' });
  // What was taken in is not taken in again.
  await first.service.turn();
  expect(first.taken).toHaveLength(1);
});

test('while the hub is away the centre’s list is changed nowhere, and nothing is kept that another seat could contradict', async () => {
  const world = openSeats();
  const first = world.seat(0);
  world.cut();
  const kept: string[] = [];
  await expect(first.centre.save('critical-list', 'all', [], async () => void kept.push('x'))).rejects.toMatchObject({ code: 'hub/unreachable' });
  expect(kept).toEqual([]);
});

test('a message is new once, at whom it is for, and read when it was seen', async () => {
  const world = openSeats();
  const [first, second, third] = [world.seat(0), world.seat(1), world.seat(2)];
  for (const seat of [first, second, third]) await seat.service.turn();
  expect((await first.service.send('seat_2', 7, '请看 23 层')).messages).toMatchObject([{ isMine: true, toPerson: '医师 2', isRead: true }]);
  for (const seat of [second, third]) await seat.service.turn();
  const news = ({ events }: typeof first) => events.filter((event) => event.kind === 'colleagues-changed' && event.hasNewMessage).length;
  expect([news(second), news(third)]).toEqual([1, 0]);
  const { messages, unread } = await second.service.overview();
  expect([messages, unread]).toMatchObject([[{ person: '医师 1', text: '请看 23 层', isMine: false, isRead: false, studyId: 7 }], 1]);
  expect((await second.service.markRead(messages[0]?.messageId ?? 0)).unread).toBe(0);
  expect((await third.service.overview()).messages).toEqual([]);
});
