import { expect, test } from 'vitest';
import { formOutcomes, kindWords } from '#renderer/features/sites/learned-words.ts';
import { byTrouble, queueWords, sitesInWords, worstStrength } from '#renderer/features/sites/site-summary.ts';
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

test('a queue says how long it takes, unless its line is down or paused', () => {
  const line = { isPaused: false, daySharePercent: 100, nightSharePercent: 100 };
  expect(queueWords(text, { queuedInstances: 147, secondsToEmpty: 190, link: 'reachable', line })).toBe('147 幅　约 3 分');
  expect(queueWords(text, { queuedInstances: 147, secondsToEmpty: 190, link: 'unreachable', line })).toBe('147 幅');
  expect(queueWords(text, { queuedInstances: 147, secondsToEmpty: 190, link: 'reachable', line: { ...line, isPaused: true } })).toBe('147 幅');
  expect(queueWords(text, { queuedInstances: 0, secondsToEmpty: null, link: 'reachable', line })).toBe('—');
});

test('what was learned of a server names the form in use with its size, and what became of the others', () => {
  const capability = { kind: 'CT', waitMs: 105, checkedAt: '2026-11-20T01:00:00Z', isChosen: false, sizeShare: null };
  const learned = formOutcomes(text, [
    { ...capability, form: 'jpeg-ls', outcome: 'works', isChosen: true, sizeShare: 0.392 },
    { ...capability, form: 'kept', outcome: 'works', sizeShare: 1.002 },
    { ...capability, form: 'jpeg-2000', outcome: 'refused' },
    { ...capability, form: 'kept-gzip', outcome: 'ignored' },
  ]);
  expect(learned).toEqual({ chosen: 'JPEG-LS 无损，39% 大小', others: ['按原样取，100% 大小', 'JPEG 2000 无损：对方不支持', '原样加 gzip 压缩：对方没有照做'] });
});

test('pictures that came in another form than was asked for have come, and an object without a modality is named', () => {
  const ignored = { kind: 'CT', outcome: 'ignored', isChosen: false, sizeShare: 1, waitMs: 90, checkedAt: '2026-11-22T06:00:00Z' } as const;
  expect(formOutcomes(text, [{ ...ignored, form: 'jpeg-ls' }])).toEqual({ chosen: '按原样来，省线路的方式还在试', others: ['JPEG-LS 无损：对方没有照做'] });
  expect(formOutcomes(text, [{ ...ignored, form: 'jpeg-ls', outcome: 'refused' }]).chosen).toBe('还没有一种方式成功');
  expect([kindWords(text, 'CT'), kindWords(text, '1.2.840.10008.5.1.4.1.1.88.11')]).toEqual(['CT', '结构化报告']);
});

test('the bars show the worst line', () => {
  expect(worstStrength(sites)).toBe('cut');
  expect(worstStrength(sites.filter(({ link }) => link === 'reachable'))).toBe('strong');
});

test('hospitals that need a look stand first', () => {
  expect(byTrouble(sites).map(({ link }) => link)).toEqual(['unreachable', 'slow', 'reachable', 'reachable', 'reachable']);
});
