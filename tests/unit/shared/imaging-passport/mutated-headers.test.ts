import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTRIBUTES, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';

/** Attributes that decide what a passport says. */
const MUTATED: readonly Keyword[] = [
  'ImageOrientationPatient', 'ImagePositionPatient', 'PixelSpacing', 'Rows', 'Columns', 'NumberOfFrames', 'InstanceNumber', 'FrameOfReferenceUID', 'ImageType', 'DiffusionBValue',
  'TemporalPositionIdentifier', 'TriggerTime', 'EchoTime', 'PhotometricInterpretation', 'RescaleSlope', 'RescaleIntercept', 'FrameTime', 'FrameTimeVector', 'FrameIncrementPointer', 'ConcatenationUID',
  'InConcatenationNumber', 'InConcatenationTotalNumber', 'ConcatenationFrameOffsetNumber', 'GantryDetectorTilt', 'GridFrameOffsetVector', 'DimensionIndexSequence', 'PerFrameFunctionalGroupsSequence',
  'SharedFunctionalGroupsSequence', 'LossyImageCompressionRatio', 'ImageLaterality', 'NumberOfSlices', 'AcquisitionNumber',
];

const value = fc.oneof(
  fc.constant(null), fc.string({ maxLength: 8 }), fc.double({ min: -5, max: 5 }), fc.constant(Number.NaN), fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: -3, max: 6 }), fc.constantFrom('1e400', 'NaN', '-0', '1.2.3', 'LOCALIZER', 'MOSAIC', 'PT', '\\'),
  fc.constant<DataSet>({}), fc.constant(buildDataSet({ ImagePositionPatient: [0, 0, 3], DimensionIndexValues: [1, 2], DimensionIndexPointer: '00209128' })),
);
const element = fc.oneof(
  fc.constant<DataElement>({ vr: 'UN' }), fc.constant<DataElement>({ vr: 'DS', InlineBinary: '!!' }), fc.record({ vr: fc.constantFrom('DS', 'IS', 'SQ', 'UN', 'FD'), Value: fc.array(value, { maxLength: 6 }) }),
);
const mutation = fc.dictionary(fc.constantFrom(...MUTATED), fc.option(element, { nil: undefined }), { maxKeys: 5 });

function header(index: number, mutations: Readonly<Record<string, DataElement | undefined>>): DataSet {
  const base: Record<string, DataElement> = {
    ...buildDataSet({
      SOPInstanceUID: `1.${index}`, SeriesInstanceUID: '1.2.3', Modality: 'CT', Rows: 4, Columns: 4, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16, HighBit: 15,
      RescaleSlope: 1, RescaleIntercept: -1024, FrameOfReferenceUID: '1.9', PixelSpacing: [1, 1], InstanceNumber: index, ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, index * 2],
    }),
  };
  for (const [keyword, changed] of Object.entries(mutations)) {
    const [tag] = ATTRIBUTES[keyword as Keyword];
    if (changed === undefined) delete base[tag];
    else base[tag] = changed;
  }
  return base;
}

test('1,000 series with broken headers: every picture stands in one stack, and no volume is allowed that is not regular', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 7 }), (mutations) => {
      const images = mutations.map((changes, index) => describeImage(header(index + 1, changes)));
      const passport = passportOfSeries(images);
      const pictures = images.filter(({ rows, columns }) => rows > 0 && columns > 0).reduce((sum, { frames }) => sum + frames.length, 0);
      expect(passport.stacks.reduce((sum, { stack }) => sum + stack.frames.length, 0)).toBe(pictures);
      for (const { geometry, permissions, values } of passport.stacks) {
        for (const number of [geometry.sliceSpacingMm, geometry.tiltDegrees, values.spacing.pixelMm?.row, values.spacing.pixelMm?.column]) expect(number === undefined || Number.isFinite(number)).toBe(true);
        if (permissions.allowed.includes('mpr')) expect([geometry.kind, geometry.gaps.length, geometry.sliceSpacingMm! > 0]).toEqual(['regular', 0, true]);
        expect(permissions.allowed.includes('length-mm')).toBe(values.spacing.source !== 'none');
      }
      expect(passportOfSeries(images.toReversed()).stacks.map(({ geometry }) => geometry.kind).toSorted()).toEqual(passport.stacks.map(({ geometry }) => geometry.kind).toSorted());
    }),
    { numRuns: 1000, seed: 20261122 },
  );
});
