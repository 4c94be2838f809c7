import { expect, test } from 'vitest';
import { keyImageAppearance } from '#main/reports/key-image-appearance.ts';
import type { KeyImageView, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { CT_IMAGE } from '#tests/support/sample-report.ts';

const view: KeyImageView = {
  windowCenter: -600, windowWidth: 1500, voiLutFunction: 'LINEAR', isInverted: true, rotationDegrees: 90, flipHorizontal: true, flipVertical: false,
  area: { left: 10, top: 20, right: 300, bottom: 250.5 },
};
const ct = (change: Parameters<typeof buildDataSet>[0] = {}) => buildDataSet({
  SOPClassUID: CT_IMAGE, SOPInstanceUID: '1.2.3.1', Modality: 'CT', Rows: 512, Columns: 400, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 12,
  HighBit: 11, PixelRepresentation: 0, RescaleSlope: 1, RescaleIntercept: -1024, PixelSpacing: [0.8, 0.5], ImagePositionPatient: [0, 0, 0], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ...change,
});
const drawn = (change: Partial<StoredMeasurement>): StoredMeasurement => ({
  trackingUid: '2.25.1', studyId: 1, seriesInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.1', frameNumber: 1, kind: 'length', pointsPx: [[20, 30], [60, 30]],
  quantities: [{ quantity: 'length', value: 20.04, unit: 'mm' }], spacingSource: 'patient', label: 2, changedAt: '2026-11-20T01:00:00.000Z', ...change,
});

test('what the physician chose stands beside what the image says of itself', () => {
  expect(keyImageAppearance(ct(), 1, view, [])).toEqual({
    rows: 512, columns: 400, isMonochrome1: false, rescale: { slope: 1, intercept: -1024, isHounsfield: true },
    window: { windowCenter: -600, windowWidth: 1500, function: 'LINEAR' }, isInverted: true, turn: { rotationDegrees: 90, flipHorizontal: true, flipVertical: false },
    area: { left: 10, top: 20, right: 300, bottom: 250.5 },
    // Pixel Spacing names the distance of rows first.
    spacingMm: { column: 0.5, row: 0.8 }, shutter: null, shapes: [],
  });
});

test('all that was drawn on the frame is there with its words, and nothing of other frames', () => {
  const shapes = keyImageAppearance(ct(), 1, view, [
    drawn({}),
    drawn({ kind: 'bidirectional', pointsPx: [[1, 1], [9, 1], [5, 0], [5, 4]], label: 3, quantities: [{ quantity: 'length', value: 4, unit: 'mm' }, { quantity: 'short-axis', value: 3.2, unit: 'mm' }] }),
    drawn({ kind: 'arrow', pointsPx: [[5, 5], [9, 9]], quantities: [], label: 4, text: '病灶' }),
    drawn({ sopInstanceUid: '1.2.3.2' }),
    drawn({ frameNumber: 2 }),
  ])?.shapes;
  expect(shapes?.map(({ kind, words }) => [kind, words])).toEqual([['length', '② 20.0 mm'], ['bidirectional', '③ 长度 4.0 mm；短径 3.2 mm'], ['arrow', '病灶']]);
});

test('the own shutter of an image is repeated, because a presentation state takes it away', () => {
  const shuttered = ct({ ShutterShape: 'RECTANGULAR', ShutterLeftVerticalEdge: 5, ShutterRightVerticalEdge: 395, ShutterUpperHorizontalEdge: 6, ShutterLowerHorizontalEdge: 500 });
  expect(keyImageAppearance(shuttered, 1, view, [])?.shutter?.shapes).toEqual([{ kind: 'rectangular', left: 5, right: 395, upper: 6, lower: 500 }]);
});

test.each([
  ['colour', ct({ PhotometricInterpretation: 'RGB', SamplesPerPixel: 3 })],
  ['pixels that are not square and have no size', ct({ PixelSpacing: undefined, PixelAspectRatio: [2, 1] })],
  ['a frame that is not there', ct()],
])('%s: no grayscale presentation state can say it', (what, header) => {
  expect(keyImageAppearance(header, what === 'a frame that is not there' ? 2 : 1, view, [])).toBeUndefined();
});

test('a frame that was seen less a mask says so, in values that were subtracted and not in those that they are scaled to', () => {
  const subtraction = { maskFrameNumber: 2, shiftPx: [0.5, -0.25] } as const;
  const run = (change: Parameters<typeof buildDataSet>[0]) => ct({ Modality: 'XA', NumberOfFrames: 8, PixelSpacing: [0.5, 0.5], ...change });
  expect(keyImageAppearance(run({}), 5, { ...view, subtraction }, [])).toMatchObject({ rescale: { slope: 1, intercept: 0, isHounsfield: false }, subtraction: { ...subtraction, logarithmBits: null } });
  expect(keyImageAppearance(run({ PixelIntensityRelationship: 'LIN' }), 5, { ...view, subtraction }, [])?.subtraction?.logarithmBits).toBe(12);
  // No table of logarithms begins below nought.
  expect(keyImageAppearance(run({ PixelIntensityRelationship: 'LIN', PixelRepresentation: 1 }), 5, { ...view, subtraction }, [])).toBeUndefined();
  expect(Object.keys(keyImageAppearance(run({}), 5, view, []) ?? {})).not.toContain('subtraction');
});
