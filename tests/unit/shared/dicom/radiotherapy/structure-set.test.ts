import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { PlacedFrame } from '#shared/dicom/geometry/frame-alignment.ts';
import { describeImage, frameDescriptionOf } from '#shared/dicom/image/image-description.ts';
import { contoursOnImage, readStructureSet } from '#shared/dicom/radiotherapy/structure-set.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const SPACE = '1.2.9';

function regionOf(contours: readonly Parameters<typeof buildDataSet>[0][]) {
  const structures = readStructureSet(buildDataSet({
    StructureSetLabel: 'PLAN',
    StructureSetROISequence: [buildDataSet({ ROINumber: 4, ROIName: '肿瘤', ReferencedFrameOfReferenceUID: SPACE })],
    ROIContourSequence: [buildDataSet({ ReferencedROINumber: 4, ROIDisplayColor: [255, 0, 128], ContourSequence: contours.map(buildDataSet) })],
  }));
  const [region] = structures.regions;
  if (region === undefined) throw new Error('no region');
  return region;
}

/** Pixels of 0.5 mm wide and 2 mm high, the first centre at (-10, 20, z). */
const imageAt = (z: number, more: Partial<PlacedFrame> = {}): PlacedFrame => ({
  sopInstanceUid: `1.2.${z}`, frameNumber: 1, rows: 64, columns: 64, frameOfReferenceUid: SPACE, sliceThicknessMm: 3,
  plane: { positionMm: [-10, 20, z], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 0.5, rowSpacingMm: 2 }, ...more,
});
const SQUARE = { ContourGeometricType: 'CLOSED_PLANAR', ContourData: [-10, 20, 5, -5, 20, 5, -5, 30, 5] };

test('a contour becomes columns and rows, counted from the corner of the first pixel', () => {
  // (-10, 20) is the centre of the first pixel: 0.5, 0.5. -5 is 5 mm on: 10 columns. 30 is 10 mm down: 5 rows.
  expect(contoursOnImage(regionOf([SQUARE]), imageAt(5))).toEqual([{ isClosed: true, points: [[0.5, 0.5], [10.5, 0.5], [10.5, 5.5]] }]);
});

test('name and colour are those of the hospital', () => expect(regionOf([SQUARE])).toMatchObject({ number: 4, name: '肿瘤', colour: [255, 0, 128], leftOut: 0 }));

test('a contour is drawn on the slice that it lies in and on no other', () => {
  // A slice of 3 mm reaches 1.5 mm each way.
  expect(contoursOnImage(regionOf([SQUARE]), imageAt(6.4))).toHaveLength(1);
  expect(contoursOnImage(regionOf([SQUARE]), imageAt(6.6))).toEqual([]);
});

test('a contour that names another slice is not drawn on its neighbour', () => {
  const named = { ...SQUARE, ContourImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: '1.2.5' })] };
  expect(contoursOnImage(regionOf([named]), imageAt(5))).toHaveLength(1);
  expect(contoursOnImage(regionOf([named]), imageAt(6))).toEqual([]);
});

test('a contour of another frame of reference is never drawn', () => {
  expect(contoursOnImage(regionOf([SQUARE]), imageAt(5, { frameOfReferenceUid: '1.2.8' }))).toEqual([]);
  expect(contoursOnImage(regionOf([SQUARE]), imageAt(5, { frameOfReferenceUid: '' }))).toEqual([]);
});

test('a contour that stands across the slice is not drawn on it', () => {
  expect(contoursOnImage(regionOf([{ ContourGeometricType: 'CLOSED_PLANAR', ContourData: [0, 20, 5, 0, 20, 15, 0, 30, 5] }]), imageAt(5))).toEqual([]);
});

test('an open line stays open, and a broken contour is counted', () => {
  const region = regionOf([{ ContourGeometricType: 'OPEN_PLANAR', ContourData: [-10, 20, 5, -5, 20, 5] }, { ContourGeometricType: 'CLOSED_PLANAR', ContourData: [1, 2] }]);
  expect(contoursOnImage(region, imageAt(5)).map(({ isClosed }) => isClosed)).toEqual([false]);
  expect(region.leftOut).toBe(1);
});

describe.runIf(hasTestData())('the shared file', () => {
  test('draws its four regions on its two CT slices, inside the image', () => {
    const { regions } = readStructureSet(readPart10(readTestFile('sr-seg-pr-ko/rtstruct/dummy_rt.dcm')).metadata);
    expect(regions.map(({ name }) => name)).toEqual(['ROI-1', 'ROI-2', 'ROI-3', 'ROI-4']);
    for (const name of ['ct_1', 'ct_2']) {
      const image = describeImage(readPart10(readTestFile(`sr-seg-pr-ko/rtstruct/${name}.dcm`)).metadata);
      const placed = { sopInstanceUid: image.sopInstanceUid, frameNumber: 1, rows: image.rows, columns: image.columns, plane: frameDescriptionOf(image, 1)?.plane, frameOfReferenceUid: image.frameOfReferenceUid, sliceThicknessMm: frameDescriptionOf(image, 1)?.sliceThicknessMm };
      for (const region of regions) {
        const contours = contoursOnImage(region, placed);
        expect(contours.length).toBeGreaterThan(0);
        for (const [column, row] of contours.flatMap(({ points }) => points)) {
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThan(image.columns);
          expect(row).toBeGreaterThan(0);
          expect(row).toBeLessThan(image.rows);
        }
      }
    }
  });
});
