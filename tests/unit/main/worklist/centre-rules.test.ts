import { expect, onTestFinished, test, vi } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { createEmbeddedCoordinator } from '#main/coordination/embedded/embedded-coordinator.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createCentreRulesService } from '#main/worklist/centre-rules.service.ts';
import { createServerClock } from '#main/worklist/server-clock.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

const clock = { now: () => new Date('2026-11-22T09:00:00Z') };
const line = { siteId: '', modality: 'CT', urgency: 'routine', minutes: 90 } as const;

/** A seat on a real catalogue; its hub can be taken away. */
function openCentre(catalogue = openTestCatalogue()) {
  catalogue.coordinator.enterSeat({ seatId: 'this-seat', person: '林知远' }, 'administrator');
  const repository = new Proxy(catalogue.coordinator, { get: (target, name) => async (...args: unknown[]) => (Reflect.get(target, name) as (...given: unknown[]) => unknown).apply(target, args) });
  const embedded = createEmbeddedCoordinator({ repository: repository as never, seat: { seatId: 'this-seat', person: '林知远' }, clock });
  const line = { isCut: false };
  const coordinator: Coordinator = {
    ...embedded,
    records: async (kind) => {
      if (line.isCut) throw new AppError('hub/unreachable', 'away');
      return embedded.records(kind);
    },
  };
  const settings = { read: async () => catalogue.settings.read(), write: async (name: never, value: never) => catalogue.settings.write(name, value) };
  const service = createCentreRulesService({ coordinator, settings: settings as never, events: createEventHub(), log: silentLog });
  return { catalogue, service, line };
}

test('what is saved holds at once, and whoever saves an older list is told', async () => {
  const { service } = openCentre();
  await service.saveServiceLevels(0, [line]);
  expect(service.current().serviceLevels).toEqual([line]);
  await expect(service.saveServiceLevels(0, [])).rejects.toMatchObject({ code: 'centre/changed-elsewhere' });
  expect(await service.rules()).toMatchObject({ serviceLevels: { revision: 1, lines: [line] }, seats: [{ seatId: 'this-seat', isThis: true }] });
});

test('the rules of the program hold until somebody saves others, and then those judge', async () => {
  const { service } = openCentre();
  const words = { priority: 'STAT', request: '多发伤', protocol: '', mark: '' };
  expect(service.judge(words).urgency).toBe('emergency');
  await service.saveGreenChannel(0, [{ channel: 'trauma', name: '创伤', places: ['request'], words: '多发伤', unless: '', needsUrgent: true, isActive: true }]);
  expect(service.judge(words)).toMatchObject({ urgency: 'green-channel', reason: '创伤' });
});

test('a rule whose words are no pattern is refused with its name', async () => {
  const { service } = openCentre();
  await expect(service.saveGreenChannel(0, [{ channel: 'other', name: '坏', places: ['request'], words: '(', unless: '', needsUrgent: true, isActive: true }])).rejects.toMatchObject({ code: 'centre/bad-rule', facts: { rule: '坏' } });
});

test('a seat whose hub is away at its start goes by what it knew last', async () => {
  const { service, catalogue } = openCentre();
  await service.saveServiceLevels(0, [line]);
  const next = openCentre(catalogue);
  next.line.isCut = true;
  const stop = next.service.start();
  await vi.waitFor(() => expect(next.service.current().serviceLevels).toEqual([line]));
  stop();
});

test('what another version wrote and nobody can read is as if nothing were there', async () => {
  const { service, catalogue } = openCentre();
  catalogue.coordinator.putRecord('this-seat', 'service-level', 'all', 0, '{"lines":7}', 0);
  expect((await service.rules()).serviceLevels).toEqual({ revision: 1, lines: [] });
});

test('a duty roster and an assignment are kept for their seat', async () => {
  const { service } = openCentre();
  const duty = { seatId: 'this-seat', from: '2026-11-22T08:00:00.000Z', until: '2026-11-22T16:00:00.000Z', modalities: ['CT'], siteIds: ['yunxiu'], bodyParts: ['CHEST'] };
  const rule = { mayReadModalities: ['CT', 'MR'], mayReadSiteIds: [], ownModalities: ['CT'], ownBodyParts: [], ownSiteIds: [] };
  await service.saveRoster(0, [duty]);
  await service.saveAssignment('this-seat', 0, rule);
  expect(await service.rules()).toMatchObject({ roster: { revision: 1, lines: [duty] }, assignments: [{ seatId: 'this-seat', revision: 1, rule }] });
});

test('a seat whose clock is an hour slow counts by the server', async () => {
  // The server says 10:00 when this machine says 09:00: + 3,600,000 ms.
  const server = createServerClock(clock, () => ({ kind: 'hub', serverNowMs: async () => Date.parse('2026-11-22T10:00:00Z') }));
  await server.adjust();
  expect([server.offsetMs(), server.now().toISOString()]).toEqual([3_600_000, '2026-11-22T10:00:00.000Z']);
});

test('a hub that is away leaves the time as it was', async () => {
  let isAway = false;
  const server = createServerClock(clock, () => ({
    kind: 'hub',
    serverNowMs: async () => {
      if (isAway) throw new AppError('hub/unreachable', 'away');
      return Date.parse('2026-11-22T08:00:00Z');
    },
  }));
  await server.adjust();
  isAway = true;
  await server.adjust();
  expect(server.offsetMs()).toBe(-3_600_000);
});

test('when somebody sets this machine’s clock while the program runs, the server is asked within seconds and the page is told', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let wallMs = Date.parse('2026-11-22T09:00:00Z');
  let passedMs = 0;
  let asked = 0;
  let moved = 0;
  // The server's time goes on with what passes, whatever this machine's clock says.
  const server = createServerClock({ now: () => new Date(wallMs) }, () => ({
    kind: 'hub',
    async serverNowMs() {
      asked += 1;
      return Date.parse('2026-11-22T09:00:00Z') + passedMs;
    },
  }), () => passedMs);
  const stop = server.watch({ onMoved: () => (moved += 1), onFailure: (error) => { throw error; } });
  const pass = async (ms: number) => {
    wallMs += ms;
    passedMs += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  await pass(2_000);
  expect([asked, moved]).toEqual([0, 0]);
  wallMs += 3_600_000;
  await pass(2_000);
  expect([asked, moved, server.offsetMs(), server.now().toISOString()]).toEqual([1, 1, -3_600_000, '2026-11-22T09:00:04.000Z']);
  // Once a minute it is asked anyway; nothing has moved.
  for (let second = 0; second < 60; second += 2) await pass(2_000);
  expect([asked, moved]).toEqual([2, 1]);
  stop();
  await pass(120_000);
  expect(asked).toBe(2);
});
