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
