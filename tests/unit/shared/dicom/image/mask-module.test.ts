import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { recommendedMaskFor, recommendedMasksOf } from '#shared/dicom/image/mask-module.ts';

const masked = (...items: Parameters<typeof buildDataSet>[0][]) => buildDataSet({ Modality: 'XA', NumberOfFrames: 10, Rows: 4, Columns: 4, MaskSubtractionSequence: items.map((item) => buildDataSet(item)) });

test('the shift of a mask stands down first in the file, and to the right first with us', () => {
  expect(recommendedMasksOf(masked({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: 3, MaskSubPixelShift: [1.5, -0.25] }), 10)).toEqual([
    { maskFrameNumber: 3, shiftPx: [-0.25, 1.5], averagedFrames: 1, frameRanges: [] },
  ]);
});

test('masks for parts of a run hold for their frames, and the first one for frames that none names', () => {
  const masks = recommendedMasksOf(masked(
    { MaskOperation: 'AVG_SUB', MaskFrameNumbers: [1, 2], ApplicableFrameRange: [3, 5, 9, 9] },
    { MaskOperation: 'AVG_SUB', MaskFrameNumbers: 6, ApplicableFrameRange: [7, 8] },
  ), 10);
  expect([1, 3, 5, 7, 8, 9].map((frameNumber) => recommendedMaskFor(masks, frameNumber)?.maskFrameNumber)).toEqual([1, 1, 1, 6, 6, 1]);
  expect(masks.map(({ averagedFrames }) => averagedFrames)).toEqual([2, 1]);
});

test.each([
  ['a difference of intervals', { MaskOperation: 'TID' }],
  ['a mask that is no frame', { MaskOperation: 'AVG_SUB', MaskFrameNumbers: 11 }],
  ['a mask before the first frame', { MaskOperation: 'AVG_SUB', MaskFrameNumbers: 0 }],
  ['no mask', { MaskOperation: 'AVG_SUB' }],
  ['a shift that leaves the image', { MaskOperation: 'AVG_SUB', MaskFrameNumbers: 1, MaskSubPixelShift: [0, 1e6] }],
] as const)('%s is not offered', (_name, item) => {
  expect(recommendedMasksOf(masked(item), 10)).toEqual([]);
});

test('an image tells of its masks, and one without them tells nothing', () => {
  expect(describeImage(masked({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: 2 })).recommendedMasks?.map(({ maskFrameNumber }) => maskFrameNumber)).toEqual([2]);
  expect('recommendedMasks' in describeImage(masked())).toBe(false);
});
