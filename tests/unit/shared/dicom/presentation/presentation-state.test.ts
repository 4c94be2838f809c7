import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { rgbOfCieLab } from '#shared/dicom/presentation/cie-lab.ts';
import { presentationOfFrame, readPresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const image = (uid: string, ReferencedFrameNumber?: readonly number[]) => buildDataSet({ ReferencedSOPInstanceUID: uid, ReferencedFrameNumber });
const referenced = (...ReferencedImageSequence: ReturnType<typeof image>[]) => ({
  ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: '1.2', ReferencedImageSequence })],
});
const stateOf = (attributes: Parameters<typeof buildDataSet>[0]) => readPresentationState(buildDataSet({ SOPInstanceUID: '9', ...referenced(image('1'), image('2')), ...attributes }));

test('a state applies to the images that it names and to no other', () => {
  const state = stateOf(referenced(image('1'), image('2', [3])));
  expect(presentationOfFrame(state, '1', 7)).toBeDefined();
  expect(presentationOfFrame(state, '2', 3)).toBeDefined();
  expect(presentationOfFrame(state, '2', 4)).toBeUndefined();
  expect(presentationOfFrame(state, '3', 1)).toBeUndefined();
});

test('each image gets the window that names it; one that names none is for all', () => {
  const state = stateOf({
    SoftcopyVOILUTSequence: [
      buildDataSet({ WindowCenter: 40, WindowWidth: 400, ReferencedImageSequence: [image('1')] }),
      buildDataSet({ WindowCenter: -600, WindowWidth: 1500, VOILUTFunction: 'SIGMOID' }),
    ],
  });
  expect(presentationOfFrame(state, '1', 1)?.voi).toEqual({ kind: 'window', function: 'LINEAR', windowCenter: 40, windowWidth: 400 });
  expect(presentationOfFrame(state, '2', 1)?.voi).toEqual({ kind: 'window', function: 'SIGMOID', windowCenter: -600, windowWidth: 1500 });
});

test('what is missing is the identity: no rescale of the image, no window', () => {
  const state = stateOf({});
  expect(state.transform).toEqual({ kind: 'linear', slope: 1, intercept: 0, unit: '1' });
  expect(presentationOfFrame(state, '1', 1)).toMatchObject({ voi: undefined, lut: { kind: 'identity' }, turn: { rotationDegrees: 0, flipHorizontal: false, flipVertical: false }, area: undefined });
});

test('rotation and flip are read as turned clockwise, then mirrored', () => {
  expect(stateOf({ ImageRotation: 270, ImageHorizontalFlip: 'Y' }).turn).toEqual({ rotationDegrees: 270, flipHorizontal: true, flipVertical: false });
});

test('the displayed area reaches from the outer edge of its first pixel to the outer edge of its last, whichever corner is named first', () => {
  // Pixels 11 to 20 of the columns are 10 to 20 in edges; pixels 5 to 8 of the rows are 4 to 8.
  const corners = (x1: number, y1: number, x2: number, y2: number) =>
    stateOf({ DisplayedAreaSelectionSequence: [buildDataSet({ DisplayedAreaTopLeftHandCorner: [x1, y1], DisplayedAreaBottomRightHandCorner: [x2, y2], PresentationSizeMode: 'SCALE TO FIT' })] }).areas[0]?.value;
  const area = { left: 10, top: 4, right: 20, bottom: 8, size: { kind: 'fit' } };
  expect(corners(11, 5, 20, 8)).toEqual(area);
  expect(corners(20, 8, 11, 5)).toEqual(area);
});

test('graphics and words are drawn in the order of their layers, with their units', () => {
  const annotation = (GraphicLayer: string, text: string) => buildDataSet({
    GraphicLayer,
    TextObjectSequence: [buildDataSet({ UnformattedTextValue: text, AnchorPoint: [10.5, 20], AnchorPointAnnotationUnits: 'PIXEL', AnchorPointVisibility: 'Y' })],
    GraphicObjectSequence: [buildDataSet({ GraphicType: 'CIRCLE', GraphicData: [0.5, 0.5, 0.6, 0.5], GraphicAnnotationUnits: 'DISPLAY', GraphicFilled: 'N' })],
  });
  const state = stateOf({
    GraphicLayerSequence: [buildDataSet({ GraphicLayer: 'TOP', GraphicLayerOrder: 2 }), buildDataSet({ GraphicLayer: 'BOTTOM', GraphicLayerOrder: 1, GraphicLayerRecommendedDisplayGrayscaleValue: 65_535 })],
    GraphicAnnotationSequence: [annotation('TOP', 'over'), annotation('BOTTOM', 'under')],
  });
  expect(state.annotations.map(({ objects, colour }) => [objects.find(({ kind }) => kind === 'text'), colour])).toEqual([
    [{ kind: 'text', text: 'under', box: undefined, anchor: { units: 'pixel', point: [10.5, 20], isVisible: true } }, [255, 255, 255]],
    [{ kind: 'text', text: 'over', box: undefined, anchor: { units: 'pixel', point: [10.5, 20], isVisible: true } }, undefined],
  ]);
  expect(state.annotations[0]?.objects[0]).toEqual({ kind: 'graphic', graphicType: 'CIRCLE', units: 'display', points: [[0.5, 0.5], [0.6, 0.5]], isFilled: false });
});

test('an annotation for one image is not drawn on another', () => {
  const one = buildDataSet({ ReferencedImageSequence: [image('1')], GraphicObjectSequence: [buildDataSet({ GraphicType: 'POINT', GraphicData: [1, 1], GraphicAnnotationUnits: 'PIXEL' })] });
  const state = stateOf({ GraphicAnnotationSequence: [one] });
  expect(presentationOfFrame(state, '1', 1)?.annotations).toHaveLength(1);
  expect(presentationOfFrame(state, '2', 1)?.annotations).toEqual([]);
});

test('what cannot be shown is named, never passed over', () => {
  const overlay = { ...buildDataSet({ ...referenced(image('1')), SoftcopyVOILUTSequence: [buildDataSet({ WindowCenter: 1, WindowWidth: 0 })], GraphicAnnotationSequence: [buildDataSet({ GraphicObjectSequence: [buildDataSet({ GraphicType: 'SPIRAL' })] })] }), '60003000': { vr: 'OW' } };
  expect(readPresentationState(overlay).gaps).toEqual(['overlay', 'annotation', 'lookup-table']);
});

test('CIELab of the standard becomes the colour of the screen', () => {
  // L* 100, a* 0, b* 0 is white: 65535; 0 of -128..127 is 128 / 255 * 65535 = 32896.
  expect(rgbOfCieLab([65_535, 32_896, 32_896])).toEqual([255, 255, 255]);
  expect(rgbOfCieLab([0, 32_896, 32_896])).toEqual([0, 0, 0]);
  // sRGB red in D50 is about L* 54.29, a* 80.8, b* 69.9.
  const [red = 0, green = 0, blue = 0] = rgbOfCieLab([Math.round(0.5429 * 65_535), Math.round(((80.8 + 128) / 255) * 65_535), Math.round(((69.9 + 128) / 255) * 65_535)]) ?? [];
  expect(red).toBeGreaterThan(250);
  expect(green).toBeLessThan(12);
  expect(blue).toBeLessThan(12);
});

describe.runIf(hasTestData())('the shared file', () => {
  test('names its author and the one image that it is for, with what it draws there', () => {
    const state = readPresentationState(readPart10(readTestFile('sr-seg-pr-ko/pr/Issue168.dcm')).metadata);
    expect(state).toMatchObject({ label: 'LUNIT', description: 'Lunit Presentation State', creator: 'Lunit', createdAt: '2020-02-05 16:19:59' });
    const uid = '1.2.840.113564.192168200113.20170404142225485590.1203801020003';
    expect(presentationOfFrame(state, uid, 1)?.annotations.flatMap(({ objects }) => objects).length).toBeGreaterThan(0);
  });
});
