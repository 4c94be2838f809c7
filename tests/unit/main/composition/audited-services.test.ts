import { expect, test, vi } from 'vitest';
import type { AuditMessage } from '#main/audit/audit-message.ts';
import { auditEscalations, auditServices, type AuditedServicesDependencies, type ServedByRpc } from '#main/composition/audited-services.ts';
import { silentLog } from '#main/platform/log.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';
import { auditWriter } from '#tests/support/audit-message.ts';

test('who connects a hospital or changes the protection of its line, plain HTTP allowed, stands in the audit trail', async () => {
  const recorded: AuditMessage[] = [];
  let protection = 'plain';
  const rpc = {
    sites: {
      list: async () => [{ siteId: 'hexi', name: '鹤溪县中医院', security: { protection, login: 'basic' } }],
      add: async () => ({ siteId: 'hexi' }),
      setSecurity: async () => void (protection = 'tls'),
    },
  } as unknown as ServedByRpc;
  const dependencies = { trail: { record: (message: AuditMessage) => void recorded.push(message) }, writer: auditWriter, clock: { now: () => new Date('2026-11-22T01:00:00Z') }, log: silentLog };
  const { sites } = auditServices(rpc, dependencies as unknown as AuditedServicesDependencies);
  await sites.add({ name: '鹤溪县中医院', url: 'http://10.0.0.9/dicom-web', userName: 'a', password: 'THE-PASSWORD', security: { ...NO_SECURITY, isPlainAllowed: true }, sinceDate: null });
  await sites.setSecurity('hexi', NO_SECURITY);
  expect(recorded.map(({ event, participants, objects }) => [event.id.code, event.types[0]?.code, event.action, participants[0]?.userId, objects[0]?.name, objects[0]?.details])).toEqual([
    ['110113', '110129', 'C', 'lin', '鹤溪县中医院', [{ type: 'protection', value: 'plain' }, { type: 'login', value: 'basic' }]],
    ['110113', '110129', 'U', 'lin', '鹤溪县中医院', [{ type: 'protection', value: 'tls' }, { type: 'login', value: 'basic' }]],
  ]);
  expect(JSON.stringify(recorded)).not.toContain('THE-PASSWORD');
});

test('a critical value stands in the audit trail from being raised to being closed, with who was told and without what was found', async () => {
  const recorded: AuditMessage[] = [];
  const value = { studyId: 7, foundAt: '2026-11-22T01:00:00.000Z', closedAt: '2026-11-22T01:05:00.000Z', department: '急诊科', notifiedName: '王芳' };
  const rpc = { criticalValues: { raise: async () => value, recordCall: async () => value, close: async () => value } } as unknown as ServedByRpc;
  const study = { studyInstanceUid: '1.2.3', siteId: 'hexi', patientId: '42', issuerOfPatientId: '', patientName: 'A^B', heldInstances: 1 };
  const dependencies = {
    trail: { record: (message: AuditMessage) => void recorded.push(message) }, writer: auditWriter, clock: { now: () => new Date('2026-11-22T01:02:00.000Z') }, log: silentLog,
    findStudy: async () => study, siteName: () => '鹤溪县中医院',
  };
  const { criticalValues } = auditServices(rpc, dependencies as unknown as AuditedServicesDependencies);
  await criticalValues.raise(1, '急性下壁心肌梗死', '林知远');
  await criticalValues.recordCall(3, '急诊科 王芳', '8120', false);
  await criticalValues.recordCall(3, '急诊科 王芳', '8120', true);
  await criticalValues.close(3, { notifiedName: '王芳', notifiedStaffId: '', department: '急诊科', telephone: '8120', notifiedAt: value.foundAt, readBack: '急性下壁心肌梗死', closedBy: '林知远' });
  expect(recorded.map(({ event, participants, objects }) => [event.id.code, event.action, event.at, event.outcomeDescription, participants[2]?.userId, objects[1]?.id])).toEqual([
    ['110110', 'C', '2026-11-22T01:00:00.000Z', 'critical value raised', undefined, '1.2.3'],
    ['110110', 'U', '2026-11-22T01:02:00.000Z', 'critical value unanswered', '急诊科 王芳', '1.2.3'],
    ['110110', 'U', '2026-11-22T01:02:00.000Z', 'critical value called', '急诊科 王芳', '1.2.3'],
    ['110110', 'U', '2026-11-22T01:05:00.000Z', 'critical value closed', '急诊科 王芳', '1.2.3'],
  ]);
  expect(JSON.stringify(recorded)).not.toContain('心肌梗死');
});

test('each step of an escalation stands in the audit trail by itself: whom it tells, that the hook failed or took it, and that another seat was rung and took it on', async () => {
  const recorded: AuditMessage[] = [];
  const study = { studyInstanceUid: '1.2.3', siteId: 'hexi', patientId: '42', issuerOfPatientId: '', patientName: 'A^B', heldInstances: 1 };
  const dependencies = {
    trail: { record: (message: AuditMessage) => void recorded.push(message) }, writer: auditWriter, clock: { now: () => new Date('2026-11-22T01:05:00.000Z') }, log: silentLog,
    findStudy: async (studyId: number) => (studyId === 7 ? study : undefined), siteName: () => '鹤溪县中医院',
  } as unknown as AuditedServicesDependencies;
  const { ofOwn, ofOthers } = auditEscalations(dependencies);
  const rpc = {
    colleagues: { takeCritical: async () => ({ criticals: [{ key: 'seat|4', siteName: '云岫县人民医院', studyId: null }] }) },
    department: { setCriticalHook: async () => undefined }, criticalValues: { saveRules: async () => undefined },
  } as unknown as ServedByRpc;
  const audited = auditServices(rpc, dependencies);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  for (const [step, minutes] of [[1, 5], [2, 10], [3, 15]] as const) ofOwn({ kind: 'due', studyId: 7, step, minutes, tries: 0 });
  ofOwn({ kind: 'hook-failed', studyId: 7, step: 3, minutes: 15, tries: 1 });
  ofOwn({ kind: 'hook-took', studyId: 7, step: 3, minutes: 16, tries: 5 });
  await settled();
  ofOthers({ studyId: null, siteName: '云岫县人民医院', step: 1, minutes: 5 });
  await settled();
  await audited.colleagues.takeCritical('seat|4');
  await audited.department.setCriticalHook('https://token@hooks.example.cn/SECRET');
  await audited.criticalValues.saveRules([]);
  expect(recorded.map(({ event, participants, objects }) => [event.outcome, event.outcomeDescription, participants[0]?.isRequestor, participants[1]?.userId, objects.at(-1)?.id])).toEqual([
    [0, 'critical value escalated: step 1 after 5 minutes', true, 'second seat', '1.2.3'],
    [0, 'critical value escalated: step 2 after 10 minutes', true, 'head of department', '1.2.3'],
    [0, 'critical value escalated: step 3 after 15 minutes', true, 'officer on duty', '1.2.3'],
    [4, 'critical value escalated: step 3 after 15 minutes: the web hook failed and is tried again; 1 try', true, 'web hook', '1.2.3'],
    [0, 'critical value escalated: step 3 after 16 minutes: the web hook took it; 5 tries', true, 'web hook', '1.2.3'],
    [0, 'critical value of another seat rings here: step 1 after 5 minutes', true, undefined, '云岫县人民医院'],
    [0, 'critical value taken over', true, recorded[6]?.participants[1]?.userId, '云岫县人民医院'],
    [0, undefined, true, recorded[7]?.participants[1]?.userId, 'critical-hook'],
    [0, undefined, true, recorded[8]?.participants[1]?.userId, 'critical-rules'],
  ]);
  // What the program does by itself is not laid to the person who happens to sit there; what a person does is.
  expect(recorded.map(({ participants }) => participants[0]?.userId === 'lin')).toEqual([false, false, false, false, false, false, true, true, true]);
  expect(JSON.stringify(recorded)).not.toContain('SECRET');
});

test('a name that is typed into the column of the patients is a search for a person, once it stands', async () => {
  vi.useFakeTimers();
  try {
    const recorded: AuditMessage[] = [];
    const rpc = { worklist: { list: async () => ({ rows: [], hasMore: false }) } } as unknown as ServedByRpc;
    const dependencies = { trail: { record: (message: AuditMessage) => void recorded.push(message) }, writer: auditWriter, clock: { now: () => new Date('2026-11-22T01:00:00Z') }, log: silentLog };
    const { worklist } = auditServices(rpc, dependencies as unknown as AuditedServicesDependencies);
    const question = { view: 'open' as const, search: '', modalities: [], siteIds: [], limit: 10, after: null };
    await worklist.list({ ...question, columns: { sexes: ['F' as const] } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(recorded).toEqual([]);
    await worklist.list({ ...question, columns: { sexes: ['F' as const], patient: '赵守田' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(recorded).toEqual([auditWriter.searched('2026-11-22T01:00:00.000Z', '赵守田')]);
  } finally {
    vi.useRealTimers();
  }
});
