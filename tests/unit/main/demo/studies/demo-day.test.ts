import { expect, test } from 'vitest';
import { demoDayOf } from '#main/demo/studies/demo-day.ts';
import { demoUid } from '#main/demo/studies/demo-uid.ts';
import { isUid } from '#shared/dicom/values/uid.ts';

test('from eight in the morning in China the day is that day, and its studies are from before eight', () => {
  // 00:00 UTC is 08:00 in China.
  const day = demoDayOf(new Date('2026-11-21T00:00:00Z'));
  expect(day.date).toBe('2026-11-21');
  expect(day.at(24, 12)).toEqual({ date: '20261121', time: '072412' });
});

test('before eight it is the evening before', () => {
  const day = demoDayOf(new Date('2026-11-20T23:59:59Z'));
  expect(day.date).toBe('2026-11-20');
  expect(day.at(5).time).toBe('220500');
});

test('all hours of a demo day have one key', () => {
  expect(demoDayOf(new Date('2026-11-21T00:30:00Z')).key).toBe(demoDayOf(new Date('2026-11-21T15:30:00Z')).key);
});

test('ages come out in completed years and months', () => {
  // Six years, four months and twelve days before 21 November 2026 is 9 July 2020.
  expect(demoDayOf(new Date('2026-11-21T02:00:00Z')).born(6, 4)).toBe('2020-07-09');
});

test('UIDs are valid, short enough and depend on every name', () => {
  expect(isUid(demoUid('a', 'b'))).toBe(true);
  expect(demoUid('a', 'b')).toBe(demoUid('a', 'b'));
  expect(demoUid('ab')).not.toBe(demoUid('a', 'b'));
  expect(demoUid('a', 'b').length).toBeLessThanOrEqual(44);
});
