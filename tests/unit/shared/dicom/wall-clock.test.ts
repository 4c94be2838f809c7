import { expect, test } from 'vitest';
import { onWallClock, parseTimezoneOffset } from '#shared/dicom/values/wall-clock.ts';

const night = { date: '2026-11-20', time: '23:50:00' };

test.each([
  // The county itself, and a device that says nothing: what is on its wall.
  ['+0800', '2026-11-20 23:50:00'],
  ['', '2026-11-20 23:50:00'],
  // 23:50 at -5 is 13 hours later at +8: 12:50 of the next day.
  ['-0500', '2026-11-21 12:50:00'],
  // 23:50 at UTC is 07:50 of the next day.
  ['+0000', '2026-11-21 07:50:00'],
  // India, half an hour: 2 h 30 min later, 02:20 of the next day.
  ['+0530', '2026-11-21 02:20:00'],
  // Further east than China: 23:50 at +9 is 22:50.
  ['+0900', '2026-11-20 22:50:00'],
  ['nonsense', '2026-11-20 23:50:00'],
])('23:50 with the offset %s is %s at the county', (offset, expected) => {
  const { date, time } = onWallClock(night, offset, '+08:00');
  expect(`${date} ${time}`).toBe(expected);
});

test('a date without a time stays: it has no moment that could be moved', () => {
  expect(onWallClock({ date: '2026-11-20', time: null }, '-0500', '+08:00')).toEqual({ date: '2026-11-20', time: null });
});

test.each([['+1400', 840], ['-1200', -720], ['+0545', 345], ['+1500', undefined], ['+0860', undefined], ['0800', undefined], ['', undefined]])('%s is %s minutes', (text, minutes) => {
  expect(parseTimezoneOffset(text)).toBe(minutes);
});
