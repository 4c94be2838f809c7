import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { gridMapping, mapPoint, type PlacedFrame } from '#shared/dicom/geometry/frame-alignment.ts';
import type { ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { describeImage, frameDescriptionOf } from '#shared/dicom/image/image-description.ts';
import { coverOnImage, intersectionOverUnion, segmentCover, unpackBits } from '#shared/dicom/segmentation/segment-mask.ts';
import { framesOnImage, readSegmentation, type Segmentation } from '#shared/dicom/segmentation/segmentation.ts';
import { hasTestData, readTestFile, testTable } from '#tests/support/test-data.ts';

const SPACE = '1.2.3.9';
const ROWS = 7;
const COLUMNS = 13;

/** 13 columns: no row begins at a byte. 0.5 mm wide, 2 mm high, the first pixel at (-10, 20, z). */
const plane = (z: number): ImagePlane => ({ positionMm: [-10, 20, z], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 0.5, rowSpacingMm: 2 });
const imageAt = (z: number, more: Partial<PlacedFrame> = {}): PlacedFrame => ({
  sopInstanceUid: `1.2.${z}`, frameNumber: 1, rows: ROWS, columns: COLUMNS, plane: plane(z), frameOfReferenceUid: SPACE, sliceThicknessMm: 3, ...more,
});
const truth = (z: number) => Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) => ((index * 7 + z) % 5 === 0 ? 1 : 0));

/** A binary segmentation as a file of its own; frames in the order of `slices`. */
function binarySegmentation(slices: readonly { readonly z: number; readonly segment: number; readonly source?: string }[], mask: (z: number) => Uint8Array = truth) {
  const dataSet = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', SOPInstanceUID: '1.2.3.4', SeriesInstanceUID: '1.2.3.1', StudyInstanceUID: '1.2.3', Modality: 'SEG', SegmentationType: 'BINARY',
    FrameOfReferenceUID: SPACE, Rows: ROWS, Columns: COLUMNS, NumberOfFrames: slices.length, BitsAllocated: 1, BitsStored: 1, HighBit: 0, PixelRepresentation: 0, SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    SegmentSequence: [1, 2].map((SegmentNumber) => buildDataSet({ SegmentNumber, SegmentLabel: `segment ${SegmentNumber}`, SegmentAlgorithmType: 'MANUAL' })),
    SharedFunctionalGroupsSequence: [buildDataSet({
      PixelMeasuresSequence: [buildDataSet({ PixelSpacing: [2, 0.5], SliceThickness: 3 })],
      PlaneOrientationSequence: [buildDataSet({ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] })],
    })],
    PerFrameFunctionalGroupsSequence: slices.map(({ z, segment, source }) => buildDataSet({
      PlanePositionSequence: [buildDataSet({ ImagePositionPatient: [-10, 20, z] })],
      SegmentIdentificationSequence: [buildDataSet({ ReferencedSegmentNumber: segment })],
      DerivationImageSequence: source === undefined ? [] : [buildDataSet({ SourceImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: source })] })],
    })),
  });
  const frames = slices.map(({ z }) => packed(mask(z)));
  const { metadata, frames: read } = readPart10(writePart10(dataSet, { transferSyntaxUid: '1.2.840.10008.1.2.1', frames }));
  return { segmentation: readSegmentation(metadata), frames: read };
}

function packed(mask: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8));
  for (const [index, value] of mask.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (value << (index & 7));
  return bytes;
}

/** The mask of a segment on an image, from the bytes of the file, as it is painted. */
function maskOn({ segmentation, frames }: { segmentation: Segmentation; frames: readonly Uint8Array[] }, segment: number, image: PlacedFrame): Uint8Array | undefined {
  const aligned = framesOnImage(segmentation, image).find(({ frame }) => frame.segmentNumber === segment);
  if (aligned?.frame.plane === undefined || image.plane === undefined) return undefined;
  const bits = unpackBits(frames[aligned.frame.frameNumber - 1] ?? new Uint8Array(), segmentation.rows * segmentation.columns);
  return bits === undefined ? undefined : coverOnImage(segmentCover(bits, 'binary', segment, 1), segmentation, gridMapping(image.plane, aligned.frame.plane), image);
}

test('a binary segmentation of 13 columns lies pixel for pixel on its images, whatever the order of its frames', () => {
  // Correctness row 31. 13 * 7 = 91 pixels: a frame takes 12 bytes and leaves 5 bits over, a row never begins at a byte.
  const made = binarySegmentation([{ z: 30, segment: 1 }, { z: 0, segment: 1 }, { z: 15, segment: 1 }]);
  for (const z of [0, 15, 30]) expect(intersectionOverUnion(maskOn(made, 1, imageAt(z)) ?? [], truth(z))).toBe(1);
  // The comparison can fail: the mask of another slice is another mask.
  expect(intersectionOverUnion(truth(0), truth(1))).toBeLessThan(1);
});

test('the lowest bit of a byte is its first pixel', () => {
  // 0b00000101, 0b00000010: pixels 0, 2 and 9.
  expect([...(unpackBits(Uint8Array.of(5, 2), 10) ?? [])]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  expect(unpackBits(Uint8Array.of(5), 9)).toBeUndefined();
});

test('a frame that names an image lies on it and on no other slice', () => {
  const { segmentation } = binarySegmentation([{ z: 0, segment: 1, source: '1.2.0' }]);
  expect(framesOnImage(segmentation, imageAt(0))).toHaveLength(1);
  expect(framesOnImage(segmentation, imageAt(15))).toEqual([]);
});

test('a frame that names an image which lies elsewhere is not drawn there', () => {
  const { segmentation } = binarySegmentation([{ z: 0, segment: 1, source: '1.2.15' }]);
  expect(framesOnImage(segmentation, imageAt(15))).toEqual([]);
});

test('equal positions in another frame of reference are not the same place', () => {
  const { segmentation } = binarySegmentation([{ z: 0, segment: 1 }, { z: 15, segment: 1, source: '1.2.15' }]);
  expect(framesOnImage(segmentation, imageAt(0, { frameOfReferenceUid: '1.2.99' }))).toEqual([]);
  expect(framesOnImage(segmentation, imageAt(15, { frameOfReferenceUid: '1.2.99' }))).toEqual([]);
});

test('an image without a plane takes the frames that name it, on the same grid only', () => {
  const { segmentation } = binarySegmentation([{ z: 0, segment: 1, source: '1.2.5' }]);
  const flat = { ...imageAt(5), plane: undefined, frameOfReferenceUid: '' };
  expect(framesOnImage(segmentation, flat).map(({ mapping }) => mapping)).toEqual([[1, 0, 0, 1, 0, 0]]);
  expect(framesOnImage(segmentation, { ...flat, columns: 14 })).toEqual([]);
});

test('an image between two slices takes the nearer one, and one beyond half a slice takes none', () => {
  // Slices of 3 mm at 0 and 2 reach 1.5 mm each way; 1.2 lies in both and is nearer to 2; 4 lies in neither.
  const { segmentation } = binarySegmentation([{ z: 0, segment: 1 }, { z: 2, segment: 1 }]);
  expect(framesOnImage(segmentation, imageAt(1.2)).map(({ frame }) => frame.frameNumber)).toEqual([2]);
  expect(framesOnImage(segmentation, imageAt(4))).toEqual([]);
});

test('two segments on one slice are both there', () => {
  const { segmentation } = binarySegmentation([{ z: 0, segment: 2 }, { z: 0, segment: 1 }]);
  expect(framesOnImage(segmentation, imageAt(0)).map(({ frame }) => frame.segmentNumber)).toEqual([2, 1]);
});

test('a grid that is half as fine maps its pixels onto two by two of the image', () => {
  const fine: ImagePlane = { ...plane(0), columnSpacingMm: 1, rowSpacingMm: 1 };
  // The first pixel of the coarse grid covers the first two of the fine one: its centre lies half a fine pixel further.
  const coarse: ImagePlane = { ...fine, columnSpacingMm: 2, rowSpacingMm: 2, positionMm: [-9.5, 20.5, 0] };
  expect(mapPoint(gridMapping(coarse, fine), 0, 0)).toEqual([0, 0]);
  expect(mapPoint(gridMapping(coarse, fine), 3, 1)).toEqual([6, 2]);
});

test('a fractional segmentation covers as much as it says, a label map its own number only', () => {
  // 128 of 255 and 1 of 4 quarter: 1 / 4 * 255 = 63.75, rounded 64.
  expect([...segmentCover([0, 128, 255], 'fractional', 1, 255)]).toEqual([0, 128, 255]);
  expect([...segmentCover([1, 4], 'fractional', 1, 4)]).toEqual([64, 255]);
  expect([...segmentCover([0, 3, 5], 'labelmap', 5, 1)]).toEqual([0, 0, 255]);
});

describe.runIf(hasTestData())('the shared files', () => {
  const hashes = hasTestData() ? testTable('pixel-hashes.tsv') : [];

  test.each(['sr-seg-pr-ko/seg-ct-liver/liver.dcm', 'transfer-syntaxes/seg-1bit/liver_nonbyte_aligned.dcm', 'pet-ct/pet-wholebody-with-seg/tumor_User1_Manual_Trial1.dcm'])('the bits of %s are those of other decoders', (file) => {
    const { metadata, frames } = readPart10(readTestFile(file));
    const { rows, columns } = readSegmentation(metadata);
    for (const row of hashes.filter((one) => one['file'] === file)) {
      const bits = unpackBits(frames[Number(row['frame']) - 1] ?? new Uint8Array(), rows * columns) ?? new Uint8Array();
      expect(createHash('sha256').update(bits).digest('hex')).toBe(row['sha256_stored_values']);
    }
  });

  test('the liver lies on its three CT slices, one frame each, on the same grid', () => {
    const segmentation = readSegmentation(readPart10(readTestFile('sr-seg-pr-ko/seg-ct-liver/liver.dcm')).metadata);
    for (const name of ['01', '02', '03']) {
      const image = describeImage(readPart10(readTestFile(`sr-seg-pr-ko/seg-ct-liver/${name}.dcm`)).metadata);
      const on = framesOnImage(segmentation, {
        sopInstanceUid: image.sopInstanceUid, frameNumber: 1, rows: image.rows, columns: image.columns, plane: frameDescriptionOf(image, 1)?.plane,
        frameOfReferenceUid: image.frameOfReferenceUid, sliceThicknessMm: frameDescriptionOf(image, 1)?.sliceThicknessMm,
      });
      expect(on).toHaveLength(1);
      expect(on[0]?.frame.sources[0]?.sopInstanceUid).toBe(image.sopInstanceUid);
      // The positions were rounded to different digits: less than a hundredth of a pixel.
      for (const [index, value] of (on[0]?.mapping ?? []).entries()) expect(value).toBeCloseTo([1, 0, 0, 1, 0, 0][index] ?? NaN, 2);
    }
  });
});
