import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newAuditKey, signHead, verifyAuditChain } from '#main/audit/audit-chain.ts';
import { allAuditRecords } from '#main/audit/audit.repository.ts';
import { createAuditTrimmer } from '#main/audit/audit-trimmer.ts';
import { createAuditWriter } from '#main/audit/audit-writer.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createRetentionService, type RetentionHappening } from '#main/reports/retention.service.ts';
import { createPackShelf } from '#main/store/pack-shelf.ts';
import { createRoomKeeper } from '#main/studies/room-keeper.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

/** The day on which the rules run. */
const TODAY = '2026-11-22T01:00:00.000Z';
const clock = { now: () => new Date(TODAY) };

/**
 * A seat with five studies that were last used long ago, with a pack each: 1 a delivered case, 2 an unread one, 3 a delivered one that is pinned, 4 a delivered
 * one under legal hold, 5 a prior; and 6, a prior that was used yesterday.
 */
function openSeat() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const folder = join(temporaryFolder(), 'packs');
  const shelf = createPackShelf(folder, clock.now);
  onTestFinished(() => shelf.closeAll());
  const reference = (studyId: number) => ({ studyId, studyInstanceUid: `1.2.3.${studyId}`, key: catalogue.studies.packKey(studyId) ?? new Uint8Array() });
  for (let studyId = 1; studyId <= 6; studyId += 1) {
    catalogue.studies.recordSearch(testSite.id, [foundStudy({ studyInstanceUid: `1.2.3.${studyId}`, isCase: studyId < 5, accessionNumber: `YX${studyId}` })], studyId === 6 ? '2026-11-21T00:00:00.000Z' : `2025-0${studyId}-01T00:00:00.000Z`);
    const { heldBySeries } = shelf.storeInstance(reference(studyId), ctSlice(1, { StudyInstanceUID: `1.2.3.${studyId}` }));
    const series = { seriesInstanceUid: '1.2.3.1', modality: 'CT', seriesNumber: 1, seriesDescription: '', bodyPart: '', content: 'images' as const, expectedInstances: 1, hasLostText: false };
    catalogue.studies.recordIndex(studyId, [series], TODAY);
    catalogue.studies.recordHeld(studyId, heldBySeries);
  }
  catalogue.database.exec("UPDATE study SET reading_state = 'delivered' WHERE id IN (1, 3, 4)");
  catalogue.keeping.setKeep(3, 'pinned');
  const auditKey = newAuditKey();
  const audits = asRemote(catalogue.audits);
  const happened: RetentionHappening[] = [];
  const room = createRoomKeeper({
    keeping: asRemote(catalogue.keeping), packs: asRemote(shelf), measureDisk: async () => ({ freeBytes: 1e12, totalBytes: 2e12 }), quotaBytes: null,
    isOpen: () => false, onEvicted: () => undefined, events: createEventHub(), clock, log: silentLog,
  });
  const service = createRetentionService({
    retention: asRemote(catalogue.retention), settings: asRemote(catalogue.settings), packs: asRemote(shelf), room,
    audit: createAuditTrimmer({ audits, auditKeys: { current: () => auditKey }, forwarded: async () => undefined, clock }),
    siteName: () => '云岫县人民医院', isOpen: () => false, person: () => '赵主任', onHappening: (one) => happened.push(one), events: createEventHub(), clock, log: silentLog,
  });
  const packs = () => readdirSync(folder).filter((file) => file.endsWith('.sqlite')).map((file) => Number(file.slice(0, 8)));
  return { catalogue, shelf, reference, folder, service, happened, packs, auditKey };
}

test('the first look says what would go and removes nothing: neither an unread case nor what is pinned or held', async () => {
  const { service, packs } = openSeat();
  await service.hold({ siteId: testSite.id, accessionNumber: 'YX4', reason: '医疗纠纷，医务科通知' });
  const { amounts, studies } = await service.preview();
  expect(amounts.find(({ kind }) => kind === 'images')).toMatchObject({ count: 2, oldest: '2025-01-01T00:00:00.000Z' });
  expect(studies.map(({ lastUsedAt }) => lastUsedAt)).toEqual(['2025-01-01T00:00:00.000Z', '2025-05-01T00:00:00.000Z']);
  expect(JSON.stringify(studies)).not.toContain(foundStudy().patientName.split('^')[0]);
  expect(packs()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what is due goes: its key is another one, its files are gone, a copy of them opens with no key of the seat, and each is told to the audit trail', async () => {
  const { service, packs, catalogue, folder, happened, shelf, reference } = openSeat();
  await service.hold({ siteId: testSite.id, accessionNumber: 'YX4', reason: '医疗纠纷，医务科通知' });
  const before = catalogue.studies.packKey(1);
  const stale = reference(1);
  shelf.closeAll();
  // What somebody, or the disk, kept of the file.
  const kept = join(temporaryFolder(), 'kept.sqlite');
  copyFileSync(join(folder, '00000001.sqlite'), kept);
  const state = await service.run();
  expect(packs()).toEqual([2, 3, 4, 6]);
  expect([existsSync(join(folder, '00000001.frames')), existsSync(join(folder, '00000005.frames'))]).toEqual([false, false]);
  const after = catalogue.studies.packKey(1);
  expect(after).not.toEqual(before);
  for (let studyId = 1; studyId <= 6; studyId += 1) {
    expect(() => openEncryptedDatabase({ file: kept, key: catalogue.studies.packKey(studyId) ?? new Uint8Array(32), durability: 'normal' })).toThrow('the key does not open');
  }
  expect(catalogue.studies.find(1)?.heldInstances).toBe(0);
  expect(state.lastRun?.amounts.find(({ kind }) => kind === 'images')?.count).toBe(2);
  expect(happened.filter(({ kind }) => kind === 'study-removed')).toEqual([
    { kind: 'study-removed', studyId: 1, rule: { kind: 'images', days: 365 } }, { kind: 'study-removed', studyId: 5, rule: { kind: 'images', days: 365 } },
  ]);
  // Who still holds the destroyed key fetches the study again under the new one.
  shelf.storeInstance(stale, ctSlice(1, { StudyInstanceUID: '1.2.3.1' }));
  shelf.closeAll();
  expect(shelf.heldInstances(reference(1))).toHaveLength(1);
});

test('a study under legal hold stays however full the disk is, and goes once the hold is released', async () => {
  const { service, catalogue, packs, happened } = openSeat();
  const { holds } = await service.hold({ siteId: testSite.id, accessionNumber: 'YX1', reason: '公安机关调取' });
  expect(holds).toMatchObject([{ accessionNumber: 'YX1', reason: '公安机关调取', placedBy: '赵主任', siteName: '云岫县人民医院' }]);
  expect(catalogue.keeping.evictable().map(({ studyId }) => studyId)).not.toContain(1);
  await service.run();
  expect(packs()).toContain(1);
  await service.releaseHold(holds[0]?.holdId ?? 0);
  await service.run();
  expect(packs()).not.toContain(1);
  expect(happened.map(({ kind }) => kind)).toEqual(['hold-placed', 'study-removed', 'study-removed', 'hold-released', 'study-removed']);
  await expect(service.hold({ siteId: testSite.id, accessionNumber: 'nobody has it', reason: '公安机关调取' })).rejects.toMatchObject({ code: 'study/unknown' });
});

test('an abandoned draft and its wordings go and the case waits again; one that was submitted, and one whose request is held, stay', async () => {
  const { service, catalogue } = openSeat();
  const requestIds = [2, 3, 4].map((studyId) => {
    catalogue.requests.recordRequests(testSite.id, studyId, [{ requestKey: `k${studyId}`, accessionNumber: `YX${studyId}`, issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
    const requestId = catalogue.requests.forStudy(studyId)[0]?.id ?? 0;
    catalogue.reports.saveDraft({ requestId, expectedRevision: 0, findings: '两肺清', impression: '', recommendation: '', outcome: null, savedAt: '2026-01-01T00:00:00.000Z' });
    return requestId;
  });
  const [abandoned = 0, pinned = 0, held = 0] = requestIds;
  await service.hold({ siteId: testSite.id, accessionNumber: 'YX4', reason: '医疗纠纷，医务科通知' });
  await service.setRules([{ kind: 'drafts', days: 90 }, { kind: 'images', days: null }]);
  expect((await service.preview()).amounts.find(({ kind }) => kind === 'drafts')).toEqual({ kind: 'drafts', count: 1, bytes: 3, oldest: '2026-01-01T00:00:00.000Z' });
  await service.run();
  expect([abandoned, pinned, held].map((requestId) => catalogue.reports.draft(requestId)?.findings)).toEqual([undefined, '两肺清', '两肺清']);
  expect(catalogue.database.prepare('SELECT DISTINCT request_id FROM report_draft_revision ORDER BY request_id').pluck().all()).toEqual([pinned, held]);
  expect(catalogue.studies.find(2)?.readingState).toBe('unread');
});

test('fewer days than the law or the house asks for are refused, and no rule is changed', async () => {
  const { service, happened } = openSeat();
  await expect(service.setRules([{ kind: 'images', days: 30 }, { kind: 'audit', days: 183 }])).rejects.toMatchObject({ code: 'retention/too-short', facts: { kind: 'audit', days: 184 } });
  expect((await service.state()).rules).toContainEqual({ kind: 'images', days: 365 });
  expect(happened).toEqual([]);
  expect((await service.setRules([{ kind: 'audit', days: 184 }])).rules).toContainEqual({ kind: 'audit', days: 184 });
});

test('old audit rows go behind a signed anchor from which the rest is verified; young ones, and a forged anchor, are found', async () => {
  const { service, catalogue, auditKey } = openSeat();
  const writer = createAuditWriter({ seatId: 'seat', person: () => ({ userId: 'zhao' }) });
  for (const month of [1, 2, 3, 10, 11]) catalogue.audits.append(writer.searched(`2026-${String(month).padStart(2, '0')}-15T00:00:00.000Z`, 'x'));
  const newest = catalogue.audits.newest();
  if (newest === undefined) throw new Error('there are rows');
  const head = signHead(newest, TODAY, auditKey);
  await service.setRules([{ kind: 'audit', days: 184 }, { kind: 'images', days: null }]);
  expect((await service.preview()).amounts.find(({ kind }) => kind === 'audit')).toMatchObject({ count: 3, oldest: '2026-01-15T00:00:00.000Z' });
  await service.run();
  const records = [...allAuditRecords(catalogue.audits)];
  expect(records.map(({ sequence }) => sequence)).toEqual([4, 5]);
  const anchor = catalogue.audits.anchor();
  if (anchor === undefined) throw new Error('there is an anchor');
  expect(verifyAuditChain(records, head, auditKey, anchor)).toMatchObject({ status: 'holds', records: 5 });
  expect(verifyAuditChain(records.slice(1), head, auditKey, anchor)).toEqual({ status: 'broken', sequence: 4, fault: 'row-missing' });
  expect(verifyAuditChain(records.slice(1), head, auditKey, { ...anchor, sequence: 4, digest: records[0]?.digest ?? anchor.digest })).toEqual({ status: 'broken', sequence: 4, fault: 'anchor-changed' });
  expect(verifyAuditChain(records, head, auditKey)).toEqual({ status: 'broken', sequence: 1, fault: 'row-missing' });
  // The database itself refuses rows that are younger than six months, whoever asks, and rows above the anchor.
  expect(() => catalogue.audits.trim({ ...anchor, sequence: 4 })).toThrow('an audit record is never removed');
  expect(() => catalogue.database.exec('DELETE FROM audit_record WHERE sequence = 5')).toThrow('an audit record is never removed');
  expect(() => catalogue.database.exec('DELETE FROM audit_anchor')).toThrow('an anchor of the audit trail is never removed');
});

test('rows that the syslog server has not taken stay', async () => {
  const { catalogue, auditKey } = openSeat();
  const writer = createAuditWriter({ seatId: 'seat', person: () => ({ userId: 'zhao' }) });
  for (const day of [1, 2, 3]) catalogue.audits.append(writer.searched(`2026-01-0${day}T00:00:00.000Z`, 'x'));
  const trimmer = createAuditTrimmer({ audits: asRemote(catalogue.audits), auditKeys: { current: () => auditKey }, forwarded: async () => 1, clock });
  expect((await trimmer.expired('2026-03-01T00:00:00.000Z')).count).toBe(1);
});

test('the rules have their turn once a day', async () => {
  const { service, packs } = openSeat();
  await service.runWhenDue();
  expect(packs()).toEqual([2, 3, 6]);
  const first = (await service.state()).lastRun?.at;
  await service.runWhenDue();
  expect((await service.state()).lastRun?.at).toBe(first);
});
