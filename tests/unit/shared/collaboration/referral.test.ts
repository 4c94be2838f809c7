import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DRAFT_REFERRAL_DISEASES } from '#shared/collaboration/referral/draft-diseases.ts';
import { referralLine, referralTable, suggestReferrals } from '#shared/collaboration/referral/referral-table.ts';

const TITLES = new Map(readFileSync(new URL('../../../fixtures/icd-10-categories.tsv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((row) => row.split('\t') as [string, string]));
const table = { diseases: DRAFT_REFERRAL_DISEASES };

test('the draft has at least 170 diseases, each under a category of ICD-10, none twice, and is a table that can be saved', () => {
  expect(DRAFT_REFERRAL_DISEASES.length).toBeGreaterThanOrEqual(170);
  expect(DRAFT_REFERRAL_DISEASES.filter(({ code }) => !TITLES.has(code))).toEqual([]);
  expect(new Set(DRAFT_REFERRAL_DISEASES.map(({ code }) => code)).size).toBe(DRAFT_REFERRAL_DISEASES.length);
  const words = DRAFT_REFERRAL_DISEASES.flatMap(({ name, synonyms }) => [name, ...synonyms]);
  expect(new Set(words).size).toBe(words.length);
  expect(referralTable.safeParse({ isDraft: true, levels: {}, diseases: DRAFT_REFERRAL_DISEASES }).success).toBe(true);
});

describe('an impression', () => {
  test('of a subarachnoid haemorrhage at a county hospital goes up to the third level', () => {
    const [first] = suggestReferrals(table, '1. 蛛网膜下腔出血。\n2. 双肺未见明显异常。', 'second');
    expect(first).toMatchObject({ disease: { code: 'I60' }, direction: 'up', level: 'third' });
    expect(first === undefined ? '' : referralLine(first)).toBe('转诊建议：上转至三级医院（I60 蛛网膜下腔出血）。');
  });

  test('of a pneumonia at a third-level hospital may go down, at a township hospital it stays', () => {
    expect(suggestReferrals(table, '右肺下叶肺炎', 'third')).toMatchObject([{ disease: { code: 'J18' }, direction: 'down', level: 'village' }]);
    // 最低级别是乡镇: it may go on to the village from there when it is stable.
    expect(suggestReferrals(table, '右肺下叶肺炎', 'village')).toMatchObject([{ direction: 'up', level: 'township' }]);
  });

  test.each([['未见肺栓塞'], ['无明显肺炎'], ['肺癌待排'], ['考虑肺癌？'], ['排除主动脉夹层']])('that denies or asks names no disease: %s', (impression) => {
    expect(suggestReferrals(table, impression, 'second')).toEqual([]);
  });

  test('with a longer name does not name the shorter one inside it', () => {
    expect(suggestReferrals(table, '病毒性肺炎', 'second').map(({ disease }) => disease.code)).toEqual(['J12']);
    expect(suggestReferrals(table, '慢性硬膜下血肿', 'second').map(({ disease }) => disease.code)).toEqual(['I62']);
  });
});
