import { expect, test } from 'vitest';
import { endingsOf, searchExpression } from '#main/studies/search-text.repository.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

test('every ending of every word is a term', () => {
  expect(endingsOf('赵守田 ql04')).toEqual(['赵守田', '守田', '田', 'ql04', 'l04', '04', '4']);
});

test('a question is the beginnings of endings, all of which must be there; signs alone find nothing', () => {
  expect(searchExpression(' 守田  QL-04 ')).toBe('"守田"* AND "ql"* AND "04"*');
  expect(searchExpression('%')).toBe('""');
  expect(searchExpression('  ')).toBeUndefined();
});

test('a study is found by any part of its name, and after a correction by the new name alone', () => {
  const { sites, studies, worklist } = openTestCatalogue();
  sites.put(testSite);
  const found = (search: string) =>
    worklist.list({ view: 'all', search, modalities: [], siteIds: [], limit: 5, after: null }).entries.map(({ study }) => study.id);
  studies.recordSearch(testSite.id, [foundStudy()], '2026-11-20T00:00:00.000Z');
  for (const search of ['守田', '田', 'shou', '0417', 'zhao 守', '头颅']) expect(found(search), search).toEqual([1]);
  studies.recordSearch(testSite.id, [foundStudy({ patientName: 'Zhao^Shoutian=赵^寿田' })], '2026-11-20T00:01:00.000Z');
  expect(found('守田')).toEqual([]);
  expect(found('寿田')).toEqual([1]);
});
