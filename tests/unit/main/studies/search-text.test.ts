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

test('a name is found by either reading of its surname, by surname and initials, by ü however it is typed, and across the dot of a long name', () => {
  const { sites, studies, worklist } = openTestCatalogue();
  sites.put(testSite);
  const names = ['单^守田', '吕^秀芝', '张^三丰', '阿卜杜热西提·买买提', '欧阳^娜', 'Lyu^Bu'];
  names.forEach((patientName, index) => studies.recordSearch(testSite.id, [foundStudy({ patientName, studyInstanceUid: `1.2.${index + 1}`, patientId: `P${index}` })], '2026-11-20T00:00:00.000Z'));
  const found = (search: string) =>
    worklist.list({ view: 'all', search, modalities: [], siteIds: [], limit: 9, after: null }).entries.map(({ study }) => study.patientName).toSorted();
  const searches = {
    shanshou: ['单^守田'], danst: ['单^守田'], sst: ['单^守田'], lvxiu: ['吕^秀芝'], lüxiu: ['吕^秀芝'], lyuxz: ['吕^秀芝'], lyu: ['Lyu^Bu', '吕^秀芝'], zhangsf: ['张^三丰'], zhangs: ['张^三丰'], zsf: ['张^三丰'], 三丰: ['张^三丰'],
    买买提: ['阿卜杜热西提·买买提'], '阿卜杜热西提·买买提': ['阿卜杜热西提·买买提'], maimaiti: ['阿卜杜热西提·买买提'], ouyang: ['欧阳^娜'], oyn: ['欧阳^娜'],
  };
  for (const [search, expected] of Object.entries(searches)) expect([search, found(search)]).toEqual([search, expected]);
});
