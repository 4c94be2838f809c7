import { expect, test } from 'vitest';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { DEFAULT_GREEN_CHANNEL_RULES } from '#shared/worklist/green-channel.ts';
import type { Remote } from '#main/database/remote-repositories.ts';
import type { StudyRepository } from '#main/studies/study.repository.ts';
import { silentLog } from '#main/platform/log.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import type { ServiceTimeRepository } from '#main/worklist/service-time.repository.ts';
import { createServiceTimeService } from '#main/worklist/service-time.service.ts';
import type { WorklistRepository } from '#main/worklist/worklist.repository.ts';
import { createWorklistService } from '#main/worklist/worklist.service.ts';
import type { CurrentRules } from '#main/worklist/centre-rules.service.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

/** A seat by itself with a clock that is set by hand, and one routine CT of ten images that came at 09:00. */
function openSeat() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  let now = Date.parse('2026-11-22T09:00:00Z');
  const clock = { now: () => new Date(now) };
  const setTime = (time: string) => (now = Date.parse(`2026-11-22T${time}:00Z`));
  const published: ApplicationEvent[] = [];
  const hub = createEventHub();
  const publish = (event: ApplicationEvent) => {
    published.push(event);
    hub.publish(event);
  };
  const events = { ...hub, publish };
  const rules: CurrentRules = { serviceLevels: [{ siteId: '', modality: 'CT', urgency: 'routine', minutes: 100 }], greenChannel: DEFAULT_GREEN_CHANNEL_RULES, roster: [] };
  const worklist = createWorklistService({
    worklist: remote<WorklistRepository>(catalogue.worklist), studies: remote<StudyRepository>(catalogue.studies), secondsToReady: () => null, events, hubSeatId: undefined,
    ownSeatId: () => 'this-seat', serviceLevels: () => rules.serviceLevels, clock,
  });
  const service = createServiceTimeService({
    onPaused: () => undefined,
    times: remote<ServiceTimeRepository>(catalogue.serviceTimes), worklist, rules: { current: () => rules }, caseKeysOf: async () => [], hasCase: () => false, person: () => '林知远', clock, events, log: silentLog,
    coordinator: { kind: 'embedded', seat: { seatId: 'this-seat', person: '' }, presence: async () => [], sendMessage: async () => undefined },
  });
  const arrive = (studyInstanceUid: string, urgency: 'routine' | 'green-channel' = 'routine') => {
    const [seen] = catalogue.studies.recordSearch('yunxiu', [foundStudy({ studyInstanceUid, modalities: ['CT'], urgency, urgencyReason: urgency === 'routine' ? '' : '卒中', instanceCount: 10 })], clock.now().toISOString());
    return seen!.studyId;
  };
  const hold = (studyId: number, held: number) => void catalogue.database.prepare('UPDATE study SET held_instances = ?, expected_instances = 10 WHERE id = ?').run(held, studyId);
  const complete = (studyId: number) => {
    hold(studyId, 10);
    catalogue.studies.markComplete(studyId, clock.now().toISOString());
  };
  return { catalogue, worklist, service, setTime, published, arrive, hold, complete };
}

/** A repository on this thread, as the other side of one sees it. */
function remote<T extends object>(repository: T): Remote<T> {
  return new Proxy(repository, { get: (target, name) => async (...args: unknown[]) => (Reflect.get(target, name) as (...given: unknown[]) => unknown).apply(target, args) }) as unknown as Remote<T>;
}
const readyOf = (events: readonly ApplicationEvent[]) => events.flatMap((event) => (event.kind === 'case-ready' ? [event.studyId] : []));
const stepsOf = (events: readonly ApplicationEvent[]) => events.flatMap((event) => (event.kind === 'service-escalated' ? [event.percent] : []));

test('a routine case rings when all its images are here and it is complete, and not before', async () => {
  const { service, arrive, hold, complete, published } = openSeat();
  const studyId = arrive('1.1');
  hold(studyId, 9);
  await service.noticeReady();
  expect(readyOf(published)).toEqual([]);
  complete(studyId);
  await service.noticeReady();
  await service.noticeReady();
  expect(readyOf(published)).toEqual([studyId]);
  expect((await service.unheard()).map((one) => one.studyId)).toEqual([studyId]);
});

test('a stroke rings with its first image, and once', async () => {
  const { service, arrive, hold, complete, published } = openSeat();
  const studyId = arrive('1.1', 'green-channel');
  hold(studyId, 1);
  await service.noticeReady();
  complete(studyId);
  await service.noticeReady();
  expect(readyOf(published)).toEqual([studyId]);
});

test('what was heard is not offered again, what was not is, over a restart too', async () => {
  const { service, arrive, complete } = openSeat();
  const first = arrive('1.1');
  const second = arrive('1.2');
  complete(first);
  complete(second);
  await service.noticeReady();
  await service.hear([first]);
  expect((await service.unheard()).map((one) => one.studyId)).toEqual([second]);
  expect(await service.unheard(['another-hospital'])).toEqual([]);
});

test('nothing of the patient is in what is announced', async () => {
  const { service, arrive, complete } = openSeat();
  complete(arrive('1.1'));
  await service.noticeReady();
  const [one] = await service.unheard();
  expect(Object.keys(one!).toSorted()).toEqual(['bodyPart', 'modalities', 'readyAt', 'siteName', 'studyId', 'urgency']);
});

test('half, three quarters, nine tenths and all of the time are each told once and written down', async () => {
  const { service, arrive, complete, setTime, published } = openSeat();
  const studyId = arrive('1.1');
  complete(studyId);
  // 100 minutes from 09:00: 49 at 09:49, 50 at 09:50, 75 at 10:15, 90 at 10:30, 100 at 10:40
  for (const time of ['09:49', '09:50', '09:51', '10:15', '10:30', '10:40', '10:45']) {
    setTime(time);
    await service.escalate();
  }
  expect(stepsOf(published)).toEqual([50, 75, 90, 100]);
  expect((await service.stations(studyId)).map(({ kind, at }) => [kind, at.slice(11, 16)])).toEqual([['used-50', '09:50'], ['used-75', '10:15'], ['used-90', '10:30'], ['used-100', '10:40']]);
});

test('steps that were passed while the program was closed are written down, and nobody is called', async () => {
  const { service, arrive, complete, setTime, published } = openSeat();
  const studyId = arrive('1.1');
  complete(studyId);
  setTime('14:00');
  await service.escalate();
  expect(stepsOf(published)).toEqual([]);
  expect((await service.stations(studyId)).map(({ kind }) => kind)).toEqual(['used-100', 'used-50', 'used-75', 'used-90']);
});

test('a paused case is not told on, keeps its reason, and is due later by the length of the pause', async () => {
  const { service, worklist, arrive, complete, setTime, published } = openSeat();
  const studyId = arrive('1.1');
  complete(studyId);
  setTime('09:30');
  const paused = await service.pauseClock(studyId, 'technician', '请补侧位');
  expect(paused.service?.pause).toEqual({ reason: 'technician', note: '请补侧位', by: '林知远', at: '2026-11-22T09:30:00.000Z' });
  setTime('11:30');
  await service.escalate();
  expect(stepsOf(published)).toEqual([]);
  await service.resumeClock(studyId);
  // 09:00 + 100 min + 120 min of pause = 12:40
  expect(await worklist.row(studyId)).toMatchObject({ dueAt: '2026-11-22T12:40:00.000Z', service: { minutes: 100, elapsedMs: 30 * 60_000, pausedMs: 120 * 60_000, pause: null } });
});

test('a second reason does not take the place of the first, and no reason is given without words', async () => {
  const { service, arrive, complete } = openSeat();
  const studyId = arrive('1.1');
  complete(studyId);
  await service.pauseClock(studyId, 'identity', '');
  expect((await service.pauseClock(studyId, 'consultation', '')).service?.pause?.reason).toBe('identity');
  await expect(service.pauseClock(studyId, 'other', ' ')).rejects.toMatchObject({ code: 'report/incomplete' });
});

test('a pause that is over is not rewritten, and neither is a station', () => {
  const { catalogue, arrive } = openSeat();
  const studyId = arrive('1.1');
  catalogue.serviceTimes.pause(studyId, 'identity', '', '林知远', '2026-11-22T09:10:00.000Z');
  catalogue.serviceTimes.resume(studyId, '林知远', '2026-11-22T09:20:00.000Z');
  expect(() => catalogue.database.prepare("UPDATE clock_pause SET resumed_at = '2026-11-22T09:40:00.000Z'").run()).toThrow('not rewritten');
  expect(catalogue.serviceTimes.noteStation(studyId, 'opened', '2026-11-22T09:11:00.000Z', '林知远')).toBe(true);
  expect(catalogue.serviceTimes.noteStation(studyId, 'opened', '2026-11-22T09:12:00.000Z', '沈若衡')).toBe(false);
  expect(() => catalogue.database.prepare("UPDATE case_event SET at = 'x'").run()).toThrow('not rewritten');
});

test('the ledger has the green channel alone, with the stations that were reached', async () => {
  const { service, arrive, complete, setTime, catalogue } = openSeat();
  arrive('1.1');
  const stroke = arrive('1.2', 'green-channel');
  setTime('09:04');
  catalogue.serviceTimes.noteStation(stroke, 'first-image', '2026-11-22T09:01:00.000Z', '');
  complete(stroke);
  await service.noteOpened(stroke);
  const [one, ...others] = await service.ledger('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z');
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    studyId: stroke, reason: '卒中', openedBy: '林知远', hasCriticalValue: false,
    times: { arrived: '2026-11-22T09:00:00.000Z', 'first-image': '2026-11-22T09:01:00.000Z', complete: '2026-11-22T09:04:00.000Z', opened: '2026-11-22T09:04:00.000Z', called: null, signed: null, delivered: null },
  });
  expect(await service.ledger('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z')).toEqual([]);
});
