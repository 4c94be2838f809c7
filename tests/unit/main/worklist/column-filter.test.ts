import { describe, expect, test } from 'vitest';
import type { ColumnFilters } from '#shared/worklist/column-filter.ts';
import { WorklistRepository, type WorklistQuery } from '#main/worklist/worklist.repository.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const minute = (count: number) => new Date(Date.parse('2026-11-20T01:00:00Z') + count * 60_000).toISOString();
const open: WorklistQuery = { view: 'open', search: '', modalities: [], siteIds: [], limit: 100, after: null, ownSeatId: 'seat-1', nowMs: Date.parse(minute(100)), levels: [] };

/**
 * Six cases that arrived in minutes 0 to 5. 1.0: a man of 70, all here since minute 10, due at 10 + 120 = 130. 1.1: an emergency, due at 10 + 60 = 70. 1.2: paused since minute 20.
 * 1.3: three of ten images. 1.4: none. 1.5: delivered.
 */
function openMorning() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const cases = [
    { name: 'Zhao^San=赵^三', sex: 'M', birthDate: '1956-11-20', age: '', description: '头颅平扫', part: 'HEAD', request: '头痛三天' },
    { name: '钱^一', sex: 'F', birthDate: '1990-01-01', age: '', description: '', part: 'CHEST', request: '' },
    { name: 'Sun^Er', sex: 'F', birthDate: null, age: '006M', description: 'Chest PA', part: '', request: '咳嗽，发热' },
    { name: 'Li^Si', sex: 'O', birthDate: null, age: '', description: '膝关节', part: 'KNEE', request: '外伤' },
    { name: 'Zhou^Wu', sex: '', birthDate: null, age: '045Y', description: '膝关节', part: 'KNEE', request: '100%_' },
    { name: 'Wu^Liu', sex: 'M', birthDate: '2000-11-21', age: '', description: '头颅平扫', part: 'HEAD', request: '' },
  ] as const;
  const ids = cases.map(({ name, sex, birthDate, age, description, part, request }, index) => {
    const study = foundStudy({
      studyInstanceUid: `1.${index}`, patientId: index === 5 ? 'P0' : `P${index}`, patientName: name, patientSex: sex, patientBirthDate: birthDate, patientAge: age, studyDate: '2026-11-20',
      studyDescription: description, bodyPart: part, clinicalInformation: request, urgency: index === 1 ? 'emergency' : 'routine', modalities: ['DX'], instanceCount: 10,
    });
    return catalogue.studies.recordSearch('yunxiu', [study], minute(index))[0]!.studyId;
  });
  const set = catalogue.database.prepare('UPDATE study SET held_instances = ?, expected_instances = 10, complete_at = ?, reading_state = ? WHERE id = ?');
  [10, 10, 10, 3, 0, 10].forEach((held, index) => set.run(held, held === 10 ? minute(10) : null, index === 5 ? 'delivered' : 'unread', ids[index]));
  catalogue.serviceTimes.pause(ids[2]!, 'identity', '', 'x', minute(20));
  return { ...catalogue, ids };
}
type Morning = ReturnType<typeof openMorning>;
const found = ({ worklist }: Morning, columns: ColumnFilters, query: Partial<WorklistQuery> = {}) =>
  worklist.list({ ...open, ...query, columns }).entries.map(({ study }) => study.studyInstanceUid).toSorted();

/** A claim of the study's request, as a hub's copy has it. */
function claim({ requests, caseCopies, ids }: Morning, index: number, holder: { seatId: string; person: string }) {
  requests.recordRequests('yunxiu', ids[index]!, [{ requestKey: `r${index}`, accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  return { caseKey: caseCopies.casesOf(ids[index]!)[0]!.caseKey, fence: 1, holder, leaseUntilMs: 1, final: null };
}

describe('a list is narrowed by', () => {
  test('each of its columns, and by several at once', () => {
    const morning = openMorning();
    const narrowings: [what: string, columns: ColumnFilters, expected: string[]][] = [
      ['no image here', { images: ['none'] }, ['1.4']],
      ['some images here, or all', { images: ['some', 'all'] }, ['1.0', '1.1', '1.2', '1.3']],
      // minute 100: 1.0 has 130 - 100 = 30 minutes left, 1.1 is 100 - 70 = 30 over
      ['overdue', { left: ['overdue'] }, ['1.1']],
      ['due within half an hour', { left: ['half-hour'] }, ['1.0']],
      ['due within an hour', { left: ['hour'] }, ['1.0']],
      ['more than an hour left', { left: ['later'] }, []],
      ['a clock that stands still', { left: ['paused'] }, ['1.2']],
      ['a clock that has not started', { left: ['not-started'] }, ['1.3', '1.4']],
      ['a name in characters', { patient: '赵三' }, ['1.0']],
      ['two words of a name in Latin letters', { patient: 'zhao san' }, ['1.0']],
      ['sex', { sexes: ['F', ''] }, ['1.1', '1.2', '1.4']],
      // 70 today: 2026-11-20 less 1956-11-20
      ['an age reached on the day of the study', { age: { fromYears: 70, toYears: null } }, ['1.0']],
      ['an age in months, as the hospital sent it', { age: { fromYears: null, toYears: 1 } }, ['1.2']],
      ['a range of ages', { age: { fromYears: 30, toYears: 50 } }, ['1.1', '1.4']],
      ['a word of the examination', { examination: '头颅' }, ['1.0']],
      ['a part of the body by its Chinese word', { examination: '胸部' }, ['1.1']],
      ['the same part in English, in whatever case', { examination: 'chest' }, ['1.1', '1.2']],
      ['a word of the request', { request: '发热' }, ['1.2']],
      ['signs of a pattern, taken for what they are', { request: '%_' }, ['1.4']],
      ['no request', { hasRequest: 'none' }, ['1.1']],
      ['status', { statuses: ['ready', 'queued'] }, ['1.0', '1.1', '1.2', '1.4']],
      ['a status that the view has not', { statuses: ['delivered'] }, []],
      ['what nobody has claimed', { claims: ['free'] }, ['1.0', '1.1', '1.2', '1.3', '1.4']],
      ['two columns at once', { sexes: ['F'], images: ['all'], examination: 'chest' }, ['1.1', '1.2']],
    ];
    for (const [what, columns, expected] of narrowings) expect({ what, found: found(morning, columns) }).toEqual({ what, found: expected });
  });

  test('priors: an earlier study of the same number', () => {
    const morning = openMorning();
    expect(found(morning, { priors: 'some' }, { view: 'all' })).toEqual(['1.0', '1.5']);
    expect(found(morning, { priors: 'none' })).toEqual(['1.1', '1.2', '1.3', '1.4']);
  });

  test('the birthday that is tomorrow: 25 years, not 26', () => {
    // born 2000-11-21, examined 2026-11-20
    const morning = openMorning();
    expect(found(morning, { age: { fromYears: 25, toYears: 25 } }, { view: 'all' })).toEqual(['1.5']);
    expect(found(morning, { age: { fromYears: 26, toYears: 26 } }, { view: 'all' })).toEqual([]);
  });

  test('the day it came, counted in the time of the hospitals', () => {
    const morning = openMorning();
    const today = { received: { kind: 'days-ago', from: 0, to: 0 } } as const;
    expect(found(morning, today)).toHaveLength(5);
    // 2026-11-20 16:00 UTC is the 21st at the hospitals.
    expect(found(morning, today, { nowMs: Date.parse('2026-11-20T16:00:00Z') })).toEqual([]);
    expect(found(morning, { received: { kind: 'days-ago', from: 1, to: 1 } }, { nowMs: Date.parse('2026-11-20T16:00:00Z') })).toHaveLength(5);
  });

  test('who has it: this seat, a colleague, nobody, a name', () => {
    const morning = openMorning();
    const held = [claim(morning, 0, { seatId: 'seat-1', person: '林知远' }), claim(morning, 1, { seatId: 'seat-2', person: '周牧' })];
    morning.caseCopies.take([], held);
    expect(found(morning, { claims: ['mine'] })).toEqual(['1.0']);
    expect(found(morning, { claims: ['colleague'] })).toEqual(['1.1']);
    expect(found(morning, { claims: ['free', 'mine'] })).toEqual(['1.0', '1.2', '1.3', '1.4']);
    expect(found(morning, { claimedBy: '周' })).toEqual(['1.1']);
  });
});

describe('filters of columns and the rest of a list', () => {
  test('hold in another order, in groups, in a search, and with hospitals and modalities', () => {
    const morning = openMorning();
    const columns = { sexes: ['F'] } as const;
    expect(found(morning, columns, { order: { column: 'left', direction: 'ascending' } })).toEqual(['1.1', '1.2']);
    expect(found(morning, columns, { search: 'sun' })).toEqual(['1.2']);
    expect(found(morning, columns, { view: 'all', siteIds: ['yunxiu'], modalities: ['DX'] })).toEqual(['1.1', '1.2']);
    expect(found(morning, { left: ['overdue'] }, { view: 'all', siteIds: ['yunxiu'], modalities: ['DX'], levels: [{ siteId: 'yunxiu', modality: 'DX', urgency: 'routine', minutes: 20 }] })).toEqual(['1.0', '1.1']);
    expect(morning.worklist.groups({ ...open, columns }, 'urgency')).toEqual([{ key: '1', count: 1 }, { key: '2', count: 1 }]);
  });

  test('come in pages that neither repeat nor leave out a row, also where all between pass no filter', () => {
    const catalogue = openTestCatalogue();
    catalogue.sites.put(testSite);
    // 90 cases of one minute; numbers 0, 30 and 60 are women.
    const studies = Array.from({ length: 90 }, (_, index) => foundStudy({ studyInstanceUid: `1.${index}`, patientId: `P${index}`, patientName: 'A', patientSex: index % 30 === 0 ? 'F' : 'M' }));
    catalogue.studies.recordSearch('yunxiu', studies, minute(0));
    const worklist = new WorklistRepository(catalogue.database, 40);
    const pages = (query: Partial<WorklistQuery>) => {
      const asked: { rows: string[]; hasMore: boolean }[] = [];
      let after: WorklistQuery['after'] = null;
      for (let hasMore = true; hasMore; ) {
        const page = worklist.list({ ...open, ...query, columns: { sexes: ['F'] }, after });
        asked.push({ rows: page.entries.map(({ study }) => study.studyInstanceUid), hasMore: page.hasMore });
        const last = page.entries.at(-1)?.study;
        after = page.next ?? (last === undefined ? null : { arrivedAt: last.arrivedAt, studyId: last.id });
        hasMore = page.hasMore;
      }
      return asked;
    };
    // 40 are looked at at a time: 89 to 50, 49 to 10, 9 to 0.
    const expected = [{ rows: ['1.60'], hasMore: true }, { rows: ['1.30'], hasMore: true }, { rows: ['1.0'], hasMore: false }];
    for (const query of [{ view: 'all' }, { view: 'open' }, { view: 'all', siteIds: ['yunxiu'] }, { view: 'open', search: 'p' }] as const) expect({ query, pages: pages(query) }).toEqual({ query, pages: expected });
    // One row a page: each page goes on behind its own last row.
    expect(pages({ view: 'all', limit: 1 }).flatMap(({ rows }) => rows)).toEqual(['1.60', '1.30', '1.0']);
  });
});
