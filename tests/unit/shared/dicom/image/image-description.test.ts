import { describe, expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage, frameDescriptionOf, isColour } from '#shared/dicom/image/image-description.ts';
import { lossyStateOf } from '#shared/dicom/image/lossy-state.ts';

const CT = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3', Modality: 'CT', Rows: 512, Columns: 512, SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0,
  PixelSpacing: [0.5, 0.4], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-100, -90, 52],
  RescaleSlope: 1, RescaleIntercept: -1024, WindowCenter: [40, -600], WindowWidth: [400, 1500], WindowCenterWidthExplanation: ['SOFT', 'LUNG'],
};

test('a CT image is described with its plane, spacing, windows and unit', () => {
  const image = describeImage(buildDataSet(CT));
  expect(image).toMatchObject({ rows: 512, columns: 512, format: { bitsAllocated: 16, bitsStored: 12, highBit: 11, isSigned: false } });
  expect(frameDescriptionOf(image, 1)).toMatchObject({
    plane: { positionMm: [-100, -90, 52], columnSpacingMm: 0.4, rowSpacingMm: 0.5 },
    spacing: { kind: 'patient', columnSpacingMm: 0.4, rowSpacingMm: 0.5 },
    pixelShape: { width: 0.4, height: 0.5 },
    transform: { kind: 'linear', slope: 1, intercept: -1024, unit: "[hnsf'U]" },
    voiSuggestions: [
      { kind: 'window', windowCenter: 40, windowWidth: 400, explanation: 'SOFT' },
      { kind: 'window', windowCenter: -600, windowWidth: 1500, explanation: 'LUNG' },
    ],
    voiLutFunction: 'LINEAR',
  });
});

test('an empty data set is described without a failure and without an invented fact', () => {
  const image = describeImage({});
  expect(image).toMatchObject({ rows: 0, columns: 0, modality: '', laterality: '', patientOrientation: [], padding: undefined, palette: undefined });
  expect(frameDescriptionOf(image, 1)).toMatchObject({ orientation: undefined, plane: undefined, spacing: { kind: 'none' }, voiSuggestions: [] });
});

test('a position without an orientation is no plane', () => {
  const { ImageOrientationPatient: _, ...without } = CT;
  expect(describeImage(buildDataSet(without)).frames[0]?.plane).toBeUndefined();
});

test('a window that cannot be used is left out', () => {
  expect(describeImage(buildDataSet({ ...CT, WindowCenter: [40, 50], WindowWidth: [0, 100] })).frames[0]?.voiSuggestions).toHaveLength(1);
});

test('pixels without spacing have the shape of Pixel Aspect Ratio, vertical size first', () => {
  const image = describeImage(buildDataSet({ Modality: 'US', PixelAspectRatio: [2, 1] }));
  expect(image.frames[0]?.pixelShape).toEqual({ width: 1, height: 2 });
});

test('Image Laterality goes before Laterality', () => {
  expect(describeImage(buildDataSet({ Laterality: 'L', ImageLaterality: 'R' })).laterality).toBe('R');
});

test('an animal gets no letters of a biped', () => {
  const image = describeImage(buildDataSet({ ...CT, AnatomicalOrientationType: 'QUADRUPED', PatientOrientation: ['L', 'F'] }));
  expect([image.patientOrientation, image.frames[0]?.orientation]).toEqual([[], undefined]);
});

test('a high bit that does not fit the stored bits is corrected', () => {
  expect(describeImage(buildDataSet({ ...CT, HighBit: 3 })).format.highBit).toBe(11);
});

test.each([['MONOCHROME1', false], ['RGB', true], ['PALETTE COLOR', true], ['YBR_FULL_422', true]])('%s: colour is %s', (photometricInterpretation, expected) => {
  expect(isColour({ photometricInterpretation })).toBe(expected);
});

describe('enhanced images', () => {
  const item = buildDataSet;
  const position = (z: number) => item({ PlanePositionSequence: [item({ ImagePositionPatient: [0, 0, z] })] });
  const enhanced = describeImage(
    buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2.1', SOPInstanceUID: '1.2.3', Modality: 'CT', NumberOfFrames: 3, Rows: 4, Columns: 4,
      PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1,
      SharedFunctionalGroupsSequence: [
        item({
          PlaneOrientationSequence: [item({ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] })],
          PixelMeasuresSequence: [item({ PixelSpacing: [0.7, 0.7] })],
          PixelValueTransformationSequence: [item({ RescaleSlope: 1, RescaleIntercept: -1000, RescaleType: 'HU' })],
          FrameVOILUTSequence: [item({ WindowCenter: 40, WindowWidth: 400 })],
        }),
      ],
      PerFrameFunctionalGroupsSequence: [
        position(10),
        buildDataSet({ PlanePositionSequence: [item({ ImagePositionPatient: [0, 0, 20] })], PixelMeasuresSequence: [item({ PixelSpacing: [0.9, 0.9] })] }),
        buildDataSet({ PlanePositionSequence: [item({ ImagePositionPatient: [0, 0, 30] })], FrameVOILUTSequence: [item({ WindowCenter: 500, WindowWidth: 2000 })] }),
      ],
    }),
  );

  test('each frame has its own position', () => {
    expect(enhanced.frames.map((frame) => frame.plane?.positionMm[2])).toEqual([10, 20, 30]);
  });

  test('what a frame says goes before what all share', () => {
    expect(enhanced.frames.map((frame) => frame.plane?.rowSpacingMm)).toEqual([0.7, 0.9, 0.7]);
    expect(enhanced.frames.map((frame) => frame.voiSuggestions[0])).toMatchObject([{ windowCenter: 40 }, { windowCenter: 40 }, { windowCenter: 500 }]);
  });

  test('the shared transform holds for every frame', () => {
    expect(enhanced.frames.map((frame) => frame.transform?.unit)).toEqual(["[hnsf'U]", "[hnsf'U]", "[hnsf'U]"]);
  });

});

describe('lossy state', () => {
  test('the ratios of all steps multiply', () => {
    // 1:10, then 1:1.2: together 1:12
    expect(lossyStateOf(buildDataSet({ LossyImageCompression: '01', LossyImageCompressionRatio: [10, 1.2] }))).toEqual({ isLossy: true, ratio: 12 });
  });

  test('an image that was never lossy says so', () => {
    expect(lossyStateOf(buildDataSet({ LossyImageCompression: '00' }))).toEqual({ isLossy: false, ratio: undefined });
  });
});
