import { describe, expect, test } from 'vitest';
import type { WorklistQuery } from '#main/worklist/worklist.repository.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const all: WorklistQuery = { view: 'open', search: '', modalities: [], siteIds: [], limit: 100, after: null };
const minute = (count: number) => new Date(Date.parse('2026-11-20T01:00:00Z') + count * 60_000).toISOString();

/** Ten cases of two hospitals, one a minute; the names go 患者0, 患者1… */
function openMorning() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  catalogue.sites.put({ ...testSite, id: 'qingling', name: '青岭县人民医院' });
  const ids = Array.from({ length: 10 }, (_, index) => {
    const study = foundStudy({
      studyInstanceUid: `1.${index}`, patientId: `P${index}`, patientName: `Patient^${index}=患者${index}`, accessionNumber: `A${index}`,
      modalities: index % 2 === 0 ? ['CT'] : ['MR'], urgency: index === 3 ? 'green-channel' : 'routine',
    });
    return catalogue.studies.recordSearch(index < 5 ? 'yunxiu' : 'qingling', [study], minute(index))[0]!.studyId;
  });
  return { ...catalogue, ids };
}
const uids = (result: { entries: { study: { studyInstanceUid: string } }[] }) => result.entries.map((entry) => entry.study.studyInstanceUid);

describe('the list', () => {
  test('has the newest arrival first', () => {
    expect(uids(openMorning().worklist.list(all)).slice(0, 3)).toEqual(['1.9', '1.8', '1.7']);
  });

  test('comes in pages that neither repeat nor leave out a row', () => {
    const { worklist } = openMorning();
    const first = worklist.list({ ...all, limit: 4 });
    expect(first.hasMore).toBe(true);
    const last = first.entries.at(-1)!.study;
    const second = worklist.list({ ...all, limit: 100, after: { arrivedAt: last.arrivedAt, studyId: last.id } });
    expect([...uids(first), ...uids(second)]).toEqual(['1.9', '1.8', '1.7', '1.6', '1.5', '1.4', '1.3', '1.2', '1.1', '1.0']);
    expect(second.hasMore).toBe(false);
  });

  test('finds a Chinese name, an accession number and a patient id', () => {
    const { worklist } = openMorning();
    expect(uids(worklist.list({ ...all, search: '患者4' }))).toEqual(['1.4']);
    expect(uids(worklist.list({ ...all, search: 'a7' }))).toEqual(['1.7']);
    expect(uids(worklist.list({ ...all, search: 'p2' }))).toEqual(['1.2']);
  });

  test('takes the signs of a pattern for what they are', () => {
    expect(uids(openMorning().worklist.list({ ...all, search: '%' }))).toEqual([]);
  });

  test('filters by modality and hospital', () => {
    expect(uids(openMorning().worklist.list({ ...all, modalities: ['MR'], siteIds: ['qingling'] }))).toEqual(['1.9', '1.7', '1.5']);
  });

  test('shows the urgent ones alone', () => {
    expect(uids(openMorning().worklist.list({ ...all, view: 'green-and-emergency' }))).toEqual(['1.3']);
  });

  test('counts what each view has', () => {
    expect(openMorning().worklist.counts()).toEqual({ all: 10, open: 10, 'green-and-emergency': 1, drafts: 0, sent: 0 });
  });
});

describe('a case moves between the views', () => {
  test('with its draft', () => {
    const { worklist, reports, requests, ids } = openMorning();
    const requestId = requestFor(requests, 'yunxiu', ids[0]!);
    reports.saveDraft({ requestId, expectedRevision: 0, findings: '颅内未见出血', impression: '', recommendation: '', outcome: null, savedAt: minute(20) });
    expect(uids(worklist.list({ ...all, view: 'drafts' }))).toEqual(['1.0']);
    expect(worklist.counts()).toMatchObject({ open: 10, drafts: 1 });
  });

  test('and stays in the list of all', () => {
    const { worklist, reports, requests, ids } = openMorning();
    const requestId = requestFor(requests, 'yunxiu', ids[9]!);
    reports.saveDraft({ requestId, expectedRevision: 0, findings: 'x', impression: '', recommendation: '', outcome: null, savedAt: minute(20) });
    expect(uids(worklist.list({ ...all, view: 'all', limit: 2 }))).toEqual(['1.9', '1.8']);
  });
});

function requestFor(requests: ReturnType<typeof openMorning>['requests'], siteId: string, studyId: number): number {
  requests.recordRequests(siteId, studyId, [{ requestKey: `study|${studyId}`, accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  return requests.forStudy(studyId)[0]!.id;
}

describe('the plan of each query is a walk along an index', () => {
  test.each([
    ['a page of all cases', { ...all, view: 'all' as const }],
    ['a page of the open cases', all],
    ['the next page', { ...all, after: { arrivedAt: minute(5), studyId: 3 } }],
    ['a search', { ...all, search: '赵' }],
    ['the sent ones of a hospital', { ...all, view: 'sent' as const, siteIds: ['yunxiu'] }],
    ['all of a modality', { ...all, view: 'all' as const, modalities: ['MR'], after: { arrivedAt: minute(5), studyId: 3 } }],
    ['all of a modality at a hospital', { ...all, view: 'all' as const, modalities: ['MR'], siteIds: ['yunxiu'] }],
  ])('%s', (_what, query) => {
    const { database, worklist } = openMorning();
    const plans: string[] = [];
    const prepare = database.prepare.bind(database);
    database.prepare = (sql: string) => {
      if (/FROM study INDEXED BY|FROM study_text|FROM study_modality/.test(sql)) {
        const parameters = { limit: 1, afterArrivedAt: '', afterId: 0, expression: '"赵"*', site0: '', modality0: '' };
        plans.push(...prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(parameters).map(({ detail }) => detail));
      }
      return prepare(sql);
    };
    worklist.list(query);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((detail) => /\bstudy(_modality)?\b/.test(detail)).every((detail) => /SEARCH study(_modality)? USING.*(INDEX|PRIMARY KEY)/.test(detail))).toBe(true);
    // Nothing but the few that are left is sorted, and of the open ones those that want an addendum, found by their number, once alone and once among the others.
    const isOfOpenCases = plans.some((detail) => /SEARCH study USING INTEGER PRIMARY KEY/.test(detail)) && query.view === 'open' && query.search === '';
    expect(isOfOpenCases).toBe(query.view === 'open' && query.search === '');
    expect(plans.filter((detail) => /TEMP B-TREE/.test(detail)).length).toBeLessThanOrEqual(isOfOpenCases ? 4 : 2);
  });
});
