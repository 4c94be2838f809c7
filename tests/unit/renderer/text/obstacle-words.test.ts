import { expect, test } from 'vitest';
import type { ReportText, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import { signingObstacles } from '#shared/report/signing-obstacles.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { firstPlaceOf, isToDo, obstacleWords, placeOf } from '#renderer/text/obstacle-words.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

const t = translateWith(createTextEngine('zh-CN'));
const words = { t, language: 'zh-CN', format: createFormatters(t, 'zh-CN') } as const;
const text: ReportText = { findings: '右肺见结节。', impression: '考虑___。', recommendation: '复查𬭎', outcome: 'positive' };
const complete = { expectedInstances: 32, heldInstances: 32, isComplete: true, missingGlyphs: [], lossyRatio: undefined };

test('what the checks of main say is said in words, with their numbers', () => {
  const found = signingObstacles({ ...text, ...complete, heldInstances: 30, missingGlyphs: ['𬭎'], lossyRatio: 12 });
  expect(found.map((obstacle) => obstacleWords(words, obstacle).title)).toEqual([
    '有没填的空：___',
    '有字“𬭎”没有字形，打印会缺字',
    '影像没有到齐，已到 30/32',
    '影像是有损压缩，1:12',
  ]);
});

test('the hand is led to the section that holds the gap or the character', () => {
  const found = signingObstacles({ ...text, ...complete, missingGlyphs: ['𬭎'] });
  expect(found.map((obstacle) => placeOf(obstacle, text))).toEqual(['impression', 'recommendation']);
});

test('what is not in the text has no place', () => {
  const obstacle: SigningObstacle = { level: 'block', code: 'images-missing', facts: { held: 1, expected: 2 } };
  expect(placeOf(obstacle, text)).toBeUndefined();
});

test('empty sections are things to do, and the first of them is where F4 leads', () => {
  const found = signingObstacles({ findings: '', impression: '', recommendation: '', outcome: null, ...complete });
  expect(found.every(isToDo)).toBe(true);
  expect(firstPlaceOf(found, text)).toBe('findings');
});
