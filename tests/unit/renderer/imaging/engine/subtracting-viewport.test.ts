import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { readPresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { createStore } from '#renderer/bridge/store.ts';
import { presentationsOf } from '#renderer/imaging/engine/frame-presentation.ts';
import { openSubtractingViewport } from '#renderer/imaging/engine/subtracting-viewport.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { EMPTY_VIEWPORT, type DisplayStack, type ShownFrame, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { FrameStore } from '#renderer/imaging/loader/frame-store.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';
import { NO_LAYERS } from '#renderer/imaging/objects/viewport-layers.ts';

const STUDY = 7;
const RUN = '1.2.3.4';
/** Frames of 2 x 1 pixels, in proportion to the beam as they are stored: 100, 80 and 40 of it. */
const values = [[100, 100], [80, 100], [40, 100]];
const image = describeImage(buildDataSet({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.12.1', SOPInstanceUID: RUN, SeriesInstanceUID: '1.2.3', StudyInstanceUID: '1.2', Modality: 'XA', NumberOfFrames: 3, Rows: 1, Columns: 2, SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, PixelIntensityRelationship: 'LOG',
}));
const frameOf = (frameNumber: number) => ({ studyId: STUDY, sopInstanceUid: RUN, frameNumber });
const stack: DisplayStack = {
  passport: passportOfSeries([image]).stacks[0]!, place: 0, siblings: 1,
  frames: image.frames.map((description, index) => ({ frame: frameOf(index + 1), image, description })),
};

/** A state of the county's, for frame 3 alone: twice the stored value less 5, less frame 2. */
const presentation = readPresentationState(buildDataSet({
  SOPInstanceUID: '1.2.9', RescaleSlope: 2, RescaleIntercept: -5, RecommendedViewingMode: 'SUB',
  ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: '1.2.3', ReferencedImageSequence: [buildDataSet({ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.12.1', ReferencedSOPInstanceUID: RUN, ReferencedFrameNumber: 3 })] })],
  MaskSubtractionSequence: [buildDataSet({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: 2, MaskSubPixelShift: [0, 0] })],
}));

function openViewport() {
  const source = {
    load: async ({ frameNumber }: { readonly frameNumber: number }) => ({
      frame: frameOf(frameNumber), image, description: image.frames[frameNumber - 1], isLossy: false, hidden: undefined, overlays: [],
      pixels: { kind: 'grey', values: Int16Array.from(values[frameNumber - 1] ?? []), minimum: 0, maximum: 100 },
    }) as unknown as LoadedFrame,
    peek: () => undefined,
  } as unknown as FrameStore;
  const shown = { ...stack.frames[2]!, stackIndex: 2, isLossy: false } as ShownFrame;
  const state = createStore<ViewportState>(EMPTY_VIEWPORT);
  let frames = source;
  const swaps: number[] = [];
  const inner = {
    show: () => state.set({ ...state.get(), shown }), swap: (_stack: DisplayStack, index: number) => swaps.push(index), setLayers: () => undefined, suggestWindow: () => undefined, setWindow: () => undefined,
  } as unknown as Omit<StackViewport, 'subtract'>;
  const viewport = openSubtractingViewport(source, state, (given) => {
    frames = given;
    return inner;
  });
  viewport.show(stack, 2);
  const load = (frameNumber: number) => frames.load(frameOf(frameNumber), 'on-screen', new AbortController().signal);
  const greys = async (frameNumber: number) => [...((await load(frameNumber)).pixels as Extract<LoadedFrame['pixels'], { kind: 'grey' }>).values];
  return { viewport, swaps, load, greys, state };
}

test('a presentation state with a mask subtracts it from the frames that it names, and gives them back', async () => {
  const { viewport, swaps, load, greys } = openViewport();
  viewport.setLayers({ ...NO_LAYERS, presentation });
  expect(swaps).toEqual([2]);
  // 2 * 40 - 5 - (2 * 80 - 5), and nothing where nothing changed; the scale has been used and is not used again.
  expect(await greys(3)).toEqual([-80, 0]);
  expect(presentationsOf(presentation)(await load(3))?.transform).toEqual({ kind: 'linear', slope: 1, intercept: 0, unit: '1' });
  expect((await load(3)).subtraction).toEqual({ maskFrameNumber: 2, shiftPx: [0, 0] });
  expect([await greys(1), (await load(1)).subtraction]).toEqual([[100, 100], undefined]);
  viewport.setLayers(NO_LAYERS);
  expect([swaps, await greys(3)]).toEqual([[2, 2], [40, 100]]);
});

test('the hand goes before a presentation state, and its mask comes back after it', async () => {
  const { viewport, greys, state } = openViewport();
  viewport.subtract({ maskFrameNumber: 1, shiftPx: [0, 0] });
  expect(await greys(3)).toEqual([-60, 0]);
  viewport.setLayers({ ...NO_LAYERS, presentation });
  expect(await greys(3)).toEqual([-80, 0]);
  viewport.subtract({ maskFrameNumber: 1, shiftPx: [0, 0] });
  expect(await greys(3)).toEqual([-60, 0]);
  viewport.setLayers(NO_LAYERS);
  expect([await greys(3), state.get().subtraction?.maskFrameNumber]).toEqual([[-60, 0], 1]);
});

test('a state whose mask is no frame of the run subtracts nothing', async () => {
  const { viewport, swaps, greys } = openViewport();
  viewport.setLayers({ ...NO_LAYERS, presentation: { ...presentation, mask: { maskFrameNumber: 4, shiftPx: [0, 0] } } });
  expect([swaps, await greys(3)]).toEqual([[], [40, 100]]);
});
