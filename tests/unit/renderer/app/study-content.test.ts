import { expect, test } from 'vitest';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import { contentOf, tabsOf } from '#renderer/app/reading/study-content.ts';

const series = (...contents: SeriesSummary['content'][]) => ({
  series: contents.map((content, index): SeriesSummary => ({
    content, seriesInstanceUid: `1.${index}`, modality: 'CT', seriesNumber: index, seriesDescription: '', bodyPart: '', expectedInstances: 1, heldInstances: 1,
  })),
});

test('pictures go before everything else', () => expect(contentOf(series('document', 'ecg', 'images'))).toBe('images'));
test('an ECG before documents', () => expect(contentOf(series('document', 'ecg'))).toBe('ecg'));
test('documents alone', () => expect(contentOf(series('document', 'other'))).toBe('documents'));
test('no series yet', () => expect(contentOf(series())).toBe('waiting'));
test('pictures with an ECG can be changed over', () => {
  expect(tabsOf(series('images', 'ecg'))).toEqual(['images', 'ecg']);
  expect(tabsOf(series('images', 'document'))).toEqual(['images']);
});
test('an ECG with documents and no pictures can be changed over, and documents alone are a place of their own', () => {
  expect(tabsOf(series('ecg', 'document'))).toEqual(['ecg', 'documents']);
  expect(tabsOf(series('other'))).toEqual(['documents']);
});
