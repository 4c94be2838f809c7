import { expect, test } from 'vitest';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import { contentOf, hasBoth } from '#renderer/app/reading/study-content.ts';

const series = (...contents: SeriesSummary['content'][]) => ({
  series: contents.map((content, index): SeriesSummary => ({
    content, seriesInstanceUid: `1.${index}`, modality: 'CT', seriesNumber: index, seriesDescription: '', bodyPart: '', expectedInstances: 1, heldInstances: 1, missingSlices: null,
  })),
});

test('pictures go before everything else', () => expect(contentOf(series('document', 'ecg', 'images'))).toBe('images'));
test('an ECG before documents', () => expect(contentOf(series('document', 'ecg'))).toBe('ecg'));
test('documents alone', () => expect(contentOf(series('document', 'other'))).toBe('documents'));
test('no series yet', () => expect(contentOf(series())).toBe('waiting'));
test('pictures with an ECG can be changed over', () => {
  expect(hasBoth(series('images', 'ecg'))).toBe(true);
  expect(hasBoth(series('images', 'document'))).toBe(false);
});
