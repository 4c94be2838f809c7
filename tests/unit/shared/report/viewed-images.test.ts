import { expect, test } from 'vitest';
import { viewedImagesText } from '#shared/report/report-words.ts';
import { quantityText, spacingSourceText } from '#shared/report/quantity-text.ts';

test('the report names the series of which lossy images were seen, and what was seen before all had come', () => {
  expect(viewedImagesText({ seen: 20, seenWhileArriving: 5, lossySeries: [{ seriesNumber: 3, images: 12, ratio: 11.6 }, { seriesNumber: null, images: 1, ratio: null }] })).toBe(
    '看过有损影像：序列 3（12 幅，1:12）、无号序列（1 幅）；5 幅首次阅看时该序列未到齐，签发前已到齐',
  );
});

test('it says nothing where all that was seen was whole and lossless', () => {
  expect(viewedImagesText({ seen: 20, seenWhileArriving: 0, lossySeries: [] })).toBe('');
});

test('a length that was calibrated by hand names the known length', () => {
  expect(spacingSourceText({ spacingSource: 'user-calibrated', knownLengthMm: 25 })).toBe('校准：用户，已知长度 25.0 mm');
  expect(spacingSourceText({ spacingSource: 'detector-plane', knownLengthMm: null })).toBe('探测器平面');
});

test.each([
  [{ quantity: 'time', value: 0.0451, unit: 's' }, '0.045 s'],
  [{ quantity: 'mean', value: 1.8919, unit: 'g/ml{SUVbw}' }, '1.89 SUVbw'],
  [{ quantity: 'velocity', value: 40.04, unit: 'cm/s' }, '40.0 cm/s'],
] as const)('%j is printed with the places it needs', (quantity, text) => {
  expect(quantityText(quantity)).toBe(text);
});
