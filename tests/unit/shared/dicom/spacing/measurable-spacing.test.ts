import { describe, expect, test } from 'vitest';
import { buildDataSet, type AttributeValue } from '#shared/dicom/data-set/build-data-set.ts';
import { measurableSpacingOf, spacingForPoints } from '#shared/dicom/spacing/measurable-spacing.ts';
import { ultrasoundRegionsOf } from '#shared/dicom/spacing/ultrasound-region.ts';

const DX = { modality: 'DX', sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1', hasPlane: false };
const decide = (attributes: Parameters<typeof buildDataSet>[0], context = DX) => measurableSpacingOf(buildDataSet(attributes), context);

/** What 200 pixels along a row come to. */
function rowOf200(attributes: Record<string, AttributeValue>, context = DX): string {
  const spacing = decide(attributes, context);
  return spacing.kind === 'none' ? 'px' : `${(200 * spacing.columnSpacingMm).toFixed(2)} mm ${spacing.kind}`;
}

describe('200 pixels of a projection', () => {
  test.each<[string, Record<string, AttributeValue>, string]>([
    ['no spacing', {}, 'px'],
    // 200 * 0.2 = 40
    ['Pixel Spacing alone', { PixelSpacing: [0.2, 0.2] }, '40.00 mm detector-plane'],
    // 200 * 0.25 = 50
    ['Imager Pixel Spacing alone', { ImagerPixelSpacing: [0.25, 0.25] }, '50.00 mm detector-plane'],
    ['both, equal', { PixelSpacing: [0.25, 0.25], ImagerPixelSpacing: [0.25, 0.25] }, '50.00 mm detector-plane'],
    ['both, different, without a reason', { PixelSpacing: [0.2, 0.2], ImagerPixelSpacing: [0.25, 0.25] }, '50.00 mm detector-plane'],
    [
      'both, different, calibrated by an object',
      { PixelSpacing: [0.2, 0.2], ImagerPixelSpacing: [0.25, 0.25], PixelSpacingCalibrationType: 'FIDUCIAL' },
      '40.00 mm calibrated',
    ],
    [
      'both, equal, corrected by geometry',
      { PixelSpacing: [0.25, 0.25], ImagerPixelSpacing: [0.25, 0.25], PixelSpacingCalibrationType: 'GEOMETRY' },
      '50.00 mm calibrated',
    ],
    // 200 * 0.25 / 1.8 = 27.78
    [
      'Imager Pixel Spacing and a magnification of 1.8',
      { ImagerPixelSpacing: [0.25, 0.25], EstimatedRadiographicMagnificationFactor: 1.8 },
      '27.78 mm magnification-corrected',
    ],
    [
      'equal spacings and a magnification of 1.8',
      { PixelSpacing: [0.25, 0.25], ImagerPixelSpacing: [0.25, 0.25], EstimatedRadiographicMagnificationFactor: 1.8 },
      '27.78 mm magnification-corrected',
    ],
    // A magnification below 1 is impossible: the object cannot stand behind the detector.
    ['a magnification of 0', { ImagerPixelSpacing: [0.25, 0.25], EstimatedRadiographicMagnificationFactor: 0 }, '50.00 mm detector-plane'],
    ['a spacing of 0', { ImagerPixelSpacing: [0, 0] }, 'px'],
    ['a calibration type without a spacing', { PixelSpacingCalibrationType: 'FIDUCIAL' }, 'px'],
  ])('%s', (_, attributes, expected) => {
    expect(rowOf200(attributes)).toBe(expected);
  });
});

test('the first value of Pixel Spacing is the distance between rows', () => {
  expect(decide({ PixelSpacing: [2, 0.5] }, { modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.2', hasPlane: true })).toEqual({
    kind: 'patient', rowSpacingMm: 2, columnSpacingMm: 0.5,
  });
});

test('the words of a calibration come along', () => {
  expect(
    decide({ PixelSpacing: [0.2, 0.2], PixelSpacingCalibrationType: 'FIDUCIAL', PixelSpacingCalibrationDescription: '圆球 25 mm' }),
  ).toMatchObject({ kind: 'calibrated', method: 'fiducial', description: '圆球 25 mm' });
});

test.each([
  ['a secondary capture', { modality: 'OT', sopClassUid: '1.2.840.10008.5.1.4.1.1.7', hasPlane: true }, 'secondary-capture'],
  ['a secondary capture of a CT', { modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.7.2', hasPlane: true }, 'secondary-capture'],
  ['an ultrasound image without regions', { modality: 'US', sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1', hasPlane: false }, 'no-ultrasound-region'],
  ['a photograph', { modality: 'XC', sopClassUid: '1.2.840.10008.5.1.4.1.1.77.1.4', hasPlane: false }, 'no-spacing'],
])('Pixel Spacing of %s is no millimetre of the patient', (_, context, reason) => {
  expect(decide({ PixelSpacing: [0.5, 0.5] }, context)).toEqual({ kind: 'none', reason });
});

describe('ultrasound regions', () => {
  const region = (minX: number, maxX: number, units: number, delta: number, format = 1) =>
    buildDataSet({
      RegionSpatialFormat: format, RegionLocationMinX0: minX, RegionLocationMinY0: 0, RegionLocationMaxX1: maxX, RegionLocationMaxY1: 99,
      PhysicalUnitsXDirection: units, PhysicalUnitsYDirection: units, PhysicalDeltaX: delta, PhysicalDeltaY: delta,
    });
  // Left half: a 2D picture, 0.02 cm a pixel. Right half: time and velocity (units 4 and 7 in truth; 4 for both here).
  const regions = ultrasoundRegionsOf(buildDataSet({ SequenceOfUltrasoundRegions: [region(0, 99, 3, 0.02), region(100, 199, 4, 0.01, 3)] }));
  const none = { kind: 'none', reason: 'no-ultrasound-region' } as const;

  test('points inside one 2D region are measured with its scale', () => {
    // 0.02 cm = 0.2 mm
    expect(spacingForPoints(none, regions, [[10, 10], [90, 50]])).toEqual({ kind: 'patient', columnSpacingMm: 0.2, rowSpacingMm: 0.2 });
  });

  test('a line from one region into another is refused', () => {
    expect(spacingForPoints(none, regions, [[90, 10], [110, 10]])).toEqual({ kind: 'none', reason: 'across-ultrasound-regions' });
  });

  test('a region whose axes are no lengths gives pixels', () => {
    expect(spacingForPoints(none, regions, [[120, 10], [150, 10]])).toEqual({ kind: 'none', reason: 'no-ultrasound-region' });
  });

  test('an axis that runs against the pixels has the same scale', () => {
    const [upward] = ultrasoundRegionsOf(buildDataSet({ SequenceOfUltrasoundRegions: [region(0, 99, 3, -0.02)] }));
    expect(upward?.spacingMm).toEqual({ column: 0.2, row: 0.2 });
  });
});
