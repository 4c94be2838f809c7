import { describe, expect, test } from 'vitest';
import type { WorklistQuery } from '#main/worklist/worklist.repository.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const open: WorklistQuery = { view: 'open', search: '', modalities: [], siteIds: [], limit: 100, after: null };
const minute = (count: number) => new Date(Date.parse('2026-11-20T01:00:00Z') + count * 60_000).toISOString();

/** Four cases, complete a minute after another: a CT routine, an MR emergency, a CT green channel, a CT routine of another hospital. */
function openMorning() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  catalogue.sites.put({ ...testSite, id: 'qingling', name: '青岭县人民医院' });
  const cases = [
    { site: 'yunxiu', name: 'Zhao^Liu', modality: 'CT', urgency: 'routine' },
    { site: 'yunxiu', name: 'Bai^Er', modality: 'MR', urgency: 'emergency' },
    { site: 'yunxiu', name: 'Ma^San', modality: 'CT', urgency: 'green-channel' },
    { site: 'qingling', name: 'Qian^Si', modality: 'CT', urgency: 'routine' },
  ] as const;
  const ids = cases.map(({ site, name, modality, urgency }, index) => {
    const study = foundStudy({ studyInstanceUid: `1.${index}`, patientId: `P${index}`, patientName: name, modalities: [modality], urgency, instanceCount: 1 });
    const { studyId } = catalogue.studies.recordSearch(site, [study], minute(index))[0]!;
    catalogue.database.prepare('UPDATE study SET held_instances = 1, expected_instances = 1, complete_at = ? WHERE id = ?').run(minute(index), studyId);
    return studyId;
  });
  return { ...catalogue, ids };
}
const uids = (result: { entries: { study: { studyInstanceUid: string } }[] }) => result.entries.map((entry) => entry.study.studyInstanceUid);

describe('a list in another order', () => {
  test('is by name as a telephone book has it, and the other way round', () => {
    const { worklist } = openMorning();
    // Bai, Ma, Qian, Zhao
    expect(uids(worklist.list({ ...open, order: { column: 'patient', direction: 'ascending' } }))).toEqual(['1.1', '1.2', '1.3', '1.0']);
    expect(uids(worklist.list({ ...open, order: { column: 'patient', direction: 'descending' } }))).toEqual(['1.0', '1.3', '1.2', '1.1']);
  });

  test('is by urgency, and among alike the newest first', () => {
    expect(uids(openMorning().worklist.list({ ...open, order: { column: 'urgency', direction: 'ascending' } }))).toEqual(['1.2', '1.1', '1.3', '1.0']);
  });

  test('is by the time that is left: what was promised and what stood still count', () => {
    const { worklist, serviceTimes, ids } = openMorning();
    const order = { column: 'left', direction: 'ascending' } as const;
    // due after minute 0: 120, 1 + 60 = 61, 2 + 30 = 32, 3 + 120 = 123
    expect(uids(worklist.list({ ...open, order }))).toEqual(['1.2', '1.1', '1.0', '1.3']);
    // qingling promises CT in 20 minutes: 3 + 20 = 23 is the first
    const levels = [{ siteId: 'qingling', modality: 'CT', urgency: '', minutes: 20 }] as const;
    expect(uids(worklist.list({ ...open, order, levels }))).toEqual(['1.3', '1.2', '1.1', '1.0']);
    // The green channel stood still from minute 5 to minute 100: 32 + 95 = 127 is the last
    serviceTimes.pause(ids[2]!, 'identity', '', 'x', minute(5));
    serviceTimes.resume(ids[2]!, 'x', minute(100));
    expect(uids(worklist.list({ ...open, order }))).toEqual(['1.1', '1.0', '1.3', '1.2']);
  });

  test('comes in pages that neither repeat nor leave out a row', () => {
    const { worklist } = openMorning();
    const order = { column: 'site', direction: 'ascending' } as const;
    const first = worklist.list({ ...open, order, limit: 3 });
    const second = worklist.list({ ...open, order, limit: 3, offset: 3 });
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect([...uids(first), ...uids(second)].toSorted()).toEqual(['1.0', '1.1', '1.2', '1.3']);
  });

  test.each(['ready', 'left', 'urgency', 'patient', 'examination', 'site', 'request', 'priors', 'complete', 'claimed', 'status', 'arrived'] as const)('can be asked for by %s, both ways, with a search', (column) => {
    const { worklist } = openMorning();
    for (const direction of ['ascending', 'descending'] as const) {
      expect(uids(worklist.list({ ...open, search: 'zhao', order: { column, direction }, levels: [{ siteId: 'yunxiu', modality: 'CT', urgency: 'routine', minutes: 60 }] }))).toEqual(['1.0']);
    }
  });
});

describe('a list in groups', () => {
  test('has the rows of a group together, and says how many each has', () => {
    const { worklist } = openMorning();
    expect(worklist.groups(open, 'site')).toEqual([{ key: '云岫县人民医院', count: 3 }, { key: '青岭县人民医院', count: 1 }]);
    expect(uids(worklist.list({ ...open, groupBy: 'modality', order: { column: 'patient', direction: 'ascending' } }))).toEqual(['1.2', '1.3', '1.0', '1.1']);
    expect(worklist.groups(open, 'modality')).toEqual([{ key: '["CT"]', count: 3 }, { key: '["MR"]', count: 1 }]);
  });

  test.each(['urgency', 'site', 'modality', 'status', 'claimed', 'date'] as const)('by %s counts every row once, and comes in the order of its rows', (groupBy) => {
    const { worklist } = openMorning();
    const groups = worklist.groups(open, groupBy);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(uids(worklist.list({ ...open, groupBy }))).toHaveLength(4);
  });
});

test('a list of one urgency has no other', () => {
  expect(uids(openMorning().worklist.list({ ...open, urgencies: ['emergency', 'green-channel'] }))).toEqual(['1.2', '1.1']);
});

test('one’s own cases are those that the seat has claimed', () => {
  const { worklist, database, requests, ids } = openMorning();
  requests.recordRequests('yunxiu', ids[0]!, [{ requestKey: 'A0', accessionNumber: 'A0', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  database.prepare("INSERT INTO coordinated_case (case_key, fence, holder_seat, holder_person, lease_until_ms) VALUES ('yunxiu|A0', 1, 'seat-1', '林知远', 9e12)").run();
  expect(uids(worklist.list({ ...open, mineOfSeat: 'seat-1' }))).toEqual(['1.0']);
  expect(uids(worklist.list({ ...open, mineOfSeat: 'seat-2' }))).toEqual([]);
  expect(worklist.groups({ ...open, mineOfSeat: 'seat-1' }, 'claimed')).toEqual([{ key: '林知远', count: 1 }]);
});
