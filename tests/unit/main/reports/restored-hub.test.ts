import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createClaimDesk } from '#main/coordination/claim-desk.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { silentLog } from '#main/platform/log.ts';
import { tellRestoredHub } from '#main/reports/restored-hub.ts';
import { readBundle } from '#main/reports/signature-bundle.ts';
import type { PresentedReport } from '#shared/worklist/coordinator.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { openEmbeddedSeats } from '#tests/support/coordination/embedded-seats.ts';

const FINAL = { seatId: 'seat_2', person: '林知远', reportUid: '2.25.7', version: 1, acceptedAtMs: 5 };

test('what was final at this seat stays so when a hub that was restored says otherwise, and its fence does not fall', () => {
  const { caseCopies } = openTestCatalogue();
  caseCopies.take([{ caseKey: 'site|a', fence: 4, holder: null, leaseUntilMs: null, final: FINAL }, { caseKey: 'site|b', fence: 2, holder: null, leaseUntilMs: null, final: null }], []);
  caseCopies.take([{ caseKey: 'site|a', fence: 1, holder: null, leaseUntilMs: null, final: null }], []);
  expect(caseCopies.finalOf('site|a')).toEqual(FINAL);
  expect([caseCopies.finalOf('site|b'), caseCopies.finalOf('site|none')]).toEqual([undefined, undefined]);
  expect(caseCopies.seen('')).toMatchObject([{ caseKey: 'site|a', fence: 4, final: FINAL }, { caseKey: 'site|b', fence: 2, final: null }]);
  // A newer version is taken as ever.
  caseCopies.take([{ caseKey: 'site|a', fence: 5, holder: null, leaseUntilMs: null, final: { ...FINAL, version: 2, reportUid: '2.25.8' } }], []);
  expect(caseCopies.finalOf('site|a')?.reportUid).toBe('2.25.8');
});

test('a case that a colleague signed is not read anew because a hub forgot it: the claim is given back and signing is refused', async () => {
  const { coordinators: [seat, other], close } = openEmbeddedSeats([{ seatId: 'seat_1', person: '周牧', duty: 'reader' }, { seatId: 'seat_2', person: '林知远', duty: 'reader' }], () => 1_000);
  if (seat === undefined || other === undefined) throw new Error('two seats');
  const desk = createClaimDesk({
    coordinator: seat, adopt: async () => false, deliveryOf: async () => 'absent', onMoved: () => undefined, finalSeen: async (caseKey) => (caseKey === 'site|a' ? FINAL : undefined), log: silentLog,
    acceptances: { intend: async () => undefined, settle: async () => undefined, drop: async () => undefined, goOffline: async () => undefined, waiting: async () => [] },
  });
  expect(await desk.open(['site|a', 'site|b'], 'reading')).toMatchObject([{ kind: 'refused', reason: 'final', state: { final: FINAL } }, { kind: 'mine' }]);
  expect((await seat.caseState('site|a')).holder).toBeNull();
  await expect(desk.prepareSigning('site|a', 'reading')).rejects.toMatchObject({ code: 'claim/final', facts: { person: '林知远' } });
  // An addendum goes its way.
  expect(await desk.prepareSigning('site|a', 'correction')).toMatchObject({ isOffline: false });
  close();
});

test('a restored hub is told the seat’s own reports whole and in their order, then all it saw of others; what came second meanwhile is marked', async () => {
  const catalogue = openTestCatalogue();
  const { database } = catalogue;
  database.exec(`INSERT INTO site (id, name, base_url, user_name, password, is_demo, since_date, case_modalities, request_mark, quiet_seconds, poll_seconds, address, telephone, added_at)
    VALUES ('site', '云岫县人民医院', 'http://127.0.0.1:9', '', '', 0, NULL, '[]', 'none', 90, 10, '', '', '2026-11-22T00:00:00.000Z')`);
  const keys = ['a', 'b'];
  keys.forEach((key, index) => {
    const id = index + 1;
    database.prepare("INSERT INTO request (id, site_id, request_key, accession_number, issuer_of_accession, procedure_id, procedure_text) VALUES (?, 'site', ?, ?, '', '', '')").run(id, key, key);
    for (const version of key === 'a' ? [1, 2] : [1]) {
      const uid = `2.25.${key === 'a' ? version : 3}`;
      const { lastInsertRowid } = database.prepare(`INSERT INTO signed_report (report_uid, request_id, version, content, content_sha256, content_signature, pdf, signer_name, signed_at)
        VALUES (?, ?, ?, x'7b7d', ?, x'01', x'02', '周牧', '2026-11-22T00:00:00.000Z')`).run(uid, id, version, randomBytes(32));
      database.prepare(`INSERT INTO delivery (signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10, station, next_attempt_at)
        VALUES (?, 'site', 'encapsulated-pdf', '1.2', ?, '1.3', '1.4', x'0304', 'signed', '2026-11-22T00:00:00.000Z')`).run(lastInsertRowid, `${uid}.1`);
      catalogue.acceptances.intend({ reportUid: uid, requestId: id, caseKey: `site|${key}`, version, fence: version, isOffline: false, signer: '周牧', bundle: new Uint8Array([1]) });
      catalogue.acceptances.settle(uid, 'final');
    }
  });
  catalogue.caseCopies.take([{ caseKey: 'site|z', fence: 4, holder: null, leaseUntilMs: null, final: FINAL }], []);
  catalogue.sharedCopies.take([{ kind: 'person', key: 'zhao', revision: 3, content: '{}', changedBy: 'seat_2', changedAtMs: 0 }]);

  const presented: PresentedReport[] = [];
  const told: string[] = [];
  const result = await tellRestoredHub({
    acceptances: asRemote(catalogue.acceptances), copies: asRemote(catalogue.caseCopies), records: asRemote(catalogue.sharedCopies), signatureOf: async (uid) => catalogue.reports.signature(uid),
    hub: {
      lacking: async (uids) => uids,
      present: async (report) => {
        presented.push(report);
        return report.caseKey === 'site|b' ? 'second' : 'final';
      },
      remember: async (known) => (told.push(...known.map(({ caseKey }) => caseKey)), known.length),
      rememberRecords: async (known) => (told.push(...known.map(({ kind, key, revision }) => `${kind} ${key} ${revision}`)), known.length),
      toldAll: async () => void told.push('all'),
    },
  });
  expect(presented.map(({ reportUid, version, fence, signer }) => [reportUid, version, fence, signer])).toEqual([['2.25.1', 1, 1, '周牧'], ['2.25.2', 2, 2, '周牧'], ['2.25.3', 1, 1, '周牧']]);
  // Another machine could deliver it from that alone.
  const { signature } = readBundle(presented[0]?.bundle ?? new Uint8Array());
  expect(signature).toMatchObject({ reportUid: '2.25.1', siteId: 'site', signerName: '周牧', objects: [{ kind: 'encapsulated-pdf', sopInstanceUid: '2.25.1.1' }] });
  expect([...(signature.objects[0]?.part10 ?? [])]).toEqual([3, 4]);
  expect(told).toEqual(['site|z', 'person zhao 3', 'all']);
  expect(result).toEqual({ presented: 3, lost: ['site|b'], remembered: 2 });
  expect([catalogue.acceptances.standing('2.25.3')?.standing, catalogue.acceptances.standing('2.25.1')?.standing]).toEqual(['second', 'final']);
});
