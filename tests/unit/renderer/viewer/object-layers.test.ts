import { expect, test } from 'vitest';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { describeImage, frameDescriptionOf } from '#shared/dicom/image/image-description.ts';
import { choiceOf, choicesAfter, filteredStacks, layerNamesOf, layersToDraw, offeredLayers, type LayerChoices } from '#renderer/features/viewer/viewport/object-layers.ts';
import type { DisplayStack, StackFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { studyObjectOf } from '#renderer/imaging/objects/study-object.ts';

const STUDY = 7;

function frameOf(number: number): StackFrame {
  const image = describeImage(buildDataSet({ SOPInstanceUID: `1.${number}`, SeriesInstanceUID: '2', FrameOfReferenceUID: '9', Rows: 4, Columns: 4 }));
  const description = frameDescriptionOf(image, 1);
  if (description === undefined) throw new Error('no frame');
  return { frame: { studyId: STUDY, sopInstanceUid: `1.${number}`, frameNumber: 1 }, image, description };
}
const FRAMES = [1, 2, 3].map(frameOf);
const STACKS: readonly DisplayStack[] = passportOfSeries(FRAMES.map(({ image }) => image)).stacks.map((passport) => ({ passport, place: 0, siblings: 1, frames: FRAMES }));

const reference = (uid: string) => buildDataSet({ ReferencedSOPInstanceUID: uid });
const keyObject = (title: string, ...uids: readonly string[]) => studyObjectOf(STUDY, buildDataSet({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59', SOPInstanceUID: '3', SeriesInstanceUID: '30', ValueType: 'CONTAINER', ConceptNameCodeSequence: [codeItem({ value: title, scheme: 'DCM', meaning: 'title' })],
  ContentSequence: uids.map((uid) => buildDataSet({ ValueType: 'IMAGE', ReferencedSOPSequence: [reference(uid)] })),
}));
const segmentation = (space: string) => studyObjectOf(STUDY, buildDataSet({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', SOPInstanceUID: '4', SeriesInstanceUID: '40', FrameOfReferenceUID: space, Rows: 4, Columns: 4, ContentLabel: 'LIVER',
  SegmentSequence: [1, 2].map((SegmentNumber) => buildDataSet({ SegmentNumber, SegmentLabel: `part ${SegmentNumber}` })),
}));
const presentation = (uid: string) => studyObjectOf(STUDY, buildDataSet({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1', SOPInstanceUID: '5', SeriesInstanceUID: '50',
  ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: '2', ReferencedImageSequence: [reference(uid)] })],
}));

test('nothing is on by itself', () => {
  const offered = offeredLayers([presentation('1.2'), segmentation('9')], STUDY, STACKS);
  expect(layersToDraw(offered, choiceOf(new Map(), 0))).toEqual({ presentation: undefined, segmentations: [], regions: [], reports: [], isOutlined: false });
});

test('what has to do with other pictures, or with another study, is not offered', () => {
  const objects = [presentation('8.8'), segmentation('1.1.1'), keyObject('113000', '8.8')];
  expect(offeredLayers(objects, STUDY, STACKS)).toEqual({ presentations: [], overlays: [], keySelections: [], keyFrameCount: 0 });
  expect(offeredLayers([presentation('1.2'), segmentation('9')], 8, STACKS)).toMatchObject({ presentations: [], overlays: [] });
});

test('a segment that is switched on is drawn in the colour of its legend, in that viewport only', () => {
  const object = segmentation('9');
  const offered = offeredLayers([object], STUDY, STACKS);
  const [first] = layerNamesOf(object);
  const choices: LayerChoices = choicesAfter(new Map(), { kind: 'switch', index: 1, names: [first ?? ''], isOn: true });
  const [entry] = offered.overlays[0]?.entries ?? [];
  expect(layersToDraw(offered, choiceOf(choices, 1)).segmentations.map(({ colours }) => [...colours])).toEqual([[[1, entry?.colour]]]);
  expect(layersToDraw(offered, choiceOf(choices, 0)).segmentations).toEqual([]);
  const off = choicesAfter(choices, { kind: 'switch', index: 1, names: [first ?? ''], isOn: false });
  expect(layersToDraw(offered, choiceOf(off, 1)).segmentations).toEqual([]);
});

test('one presentation state at a time', () => {
  const offered = offeredLayers([presentation('1.2')], STUDY, STACKS);
  const on = choicesAfter(new Map(), { kind: 'present', index: 0, presentationUid: '5' });
  expect(layersToDraw(offered, choiceOf(on, 0)).presentation?.sopInstanceUid).toBe('5');
  expect(layersToDraw(offered, choiceOf(choicesAfter(on, { kind: 'present', index: 0, presentationUid: undefined }), 0)).presentation).toBeUndefined();
});

test('the filter leaves key images, and everything where none is marked', () => {
  const keyOnly = choiceOf(choicesAfter(new Map(), { kind: 'key-only', index: 0, isOn: true }), 0);
  const names = (objects: Parameters<typeof offeredLayers>[0]) =>
    filteredStacks(STACKS, offeredLayers(objects, STUDY, STACKS), keyOnly).map(({ frames }) => frames.map(({ frame }) => frame.sopInstanceUid));
  expect(names([keyObject('113000', '1.1', '1.3')])).toEqual([['1.1', '1.3']]);
  expect(names([])).toEqual([['1.1', '1.2', '1.3']]);
  // A manifest names images without marking them; a rejected image is no key image.
  expect(names([keyObject('113030', '1.1')])).toEqual([['1.1', '1.2', '1.3']]);
  expect(names([keyObject('113001', '1.1')])).toEqual([['1.1', '1.2', '1.3']]);
});
