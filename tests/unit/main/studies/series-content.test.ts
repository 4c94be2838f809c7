import { expect, test } from 'vitest';
import { contentOfSeries } from '#main/studies/study-facts.ts';

const CT = { sopClassUid: '1.2.840.10008.5.1.4.1.1.2' };
const REPORT = { sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33' };
const ECG = { sopClassUid: '1.2.840.10008.5.1.4.1.1.9.1.1' };
const STATE = { sopClassUid: '1.2.840.10008.5.1.4.1.1.11.1' };

test('pictures with a report listed before them are a series of pictures, with one object among them', () => {
  expect(contentOfSeries([REPORT, CT, CT])).toEqual({ content: 'images', objectInstances: 1 });
  expect(contentOfSeries([CT, CT])).toEqual({ content: 'images', objectInstances: 0 });
});

test('of a series without pictures the trace comes before the report, the report before what can only be laid over something', () => {
  expect(contentOfSeries([REPORT, ECG])).toEqual({ content: 'ecg' });
  expect(contentOfSeries([STATE, REPORT])).toEqual({ content: 'document' });
  expect(contentOfSeries([STATE])).toEqual({ content: 'other' });
});
