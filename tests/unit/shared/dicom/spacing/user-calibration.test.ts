import { describe, expect, test } from 'vitest';
import { measureShape } from '#shared/dicom/measurement/measure-shape.ts';
import { ultrasoundRegionsOf } from '#shared/dicom/spacing/ultrasound-region.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { calibrate, calibratedSpacing, type CalibratedFrame } from '#shared/dicom/spacing/user-calibration.ts';

const film: CalibratedFrame = { spacing: { kind: 'detector-plane', columnSpacingMm: 0.2, rowSpacingMm: 0.2 }, ultrasoundRegions: [], pixelShape: { width: 0.2, height: 0.2 } };

test('a ball of 25 mm that spans 100 pixels makes a pixel of 0.25 mm, and a line of 200 pixels 50 mm', () => {
  const verdict = calibrate([[100, 50], [200, 50]], 25, film);
  expect(verdict).toEqual({ kind: 'calibrated', calibration: { knownLengthMm: 25, columnSpacingMm: 0.25, rowSpacingMm: 0.25 } });
  const spacing = calibratedSpacing(film.spacing, verdict.kind === 'calibrated' ? verdict.calibration : undefined);
  const measured = measureShape('length', [[0, 0], [200, 0]], { ...film, spacing, ultrasoundRegions: [], grey: undefined });
  expect(measured?.quantities).toEqual([{ quantity: 'length', value: 50, unit: 'mm' }]);
  expect(measured?.spacing.kind).toBe('user-calibrated');
});

test('pixels keep their shape: twice as high as wide stays so', () => {
  // 30 wide * 1 and 20 high * 2: hypot(30, 40) = 50 units for 100 mm: 2 mm wide, 4 mm high
  expect(calibrate([[0, 0], [30, 20]], 100, { ...film, spacing: { kind: 'none', reason: 'no-spacing' }, pixelShape: { width: 1, height: 2 } })).toEqual({
    kind: 'calibrated', calibration: { knownLengthMm: 100, columnSpacingMm: 2, rowSpacingMm: 4 },
  });
});

describe('what cannot be calibrated says why', () => {
  const regions = ultrasoundRegionsOf(buildDataSet({ SequenceOfUltrasoundRegions: [buildDataSet({ RegionLocationMinX0: 0, RegionLocationMinY0: 0, RegionLocationMaxX1: 9, RegionLocationMaxY1: 9 })] }));
  test.each([
    ['a CT', { ...film, spacing: { kind: 'patient', columnSpacingMm: 1, rowSpacingMm: 1 } } as const, 100, 25, 'patient-spacing'],
    ['an ultrasound image with regions', { ...film, ultrasoundRegions: regions }, 100, 25, 'ultrasound-regions'],
    ['a line of nine pixels', film, 9, 25, 'too-short'],
    ['an object of nothing', film, 100, 0, 'impossible-length'],
    ['an object of three metres', film, 100, 3000, 'impossible-length'],
    ['no number', film, 100, Number.NaN, 'impossible-length'],
  ])('%s', (_, frame, pixels, knownLengthMm, reason) => {
    expect(calibrate([[0, 0], [pixels, 0]], knownLengthMm, frame)).toEqual({ kind: 'refused', reason });
  });
});

test('without a calibration the image keeps its own spacing', () => {
  expect(calibratedSpacing(film.spacing, undefined)).toBe(film.spacing);
});
