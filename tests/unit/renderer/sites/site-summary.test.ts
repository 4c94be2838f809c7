import { expect, test } from 'vitest';
import { byTrouble, sitesInWords, worstStrength } from '#renderer/features/sites/site-summary.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';
import { createAlliance } from '#tests/support/stand-in-alliance.ts';

const t = translateWith(createTextEngine('zh-CN'));
const text = { t, language: 'zh-CN', format: createFormatters(t, 'zh-CN') } as const;
const { sites } = createAlliance(0);

test('all lines in one line; states nobody is in are left out', () => {
  expect(sitesInWords(text, sites)).toBe('5 家医院：3 通 · 1 慢 · 1 断');
});

test('no hospital has its own words', () => expect(sitesInWords(text, [])).toBe('没有接入医院'));

test('the bars show the worst line', () => {
  expect(worstStrength(sites)).toBe('cut');
  expect(worstStrength(sites.filter(({ link }) => link === 'reachable'))).toBe('strong');
});

test('hospitals that need a look stand first', () => {
  expect(byTrouble(sites).map(({ link }) => link)).toEqual(['unreachable', 'slow', 'reachable', 'reachable', 'reachable']);
});
