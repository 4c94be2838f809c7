import { expect, test } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

function wordsIn(language: 'zh-CN' | 'en') {
  const t = translateWith(createTextEngine(language));
  return { t, format: createFormatters(t, language, 'Asia/Shanghai') };
}
const now = new Date('2026-11-21T02:00:00Z');

test('a wrong PIN says how many tries are left', () => {
  expect(errorWords(wordsIn('zh-CN'), 'signing/wrong-pin', { triesLeft: 4 }, now)).toEqual({
    title: '没有签发：证书口令不对，还可试 4 次',
    detail: '报告没有改动，也没有送出。都错会锁住证书',
    code: 'signing/wrong-pin',
  });
});

test('an instant among the facts is shown as a time of this place', () => {
  // 01:11 UTC is 09:11 in Shanghai.
  expect(errorWords(wordsIn('zh-CN'), 'site/unreachable', { site: '北原县人民医院', since: '2026-11-21T01:11:00Z' }, now).title).toBe(
    '北原县人民医院连不上，09:11 起',
  );
});

test('bytes among the facts are shown as a size', () => {
  expect(errorWords(wordsIn('zh-CN'), 'store/disk-full', { freeBytes: 1_800_000_000 }, now).title).toBe('磁盘已满，只剩 1.8 GB，已停止预取');
});

test('English begins with a capital where the hospital is not known', () => {
  expect(errorWords(wordsIn('en'), 'site/unreachable', {}, now).title).toBe('Unreachable');
});

test('a code that the page does not know reads as a bug', () => {
  expect(errorWords(wordsIn('zh-CN'), 'site/who-knows', {}, now).code).toBe('internal');
});

test('an exception that is no expected failure reads as a bug', () => {
  expect(thrownErrorWords(wordsIn('zh-CN'), new TypeError('x is undefined')).code).toBe('internal');
});

test('facts of the failure go before those of the surroundings', () => {
  const error = new AppError('site/unauthorised', 'x', { facts: { site: '青岭县人民医院' } });
  expect(thrownErrorWords(wordsIn('zh-CN'), error, { site: '医院' }).title).toBe('青岭县人民医院拒绝了账号或口令');
});
