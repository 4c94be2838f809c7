import { expect, test } from 'vitest';
import { ageForm, calendarAge, isChild } from '#shared/ecg/paediatric-age.ts';
import { againstLimits, childLimits, paediatricLimits } from '#shared/ecg/paediatric-limits.ts';

test.each([
  ['20260301', '20260301', { kind: 'days', days: 0 }],
  ['20260301', '20260304', { kind: 'days', days: 3 }],
  ['20260201', '20260301', { kind: 'days', days: 28 }],
  ['20260130', '20260301', { kind: 'months', months: 1, days: 1 }],
  ['20251015', '20260301', { kind: 'months', months: 4, days: 14 }],
  ['20250301', '20260301', { kind: 'years-months', years: 1, months: 0 }],
  ['20140120', '20260301', { kind: 'years-months', years: 12, months: 1 }],
  ['20120301', '20260301', { kind: 'years', years: 14 }],
  // Born on a 29th of February: a year old on the 28th.
  ['20240229', '20250228', { kind: 'years-months', years: 1, months: 0 }],
] as const)('born %s, recorded %s', (birthDate, onDate, expected) => {
  expect(ageForm(calendarAge(birthDate, onDate)!)).toEqual(expected);
});

test('no age without two dates in their order', () => {
  expect([calendarAge('', '20260301'), calendarAge('20260302', '20260301'), calendarAge('20260231', '20260301')]).toEqual([undefined, undefined, undefined]);
});

test('a boy of twelve has the limits of his group, and is a child', () => {
  const age = calendarAge('20140120', '20260301101500')!;
  const found = paediatricLimits(age, 'M')!;
  // Rijnbeek 2001, boys of 12 to 16 years: QRS 78 to 111 ms, rate 48 to 99 a minute.
  expect([isChild(age), found.limits.qrs, found.limits.heartRate.high]).toEqual([true, { low: 78, median: 91, high: 111 }, 99]);
  expect(found.source.journal).toBe('Eur Heart J 2001;22:702-711');
});

test('a newborn of 20 days has the limits of the first month: a rate of 160 is usual', () => {
  expect(paediatricLimits(calendarAge('20260209', '20260301')!, 'F')?.limits.heartRate).toEqual({ low: 136, median: 155, high: 216 });
});

test('where no source speaks there is no limit: under 11 days, from 16 years, unknown sex', () => {
  expect([
    paediatricLimits(calendarAge('20260220', '20260301')!, 'M'), paediatricLimits(calendarAge('20100301', '20260301')!, 'M'), paediatricLimits(calendarAge('20200301', '20260301')!, 'O'),
  ]).toEqual([undefined, undefined, undefined]);
});

test('every group stands between its neighbours without a gap, and its median between its limits', () => {
  let last = 0;
  for (let months = 0; months < 192; months += 1) {
    const found = paediatricLimits({ totalDays: 11 + months * 30, years: Math.floor(months / 12), months: months % 12, days: 0 }, 'F')!;
    expect(found.fromMonths <= months && months < found.toMonths && found.fromMonths >= last).toBe(true);
    last = found.fromMonths;
    for (const { low, median, high } of Object.values(found.limits)) expect(low < median && median < high).toBe(true);
  }
});

test("a reader sees a child's limits or why there are none, and none of either for the grown", () => {
  expect(childLimits('2014-01-20', '2026-03-01', 'M')).toMatchObject({ status: 'given', limits: { fromMonths: 144 } });
  // Ten days old; a girl or boy of six, nobody says which; sixteen; no birth date.
  expect([childLimits('2026-02-19', '2026-03-01', 'F'), childLimits('2020-03-01', '2026-03-01', ''), childLimits('2010-03-01', '2026-03-01', 'M'), childLimits(null, '2026-03-01', 'M')]).toEqual([
    { status: 'none', reason: 'younger-than-source' }, { status: 'none', reason: 'sex-unknown' }, undefined, undefined,
  ]);
});

test('a value on its limit is within; what was not measured lies nowhere', () => {
  const limits = { low: 78, median: 91, high: 111 };
  const of = (value: number) => againstLimits({ status: 'measured', value, unit: 'ms' }, limits);
  expect([of(77.9), of(78), of(111), of(111.1), againstLimits({ status: 'notMeasurable', reason: 'noise' }, limits)]).toEqual(['below', 'within', 'within', 'above', undefined]);
});

test('an age that was sent chooses the limits where no birth date does, and never against one', () => {
  // 003D and 001W lie before the eleventh day, from which the source has numbers; 002W is the 14th.
  expect(['003D', '001W'].map((age) => childLimits(null, '2026-03-01', 'F', age))).toEqual([{ status: 'none', reason: 'younger-than-source' }, { status: 'none', reason: 'younger-than-source' }]);
  expect(childLimits(null, '2026-03-01', 'F', '002W')).toMatchObject({ status: 'given', limits: { fromMonths: 0 } });
  expect(childLimits(null, null, 'M', '012Y')).toMatchObject({ status: 'given', limits: { fromMonths: 144 } });
  expect(childLimits(null, '2026-03-01', 'M', '018M')).toMatchObject({ status: 'given', limits: { fromMonths: 12 } });
  expect([childLimits(null, '2026-03-01', 'M', '016Y'), childLimits(null, '2026-03-01', 'M', ''), childLimits('1980-01-01', '2026-03-01', 'M', '003D')]).toEqual([undefined, undefined, undefined]);
});
