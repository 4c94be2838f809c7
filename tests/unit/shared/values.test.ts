import { describe, expect, test } from 'vitest';
import { calendarAge, parseDicomAge, parseDicomDate, parseDicomTime } from '#shared/dicom/values/date-time.ts';
import { displayPersonName, formatPersonName, parsePersonName } from '#shared/dicom/values/person-name.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { isUid, trimUid } from '#shared/dicom/values/uid.ts';

describe('person names', () => {
  test('the ideographic group is what a Chinese reader sees', () => {
    expect(displayPersonName(parsePersonName('Zhao^Shoutian=赵^守田'))).toBe('赵守田');
  });

  test('Han characters in the alphabetic group are joined without a space', () => {
    expect(displayPersonName(parsePersonName('欧阳^桂兰'))).toBe('欧阳桂兰');
  });

  test('a Latin name keeps its spaces', () => {
    expect(displayPersonName(parsePersonName('Smith^John^^Dr.'))).toBe('Dr. Smith John');
  });

  test('groups are written back as they were read, without empty ones at the end', () => {
    expect(formatPersonName(parsePersonName('Zhao^Shoutian=赵^守田='))).toBe('Zhao^Shoutian=赵^守田');
    expect(formatPersonName(parsePersonName('=赵^守田'))).toBe('=赵^守田');
  });
});

describe('dates, times and ages', () => {
  test('a day that does not exist is no date', () => {
    expect(parseDicomDate('20260230')).toBeUndefined();
    expect(parseDicomDate('20280229')).toBe('2028-02-29');
  });

  test('the old form with dots is read', () => {
    expect(parseDicomDate('1993.08.22')).toBe('1993-08-22');
  });

  test('a short time is filled up, a leap second is taken back', () => {
    expect(parseDicomTime('0751')).toBe('07:51:00');
    expect(parseDicomTime('235960')).toBe('23:59:59');
    expect(parseDicomTime('2400')).toBeUndefined();
  });

  test('an age as sent keeps its unit', () => {
    expect(parseDicomAge('012D')).toEqual({ value: 12, unit: 'D' });
    expect(parseDicomAge('12')).toBeUndefined();
  });

  test('six years and four months on the day of the fourth monthly birthday, three on the day before', () => {
    expect(calendarAge('2020-07-21', '2026-11-21')).toMatchObject({ years: 6, months: 4 });
    expect(calendarAge('2020-07-21', '2026-11-20')).toMatchObject({ years: 6, months: 3 });
  });

  test('days are counted over a leap day', () => {
    // 20 February to 3 March 2028: 9 days to the 29th, 3 more.
    expect(calendarAge('2028-02-20', '2028-03-03')?.days).toBe(12);
  });

  test('nobody is examined before birth', () => {
    expect(calendarAge('2026-11-22', '2026-11-21')).toBeUndefined();
  });
});

describe('UIDs', () => {
  test('65 characters are too many', () => {
    expect(isUid(`1.${'2'.repeat(62)}`)).toBe(true);
    expect(isUid(`1.${'2'.repeat(63)}`)).toBe(false);
  });

  test('the NUL that pads an odd length is no part of the value', () => {
    expect(trimUid('1.2.3\0')).toBe('1.2.3');
  });
});

describe('what the page does with an instance', () => {
  test.each([
    ['1.2.840.10008.5.1.4.1.1.2', 'images'],
    ['1.2.840.10008.5.1.4.1.1.7', 'images'],
    ['1.2.840.10008.5.1.4.1.1.1.1', 'images'],
    ['1.2.840.10008.5.1.4.1.1.9.1.1', 'ecg'],
    ['1.2.840.10008.5.1.4.1.1.9.1.4', 'ecg'],
    ['1.2.840.10008.5.1.4.1.1.9.2.1', 'ecg'],
    ['1.2.840.10008.5.1.4.1.1.9.4.1', 'other'],
    ['1.2.840.10008.5.1.4.1.1.104.1', 'document'],
    ['1.2.840.10008.5.1.4.1.1.88.22', 'document'],
    ['1.2.840.10008.5.1.4.1.1.88.59', 'other'],
    ['1.2.840.10008.5.1.4.1.1.11.1', 'other'],
    ['1.2.840.10008.5.1.4.1.1.128', 'images'],
  ])('%s is shown as %s', (sopClassUid, content) => {
    expect(contentOf(sopClassUid)).toBe(content);
  });
});
