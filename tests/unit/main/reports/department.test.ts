import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Remote } from '#main/database/remote-repositories.ts';
import { createDepartmentService } from '#main/reports/department.service.ts';
import { postEscalation } from '#main/reports/escalation-webhook.ts';
import type { Signature } from '#main/reports/report.repository.ts';
import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';
const SIGNED = '2026-11-20T01:40:00.000Z';

function open(serviceLevels: readonly ServiceLevel[] = []) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], NOW);
  catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '头颅平扫' }]);
  const requestId = catalogue.requests.forStudy(studyId)[0]?.id ?? 0;
  const service = createDepartmentService({
    quality: catalogue.quality as unknown as Remote<typeof catalogue.quality>,
    recognition: catalogue.recognition as unknown as Remote<typeof catalogue.recognition>,
    settings: catalogue.settings as unknown as Remote<typeof catalogue.settings>,
    siteName: () => testSite.name,
    serviceLevels: () => serviceLevels,
    post: postEscalation,
    clock: { now: () => new Date(NOW) },
  });
  const sign = (version: number, content: object, change: Partial<Signature> = {}) => {
    const draft = catalogue.reports.draft(requestId);
    const saved = catalogue.reports.saveDraft({ requestId, expectedRevision: draft?.revision ?? 0, findings: 'a', impression: 'b', recommendation: '', outcome: 'positive', savedAt: NOW });
    return catalogue.reports.recordSignature({
      requestId, revision: saved?.revision ?? 1, reportUid: `2.25.${version}`, version, kind: version === 1 ? 'original' : 'amended', firstAttemptAt: NOW,
      predecessorId: catalogue.reports.newest(requestId)?.id ?? null, siteId: 'yunxiu', content: new TextEncoder().encode(JSON.stringify(content)), contentSha256: new Uint8Array(32),
      contentSignature: new Uint8Array(1), pdf: new Uint8Array([37]), signerName: '林知远', signedAt: SIGNED, audit: signedMessage,
      objects: [{ kind: 'encapsulated-pdf', sopClassUid: '1.2', sopInstanceUid: `2.25.${version}.2`, studyInstanceUid: '1.2.3', seriesInstanceUid: `2.25.${version}.3`, part10: new Uint8Array([1]) }], ...change,
    });
  };
  return { catalogue, service, sign, requestId };
}

test('a signed report is counted with its hospital, its outcome and its time, and stays undelivered until it was read back', async () => {
  const { catalogue, service, sign } = open();
  sign(1, { outcome: 'positive' });
  const before = await service.quality('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z');
  // Arrived 01:00, signed 01:40, completeness never known: 40 minutes from the arrival.
  expect(before.total).toMatchObject({ count: 1, medianMinutes: 40, withinPromise: null, positive: 1 });
  expect(before.groups.site.map(({ name }) => name)).toEqual([testSite.name]);
  expect(before.delivery).toMatchObject({ count: 0, undelivered: 1 });
  catalogue.database.exec(`UPDATE delivery SET station = 'read-back', read_back_at = '2026-11-20T01:43:00.000Z'`);
  expect((await service.quality('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).delivery).toEqual({ count: 1, medianMinutes: 3, p90Minutes: 3, undelivered: 0 });
  expect((await service.quality('2026-11-20T01:40:00.001Z', '2026-11-21T00:00:00Z')).total.count).toBe(0);
});

test('the final version of a preliminary report is no revision, any other later version is', async () => {
  const { service, sign, catalogue, requestId } = open();
  sign(1, { outcome: 'positive', isPreliminary: true });
  catalogue.database.prepare(`INSERT INTO report_amendment (request_id, reason, opened_at) VALUES (?, 'x', ?)`).run(requestId, NOW);
  sign(2, { outcome: 'positive' });
  expect((await service.quality(NOW, '2026-11-21T00:00:00Z')).revisionRate).toBe(0);
  catalogue.database.prepare(`INSERT INTO report_amendment (request_id, reason, opened_at) VALUES (?, 'x', ?)`).run(requestId, NOW);
  sign(3, { outcome: 'negative' });
  expect((await service.quality(NOW, '2026-11-21T00:00:00Z')).revisionRate).toBe(1);
});

test('a report that was taken back is counted at the time it was taken back', async () => {
  const { service, sign, catalogue, requestId } = open();
  sign(1, { outcome: 'positive' });
  catalogue.database.prepare(`INSERT INTO report_withdrawal (request_id, signed_report_id, reason, words, content, content_signature, signer_name, withdrawn_at)
    VALUES (?, (SELECT max(id) FROM signed_report), 'wrong-patient', 'x', x'00', x'00', '林知远', '2026-11-21T00:00:00.000Z')`).run(requestId);
  expect((await service.quality('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).withdrawn).toBe(0);
  expect((await service.quality('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z')).withdrawn).toBe(1);
});

test('what was promised is what the department set for this hospital and kind, and a pause is no time of the reader', async () => {
  // Complete 01:00, signed 01:40: 40 minutes. The hospital's CT line says 30: late. Of the 40 the clock stood still from 01:10 to 01:21, and from 01:35 on (5 to the signature): 24 are left.
  const level = (siteId: string, minutes: number): ServiceLevel => ({ siteId, modality: 'CT', urgency: '', minutes });
  const share = async (levels: readonly ServiceLevel[], pauses: readonly (readonly [string, string | null])[]) => {
    const { catalogue, service, sign } = open(levels);
    catalogue.database.exec(`UPDATE study SET complete_at = '${NOW}', modalities = '["CT"]'`);
    for (const [pausedAt, resumedAt] of pauses) {
      catalogue.database.prepare(`INSERT INTO clock_pause (study_id, reason, note, paused_by, paused_at, resumed_by, resumed_at) SELECT id, 'technician', '', '林知远', ?, ?, ? FROM study`).run(pausedAt, resumedAt && '林知远', resumedAt);
    }
    sign(1, { outcome: 'positive' });
    const { total } = await service.quality('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z');
    expect(total.medianMinutes).toBe(40);
    return total.withinPromise;
  };
  const pauses = [['2026-11-20T01:10:00.000Z', '2026-11-20T01:21:00.000Z'], ['2026-11-20T01:35:00.000Z', null]] as const;
  expect(await share([], [])).toBe(1);
  expect(await share([level('', 60), level('yunxiu', 30)], [])).toBe(0);
  expect(await share([level('', 30), level('yunxiu', 60)], [])).toBe(1);
  expect(await share([level('elsewhere', 30)], [])).toBe(1);
  expect(await share([level('yunxiu', 24)], pauses)).toBe(1);
  expect(await share([level('yunxiu', 23)], pauses)).toBe(0);
});

test('a report that was taken back has no outcome; what is written in its place has one', async () => {
  const { service, sign, catalogue, requestId } = open();
  sign(1, { outcome: 'positive' });
  catalogue.database.prepare(`INSERT INTO report_amendment (request_id, reason, opened_at) VALUES (?, 'x', ?)`).run(requestId, NOW);
  sign(2, { outcome: 'positive' });
  expect((await service.quality(NOW, '2026-11-21T00:00:00Z')).total).toMatchObject({ count: 1, positive: 1 });
  catalogue.database.prepare(`INSERT INTO report_withdrawal (request_id, signed_report_id, reason, words, content, content_signature, signer_name, withdrawn_at)
    VALUES (?, (SELECT max(id) FROM signed_report), 'wrong-patient', 'x', x'00', x'00', '林知远', '2026-11-21T00:00:00.000Z')`).run(requestId);
  // The second version was taken back and the first with it: one report was signed, of none is known what it found.
  expect((await service.quality(NOW, '2026-11-21T00:00:00Z')).total).toMatchObject({ count: 1, medianMinutes: 40, positive: null });
  sign(3, { outcome: 'negative' }, { kind: 'original', predecessorId: null });
  expect((await service.quality(NOW, '2026-11-21T00:00:00Z')).total).toMatchObject({ count: 1, medianMinutes: 40, positive: 0 });
});

test('the figures are read from small rows by time, and never from the objects that were sent', () => {
  const { catalogue } = open();
  const plan = catalogue.database.prepare(`EXPLAIN QUERY PLAN SELECT delivered_at FROM report_fact WHERE signed_at >= '' AND signed_at < 'x' ORDER BY signed_at`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('report_fact USING INDEX report_fact_by_time (signed_at>? AND signed_at<?)')]);
});

test('recognised devices are kept in their order and replaced as one list', async () => {
  const { service } = open();
  const item = { siteId: 'yunxiu', stationName: 'CT01', modality: 'CT', bodyPart: '', region: '京津冀HR', validFrom: '2026-01-01', validTo: null };
  await service.saveRecognitionItems([item, { ...item, stationName: 'MR01', modality: 'MR', validTo: '2026-12-31' }]);
  await service.saveRecognitionItems([{ ...item, stationName: 'DR01' }, item]);
  expect((await service.recognitionItems()).map(({ stationName }) => stationName)).toEqual(['DR01', 'CT01']);
});

test('escalations go where the department said last; a trial is marked as one and holds no name', async () => {
  const { service } = open();
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(pieces).toString('utf8')));
      response.writeHead(bodies.length === 2 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  expect(await service.tryCriticalHook()).toEqual({ isTaken: false });
  await service.setCriticalHook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await service.tryCriticalHook()).toEqual({ isTaken: true });
  expect(await service.tryCriticalHook()).toEqual({ isTaken: false });
  await service.tell({ criticalValueId: 3, step: 2, siteName: testSite.name, minutes: 10 });
  expect(bodies[0]).toMatchObject({ kind: 'critical-value', criticalValueId: 0, step: 0, siteName: expect.stringContaining('演练') as unknown });
  expect(bodies[2]).toEqual({ kind: 'critical-value', criticalValueId: 3, step: 2, siteName: testSite.name, minutes: 10 });
});
