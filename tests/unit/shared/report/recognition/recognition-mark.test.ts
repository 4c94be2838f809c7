import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recognitionMark, type RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';

const item: RecognitionItem = { siteId: 'yunxiu', stationName: 'CT1', modality: 'CT', bodyPart: '胸部', region: '京津冀HR', validFrom: '2026-01-01', validTo: '2026-12-31' };
const examination = { siteId: 'yunxiu', stationName: 'CT1', modality: 'CT', bodyPart: '胸部', studyDate: '2026-11-20' };

test('the mark stands for the very device, item and day, both ends included', () => {
  expect(recognitionMark([item], examination)).toBe('京津冀HR');
  expect(recognitionMark([item], { ...examination, studyDate: '2026-12-31' })).toBe('京津冀HR');
  for (const change of [{ stationName: 'CT2' }, { stationName: '' }, { siteId: 'qingling' }, { modality: 'MR' }, { bodyPart: '腹部' }, { studyDate: '2027-01-01' }, { studyDate: null }]) {
    expect(recognitionMark([item], { ...examination, ...change })).toBeUndefined();
  }
});

test('of two that are valid the wider region is printed', () => {
  expect(recognitionMark([item, { ...item, region: '全国HR' }], examination)).toBe('全国HR');
});

test('on no day outside its term is anything printed', () => {
  const day = fc.integer({ min: 0, max: 3000 }).map((days) => new Date(Date.UTC(2023, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, day, fc.boolean(), (from, to, studyDate, isEnded) => {
      const mark = recognitionMark([{ ...item, validFrom: from, validTo: isEnded ? to : null }], { ...examination, studyDate });
      expect(mark !== undefined).toBe(studyDate >= from && (!isEnded || studyDate <= to));
    }),
  );
});
