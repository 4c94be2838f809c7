import { describe, expect, test } from 'vitest';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

const inLanguage = (language: 'zh-CN' | 'en') => createFormatters(translateWith(createTextEngine(language)), language, 'Asia/Shanghai');
const chinese = inLanguage('zh-CN');
const english = inLanguage('en');

describe('instants are shown in the time of this place', () => {
  // 16:30 UTC on the 20th is 00:30 on the 21st in Shanghai, which is eight hours ahead.
  const instant = '2026-11-20T16:30:05Z';
  test('dates are ISO', () => expect(chinese.date(instant)).toBe('2026-11-21'));
  test('midnight is 00, not 24', () => expect(chinese.time(instant)).toBe('00:30'));
  test('seconds where a clock runs', () => expect(chinese.timeWithSeconds(instant)).toBe('00:30:05'));
  test('the date stands before the time on another day', () => {
    expect(chinese.timeOrDate(instant, new Date('2026-11-22T02:00:00Z'))).toBe('2026-11-21 00:30');
    expect(chinese.timeOrDate(instant, new Date('2026-11-21T02:00:00Z'))).toBe('00:30');
  });
});

describe('durations', () => {
  test.each([
    [0, '1 秒'],
    [12.4, '12 秒'],
    [59.6, '1 分'],
    [180, '3 分'],
    [3600, '1 小时'],
    [3900, '1 小时 5 分'], // 3600 + 5 * 60
    [3 * 86_400, '3 天'],
  ])('%d seconds', (seconds, words) => expect(chinese.duration(seconds)).toBe(words));

  test('English counts days in singular and plural', () => {
    expect(english.duration(2 * 86_400)).toBe('2 days');
    expect(english.duration(65 * 60)).toBe('1 h 5 min');
  });

  test('how far back something was seen', () => {
    const now = new Date('2026-11-21T02:00:00Z');
    expect(chinese.ago('2026-11-21T01:59:30Z', now)).toBe('刚才');
    expect(chinese.ago('2026-11-21T01:55:30Z', now)).toBe('4 分前'); // 4.5 minutes, whole ones counted
    expect(chinese.ago('2026-11-21T00:30:00Z', now)).toBe('08:30');
  });
});

describe('sizes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [21_800, '21.8 KB'],
    [212_345, '212 KB'],
    [1_800_000_000, '1.8 GB'],
  ])('%d bytes', (bytes, words) => expect(chinese.bytes(bytes)).toBe(words));

  test('bit rates', () => {
    expect(chinese.bitRate(17_840_000)).toBe('17.8 Mbit/s');
    expect(chinese.bitRate(0)).toBe('0 bit/s');
  });
});

describe('numbers', () => {
  test('a minus is a minus', () => expect(chinese.number(-600)).toBe('−600'));
  test('decimals as asked', () => expect(chinese.number(15.84)).toBe('15.8'));
});

describe('ages', () => {
  test('are those of the report, on the day of the study', () => {
    expect(chinese.age({ birthDate: '2026-11-09', ageAsSent: '' }, '2026-11-21')).toBe('12天');
    expect(chinese.age({ birthDate: '2020-07-21', ageAsSent: '' }, '2026-11-21')).toBe('6岁4月');
    expect(chinese.age({ birthDate: null, ageAsSent: '071Y' }, '2026-11-21')).toBe('71岁');
    expect(chinese.age({ birthDate: null, ageAsSent: '' }, '2026-11-21')).toBe('');
  });

  test('are short in English', () => {
    expect(english.age({ birthDate: '2020-07-21', ageAsSent: '' }, '2026-11-21')).toBe('6 y 4 mo');
    expect(english.age({ birthDate: null, ageAsSent: '003W' }, '2026-11-21')).toBe('3 w');
  });
});
