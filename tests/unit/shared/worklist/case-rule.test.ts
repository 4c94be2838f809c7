import { describe, expect, test } from 'vitest';
import { defaultSinceDate, isCase, type CaseRule } from '#shared/worklist/case-rule.ts';

const everything: CaseRule = { sinceDate: null, modalities: [], requestMark: 'none' };
const study = { studyDate: '2026-11-20', modalities: ['CT'], accessionNumber: 'QL26112000417' };

describe('which studies of a site are cases', () => {
  test('without a rule every study is one', () => {
    expect(isCase(study, everything)).toBe(true);
  });

  test('a study of the first day counts, one of the day before does not', () => {
    const rule = { ...everything, sinceDate: '2026-11-20' };
    expect(isCase(study, rule)).toBe(true);
    expect(isCase({ ...study, studyDate: '2026-11-19' }, rule)).toBe(false);
  });

  test('a study without a date counts, because it may be the newest', () => {
    expect(isCase({ ...study, studyDate: null }, { ...everything, sinceDate: '2026-11-20' })).toBe(true);
  });

  test('only the modalities that the centre reads for the site count', () => {
    const rule = { ...everything, modalities: ['MR', 'ECG'] };
    expect(isCase(study, rule)).toBe(false);
    expect(isCase({ ...study, modalities: ['MR', 'SR'] }, rule)).toBe(true);
  });

  test('where the site marks what is to be read, a study without a request is none', () => {
    const rule: CaseRule = { ...everything, requestMark: 'accession-number' };
    expect(isCase(study, rule)).toBe(true);
    expect(isCase({ ...study, accessionNumber: '' }, rule)).toBe(false);
  });

  test('a study of nothing but reports is none', () => {
    expect(isCase({ ...study, modalities: ['SR', 'DOC'] }, everything)).toBe(false);
  });

  test('a study whose modalities the server does not tell counts', () => {
    expect(isCase({ ...study, modalities: [] }, everything)).toBe(true);
  });
});

test('a site added on 2 March 2028 starts on 24 February', () => {
  // 2028 is a leap year: 2 March - 2 days = 29 February, - 5 days = 24 February.
  expect(defaultSinceDate('2028-03-02')).toBe('2028-02-24');
});
