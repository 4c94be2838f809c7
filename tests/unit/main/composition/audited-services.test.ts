import { expect, test } from 'vitest';
import type { AuditMessage } from '#main/audit/audit-message.ts';
import { auditServices, type AuditedServicesDependencies, type ServedByRpc } from '#main/composition/audited-services.ts';
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
