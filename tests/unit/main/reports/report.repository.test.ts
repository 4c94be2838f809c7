import { describe, expect, test } from 'vitest';
import type { Signature } from '#main/reports/report.repository.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';
const text = { findings: '颅内未见出血。', impression: '1. 未见急性出血', recommendation: '', outcome: 'negative' as const };

function openWithRequest() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], NOW);
  catalogue.requests.recordRequests('yunxiu', studyId, [
    { requestKey: 'k', accessionNumber: 'QL1', issuerOfAccessionNumber: '', procedureId: '', procedureText: '头颅平扫' },
  ]);
  const requestId = catalogue.requests.forStudy(studyId)[0]!.id;
  return { ...catalogue, studyId, requestId, save: (expectedRevision: number) => catalogue.reports.saveDraft({ requestId, expectedRevision, ...text, savedAt: NOW }) };
}

function signature(requestId: number, overrides: Partial<Signature> = {}): Signature {
  const object = (kind: 'encapsulated-pdf' | 'structured-report', uid: string) => ({
    kind, sopClassUid: '1.2', sopInstanceUid: uid, studyInstanceUid: '1.2.3', seriesInstanceUid: `${uid}.9`, part10: new Uint8Array([1, 2, 3]),
  });
  return {
    requestId, revision: 1, reportUid: '2.25.1', version: 1, kind: 'original', firstAttemptAt: NOW, predecessorId: null, siteId: 'yunxiu', content: new Uint8Array([123, 125]), contentSha256: new Uint8Array(32), contentSignature: new Uint8Array(1),
    pdf: new Uint8Array([37]), signerName: '林知远', signedAt: NOW, objects: [object('encapsulated-pdf', '2.25.2'), object('structured-report', '2.25.3')], audit: signedMessage, ...overrides,
  };
}

describe('a draft', () => {
  test('is saved at its next revision', () => {
    const { save, reports, requestId } = openWithRequest();
    expect(save(0)?.revision).toBe(1);
    expect(save(1)?.revision).toBe(2);
    expect(reports.draft(requestId)).toMatchObject({ revision: 2, findings: '颅内未见出血。', outcome: 'negative' });
  });

  test('of a window that is behind is not saved over a newer one', () => {
    const { save } = openWithRequest();
    save(0);
    expect(save(0)).toBeUndefined();
    save(1);
    expect(save(1)).toBeUndefined();
  });

  test('makes the case a draft in the worklist', () => {
    const { save, studies, studyId } = openWithRequest();
    save(0);
    expect(studies.find(studyId)?.readingState).toBe('drafting');
  });
});

describe('signing', () => {
  test('writes the report and its deliveries together', () => {
    const { save, reports, deliveries, studies, audits, requestId, studyId } = openWithRequest();
    save(0);
    reports.recordSignature(signature(requestId));
    expect(JSON.parse(audits.newest()?.message ?? '')).toEqual(signedMessage);
    expect(reports.newest(requestId)).toMatchObject({ version: 1, signerName: '林知远' });
    expect(deliveries.due(NOW).map((delivery) => [delivery.kind, delivery.station])).toEqual([['encapsulated-pdf', 'signed'], ['structured-report', 'signed']]);
    expect(studies.find(studyId)?.readingState).toBe('signed');
  });

  test('of a revision that is no longer the newest writes nothing at all', () => {
    const { save, reports, deliveries, audits, requestId } = openWithRequest();
    save(0);
    save(1);
    expect(() => reports.recordSignature(signature(requestId))).toThrow(expect.objectContaining({ code: 'report/stale-revision' }));
    expect(audits.newest()).toBeUndefined();
    expect(reports.newest(requestId)).toBeUndefined();
    expect(deliveries.countWaiting()).toBe(0);
  });

  test('that fails at its last object leaves neither report nor delivery', () => {
    const { save, reports, deliveries, requestId } = openWithRequest();
    save(0);
    const good = signature(requestId);
    const twice = { ...good, objects: [good.objects[0]!, good.objects[0]!] };
    expect(() => reports.recordSignature(twice)).toThrow();
    expect(reports.newest(requestId)).toBeUndefined();
    expect(deliveries.countWaiting()).toBe(0);
  });

  test('twice is refused the second time', () => {
    const { save, reports, requestId } = openWithRequest();
    save(0);
    reports.recordSignature(signature(requestId));
    expect(() => reports.recordSignature(signature(requestId, { reportUid: '2.25.9' }))).toThrow(expect.objectContaining({ code: 'report/already-signed' }));
  });

  test('ends the draft: it can be read and never saved again', () => {
    const { save, reports, requestId } = openWithRequest();
    save(0);
    reports.recordSignature(signature(requestId));
    expect(() => save(1)).toThrow(expect.objectContaining({ code: 'report/already-signed' }));
  });
});

describe('the database itself refuses', () => {
  test.each([
    ['to change a signed report', 'UPDATE signed_report SET signer_name = signer_name'],
    ['to delete a signed report', 'DELETE FROM signed_report'],
    ['to change the bytes of a delivery', "UPDATE delivery SET part10 = x'00'"],
    ['to forget a delivery', 'DELETE FROM delivery'],
  ])('%s', (_what, sql) => {
    const { save, reports, requestId, database } = openWithRequest();
    save(0);
    reports.recordSignature(signature(requestId));
    expect(() => database.exec(sql)).toThrow(/never|frozen|as it was signed|forgotten/);
  });
});

describe('several requests and several studies', () => {
  test('one study with two requests is open until both are delivered', () => {
    const { reports, requests, studies, deliveries, studyId } = openWithRequest();
    const request = (accessionNumber: string) => ({ requestKey: accessionNumber, accessionNumber, issuerOfAccessionNumber: '', procedureId: '', procedureText: '' });
    requests.recordRequests('yunxiu', studyId, [request('chest'), request('abdomen')]);
    const [chest] = requests.forStudy(studyId).filter((one) => one.accessionNumber === 'chest');
    reports.saveDraft({ requestId: chest!.id, expectedRevision: 0, ...text, savedAt: NOW });
    reports.recordSignature(signature(chest!.id));
    for (const delivery of deliveries.due(NOW)) deliveries.recordStep(delivery.id, { station: 'read-back', attempts: 1, nextAttemptAt: null, at: NOW, failure: null });
    expect(studies.find(studyId)?.readingState).toBe('unread');
  });

  test('one report over two studies moves both', () => {
    const { studies, requests, reports, requestId, studyId } = openWithRequest();
    const [second] = studies.recordSearch('yunxiu', [foundStudy({ studyInstanceUid: '1.2.4' })], NOW);
    requests.recordRequests('yunxiu', second!.studyId, [{ requestKey: 'k', accessionNumber: 'QL1', issuerOfAccessionNumber: '', procedureId: '', procedureText: '头颅平扫' }]);
    expect(requests.find(requestId)?.studyIds).toEqual([studyId, second!.studyId]);
    reports.saveDraft({ requestId, expectedRevision: 0, ...text, savedAt: NOW });
    expect(studies.find(second!.studyId)?.readingState).toBe('drafting');
  });

  test('a request with a draft stays although the hospital no longer names it', () => {
    const { requests, save, studyId } = openWithRequest();
    save(0);
    requests.recordRequests('yunxiu', studyId, [{ requestKey: 'new', accessionNumber: 'QL2', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
    expect(requests.forStudy(studyId).map((one) => one.accessionNumber)).toEqual(['QL1', 'QL2']);
  });

  test('a request without one goes', () => {
    const { requests, studyId } = openWithRequest();
    requests.recordRequests('yunxiu', studyId, [{ requestKey: 'new', accessionNumber: 'QL2', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
    expect(requests.forStudy(studyId).map((one) => one.accessionNumber)).toEqual(['QL2']);
  });
});
