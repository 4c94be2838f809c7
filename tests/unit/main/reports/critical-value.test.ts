import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Remote } from '#main/database/remote-repositories.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createCriticalValueService, type EscalationNotice } from '#main/reports/critical-value.service.ts';
import { postEscalation } from '#main/reports/escalation-webhook.ts';
import { criticalGaps, escalationStep, isReadBackEqual } from '#shared/report/critical/critical-value.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const START = Date.parse('2026-11-20T01:00:00.000Z');
const MESSAGE = '左侧基底节区急性脑出血';
const closure = { notifiedName: '王芳', notifiedStaffId: '20517', department: '急诊科', telephone: '8120', notifiedAt: '2026-11-20T01:03:00.000Z', readBack: MESSAGE, closedBy: '林知远' };

function open(notify: (notice: EscalationNotice) => Promise<boolean | void> = async () => {}) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], new Date(START).toISOString());
  catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '头颅平扫' }]);
  const time = { now: START };
  const told: EscalationNotice[] = [];
  const happened: string[] = [];
  const start = () => createCriticalValueService({
    values: catalogue.criticalValues as unknown as Remote<typeof catalogue.criticalValues>,
    requests: catalogue.requests as unknown as Remote<typeof catalogue.requests>,
    study: async (id) => catalogue.studies.find(id),
    siteName: () => testSite.name,
    notify: async (notice) => {
      const isThere = (await notify(notice)) ?? true;
      told.push(notice);
      return isThere;
    },
    onEscalated: ({ kind, studyId: of, step, minutes, tries }) => void happened.push(`${kind} ${of === studyId} ${step} ${minutes} ${tries}`),
    events: createEventHub(),
    clock: { now: () => new Date(time.now) },
  });
  const at = (minutes: number) => void (time.now = START + minutes * 60_000);
  return { catalogue, service: start(), restart: start, told, happened, at, requestId: catalogue.requests.forStudy(studyId)[0]?.id ?? 0 };
}

test('it is told on after 5, 10 and 15 minutes, once each, and not after it was closed', async () => {
  const { service, told, at, requestId } = open();
  await service.raise(requestId, MESSAGE, '林知远');
  for (const minutes of [4.9, 5, 5.5, 9.9, 10, 14.9, 15, 20, 60]) {
    at(minutes);
    await service.escalate();
  }
  expect(told.map(({ step, minutes }) => [step, minutes])).toEqual([[1, 5], [2, 10], [3, 15]]);
  const second = open();
  const { criticalValueId } = await second.service.raise(second.requestId, MESSAGE, '林知远');
  second.at(4);
  await second.service.close(criticalValueId, closure);
  second.at(30);
  await second.service.escalate();
  expect(second.told).toEqual([]);
});

test('a hook that fails is asked again until it takes it', async () => {
  let failures = 2;
  const { service, told, at, requestId } = open(async () => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('away');
    }
  });
  await service.raise(requestId, MESSAGE, '林知远');
  at(5);
  for (let look = 0; look < 4; look += 1) await service.escalate();
  expect(told.map(({ step }) => step)).toEqual([1]);
});

test('each step is a happening of its own, with what became of the hook: a failure once, taking it with the number of tries, and giving up when it was closed', async () => {
  let isAway = true;
  const { service, happened, at, requestId } = open(async () => {
    if (isAway) throw new Error('away');
  });
  const { criticalValueId } = await service.raise(requestId, MESSAGE, '林知远');
  for (const minutes of [5, 5.25, 5.5, 10]) {
    at(minutes);
    await service.escalate();
  }
  isAway = false;
  at(10.25);
  await service.escalate();
  isAway = true;
  at(15);
  await service.escalate();
  await service.close(criticalValueId, closure);
  await service.escalate();
  await service.escalate();
  expect(happened).toEqual([
    'due true 1 5 0', 'hook-failed true 1 5 1', 'due true 2 10 0', 'hook-failed true 2 10 1', 'hook-took true 2 10 2', 'due true 3 15 0', 'hook-failed true 3 15 1', 'hook-given-up true 3 15 1',
  ]);
});

test('where no hook is set the steps are happenings all the same, and nothing is said of a hook', async () => {
  const { service, happened, at, requestId } = open(async () => false);
  await service.raise(requestId, MESSAGE, '林知远');
  at(10);
  await service.escalate();
  expect(happened).toEqual(['due true 2 10 0']);
});

test('a program that was killed before the hook took a step tells it once more after its start', async () => {
  const { service, restart, happened, told, at, requestId } = open();
  await service.raise(requestId, MESSAGE, '林知远');
  at(5);
  await service.escalate();
  const after = restart();
  at(6);
  for (let look = 0; look < 3; look += 1) await after.escalate();
  expect(told.map(({ step, minutes }) => [step, minutes])).toEqual([[1, 5], [1, 6]]);
  expect(happened).toEqual(['due true 1 5 0', 'hook-took true 1 5 1', 'hook-took true 1 6 1']);
});

test('the hook gets the step and the hospital and no name of a patient', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(bodies.length === 1 ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/critical`;
  const notice = { criticalValueId: 7, step: 2, siteName: '云岫县人民医院', minutes: 10 };
  await expect(postEscalation(url, notice)).rejects.toThrow('503');
  await postEscalation(url, notice);
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([{ kind: 'critical-value', ...notice }, { kind: 'critical-value', ...notice }]);
  await postEscalation('', notice);
  expect(bodies).toHaveLength(2);
});

test('it cannot be closed incomplete, with a read-back that differs, or with a call before it was found', async () => {
  const { service, requestId } = open();
  const { criticalValueId } = await service.raise(requestId, MESSAGE, '林知远');
  const refusals = [
    [{ notifiedName: ' ' }, 'notified-name'], [{ department: '' }, 'department'], [{ notifiedAt: null }, 'notified-at'],
    [{ notifiedAt: '2026-11-20T00:58:00.000Z' }, 'notified-before-found'], [{ readBack: '' }, 'read-back'], [{ readBack: '右侧基底节区急性脑出血' }, 'read-back-differs'],
  ] as const;
  for (const [change, reason] of refusals) {
    await expect(service.close(criticalValueId, { ...closure, ...change })).rejects.toMatchObject({ code: 'critical/incomplete', facts: { reason } });
  }
  await expect(service.close(criticalValueId, closure)).resolves.toMatchObject({ closedBy: '林知远', notifiedName: '王芳', ruleName: '急性颅内出血' });
  await expect(service.close(criticalValueId, closure)).rejects.toMatchObject({ code: 'critical/unknown' });
});

test('every call is kept, also those that nobody answered, and what is closed never changes', async () => {
  const { catalogue, service, requestId } = open();
  const { criticalValueId } = await service.raise(requestId, MESSAGE, '林知远');
  await service.recordCall(criticalValueId, '急诊科', '8120', false);
  const { calls } = await service.recordCall(criticalValueId, '王芳', '8121', true);
  expect(calls.map(({ callee, isAnswered }) => [callee, isAnswered])).toEqual([['急诊科', false], ['王芳', true]]);
  await service.close(criticalValueId, closure);
  expect(() => catalogue.database.exec("UPDATE critical_value SET message = 'x'")).toThrow(/never changed/);
  expect(() => catalogue.database.exec('DELETE FROM critical_value')).toThrow(/never deleted/);
  expect(() => catalogue.database.exec('DELETE FROM critical_call')).toThrow(/never deleted/);
  await expect(service.recordCall(criticalValueId, '王芳', '', true)).rejects.toMatchObject({ code: 'critical/unknown' });
});

test('the department edits its list; words that are no pattern are refused', async () => {
  const { service } = open();
  const rules = await service.rules();
  expect(rules.length).toBeGreaterThan(15);
  await service.saveRules([{ name: '大量腹水', words: '大量腹水', unless: '', isActive: true }, { name: '停用', words: '停用', unless: '', isActive: false }]);
  expect((await service.activeRules()).map(({ name }) => name)).toEqual(['大量腹水']);
  const own = [{ name: '大量腹水', words: '大量腹水', unless: '', isActive: true, modality: 'CT' }, { name: '室颤', words: '室颤', unless: '', isActive: true, modality: 'ECG' }];
  await service.saveRules(own);
  expect(await service.rules()).toEqual(own);
  await expect(service.saveRules([{ name: '坏', words: '(', unless: '', isActive: true }])).rejects.toMatchObject({ code: 'critical/bad-rule' });
});

test('a read-back is the same whatever its punctuation and width, and is not when a word differs', () => {
  expect(isReadBackEqual('左肺，压缩 90%。', '左肺压缩９０')).toBe(true);
  expect(isReadBackEqual('左肺', '右肺')).toBe(false);
});

test('steps are counted from the minute it was found', () => {
  const found = '2026-11-20T01:00:30.000Z';
  expect([4, 5, 10, 15, 90].map((minutes) => escalationStep(found, new Date(Date.parse(found) + minutes * 60_000)))).toEqual([0, 1, 2, 3, 3]);
  expect(criticalGaps({ message: MESSAGE, foundAt: found, ...closure, notifiedAt: '2026-11-20T01:00:00.000Z' })).toEqual([]);
});
