import { describe, expect, test } from 'vitest';
import { ageText } from '#shared/report/age-text.ts';

const age = (birthDate: string | null, onDate: string | null, ageAsSent = '') => ({ birthDate, onDate, ageAsSent });

describe('the age on a report', () => {
  test.each([
    ['2026-11-20', '2026-11-20', '0天'],
    // 20 November - 8 November = 12
    ['2026-11-08', '2026-11-20', '12天'],
    // 18 November - 22 October: 9 to the end of October and 18 = 27, the last day of a newborn
    ['2026-10-22', '2026-11-18', '27天'],
    // 30 days, but October has 31: no whole month yet
    ['2026-10-21', '2026-11-20', '30天'],
    ['2026-10-20', '2026-11-20', '1月'],
    // three months to 8 November, and 12 days
    ['2026-08-08', '2026-11-20', '3月12天'],
    ['2025-11-21', '2026-11-20', '11月30天'],
    ['2025-11-20', '2026-11-20', '1岁'],
    ['2020-07-03', '2026-11-20', '6岁4月'],
    ['2020-11-20', '2026-11-20', '6岁'],
    ['2012-11-21', '2026-11-20', '13岁11月'],
    ['2012-11-20', '2026-11-20', '14岁'],
    ['1955-03-01', '2026-11-20', '71岁'],
  ])('of somebody born %s is on %s written %s', (birthDate, onDate, expected) => {
    expect(ageText(age(birthDate, onDate))).toBe(expected);
  });

  test('counts the days after the last day of a month that is too short', () => {
    // 31 January and one month: 28 February, the last of its month; 2 March is two days later.
    expect(ageText(age('2026-01-31', '2026-03-02'))).toBe('1月2天');
  });

  test('is written in English with plurals', () => {
    expect(['2026-11-08', '2026-10-20', '2026-08-19', '2020-07-03', '2025-10-20'].map((birthDate) => ageText(age(birthDate, '2026-11-20'), 'en'))).toEqual([
      '12 days', '1 month', '3 months 1 day', '6 years 4 months', '1 year 1 month',
    ]);
  });

  test('is taken as sent where the birth date is missing', () => {
    expect(['012D', '003W', '006M', '071Y'].map((sent) => ageText(age(null, '2026-11-20', sent)))).toEqual(['12天', '3周', '6月', '71岁']);
  });

  test('is taken as sent where the examination lies before the birth', () => {
    expect(ageText(age('2026-11-21', '2026-11-20', '001D'))).toBe('1天');
  });

  test('is empty when nothing is known', () => {
    expect(ageText(age(null, null))).toBe('');
  });
});
