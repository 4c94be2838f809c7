import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { UNTURNED } from '#shared/dicom/geometry/orientation-labels.ts';
import { presentationOfFrame, readPresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { buildPresentationStates, type PresentedImage } from '#shared/structured-report/presentation-state.ts';
import { ask, folderForAll, hasPrograms } from '#tests/support/report-kit.ts';
import { CT_IMAGE, radiologyReport } from '#tests/support/sample-report.ts';

const uidsOf = (index: number) => ({ sopInstanceUid: `2.25.21${index}`, seriesInstanceUid: '2.25.200', seriesNumber: 900_004 });
const studyInstanceUid = radiologyReport.studies[0]!.studyInstanceUid;
const image = (sopInstanceUid: string, change: Partial<PresentedImage> = {}): PresentedImage => ({
  studyInstanceUid, seriesInstanceUid: '1.2.840.1.4', sopClassUid: CT_IMAGE, sopInstanceUid, frameNumber: 1, numberOfFrames: 1, rows: 512, columns: 400, isMonochrome1: false,
  rescale: { slope: 1, intercept: -1024, isHounsfield: true }, window: { windowCenter: 40, windowWidth: 80, function: 'LINEAR' }, isInverted: false, turn: UNTURNED, area: null,
  spacingMm: { column: 0.5, row: 0.5 }, shutter: null, shapes: [], ...change,
});
const measured = image('1.2.840.1.4.1', {
  area: { left: 10.4, top: 20.2, right: 300.5, bottom: 250 },
  shapes: [
    { kind: 'length', pointsPx: [[20, 30], [60, 30]], words: '① 20.0 mm' },
    { kind: 'circle', pointsPx: [[100, 100], [110, 100]], words: '' },
    { kind: 'ellipse', pointsPx: [[200, 90], [200, 110], [180, 100], [220, 100]], words: '' },
    { kind: 'rectangle', pointsPx: [[50, 50], [60, 70]], words: '' },
    { kind: 'arrow', pointsPx: [[120, 120], [150, 120]], words: '病灶' },
  ],
});
const second = image('1.2.840.1.4.2', { window: { windowCenter: -600, windowWidth: 1500, function: 'SIGMOID' } });
const turned = image('1.2.840.1.4.3', {
  turn: { rotationDegrees: 90, flipHorizontal: false, flipVertical: true }, isInverted: true,
  shutter: { shapes: [{ kind: 'rectangular', left: 5, right: 395, upper: 6, lower: 500 }, { kind: 'circular', centerColumn: 200, centerRow: 256, radius: 190 }], grey: 0 },
});
const states = buildPresentationStates(radiologyReport, uidsOf, [measured, second, turned]).map(({ dataSet }) => dataSet);

test('images that are turned alike share a state, each with its own window; others get one of their own', () => {
  expect(states).toHaveLength(2);
  const read = readPresentationState(states[0]!);
  expect(read.gaps).toEqual([]);
  expect(presentationOfFrame(read, '1.2.840.1.4.1', 1)).toMatchObject({ voi: { windowCenter: 40, windowWidth: 80, function: 'LINEAR' }, lut: { kind: 'identity' }, transform: { slope: 1, intercept: -1024 } });
  expect(presentationOfFrame(read, '1.2.840.1.4.2', 1)).toMatchObject({ voi: { windowCenter: -600, windowWidth: 1500, function: 'SIGMOID' } });
  expect(presentationOfFrame(read, '1.2.840.1.4.3', 1)).toBeUndefined();
});

test('the seen part is named by whole pixels that hold it, and the whole image where all was seen', () => {
  const read = readPresentationState(states[0]!);
  // 10.4 lies in the eleventh pixel, which begins at 10; 300.5 in the 301st, which ends at 301; 250 is the end of the 250th.
  expect(presentationOfFrame(read, '1.2.840.1.4.1', 1)?.area).toEqual({ left: 10, top: 20, right: 301, bottom: 250, size: { kind: 'fit' } });
  expect(presentationOfFrame(read, '1.2.840.1.4.2', 1)?.area).toMatchObject({ left: 0, top: 0, right: 400, bottom: 512 });
});

test('what was drawn stands half a pixel further, because pixels begin at their corner there, and says its words', () => {
  const annotations = presentationOfFrame(readPresentationState(states[0]!), '1.2.840.1.4.1', 1)!.annotations;
  const objects = annotations.flatMap((one) => one.objects);
  const graphics = objects.filter((one) => one.kind === 'graphic');
  expect(graphics.map(({ graphicType }) => graphicType)).toEqual(['POLYLINE', 'CIRCLE', 'ELLIPSE', 'POLYLINE', 'POLYLINE', 'POLYLINE']);
  expect(graphics[0]?.points).toEqual([[20.5, 30.5], [60.5, 30.5]]);
  // The longer axis, 40 pixels across, comes before the one of 20.
  expect(graphics[2]?.points).toEqual([[180.5, 100.5], [220.5, 100.5], [200.5, 90.5], [200.5, 110.5]]);
  expect(graphics[3]?.points).toHaveLength(5);
  const words = objects.filter((one) => one.kind === 'text');
  expect(words.map(({ text }) => text)).toEqual(['① 20.0 mm', '病灶', expect.stringContaining('关键图像')]);
  expect(words.at(-1)?.box).toMatchObject({ units: 'display', topLeft: [Math.fround(0.02), Math.fround(0.94)].map((value) => expect.closeTo(value, 5) as number) });
});

test('a circle of the patient in pixels that are not square is drawn as the ellipse that it is', () => {
  const [state] = buildPresentationStates(radiologyReport, uidsOf, [image('1.2.840.1.4.1', { spacingMm: { column: 0.5, row: 1 }, shapes: [{ kind: 'circle', pointsPx: [[100, 100], [110, 100]], words: '' }] })]);
  const [drawn] = presentationOfFrame(readPresentationState(state!.dataSet), '1.2.840.1.4.1', 1)!.annotations.flatMap((one) => one.objects);
  if (drawn?.kind !== 'graphic') throw new Error('nothing is drawn');
  expect(drawn.graphicType).toBe('POLYLINE');
  // 10 columns of 0.5 mm are 5 mm, which are 5 rows of 1 mm: the lowest point is at row 105, corner-based 105.5.
  expect(Math.max(...drawn.points.map(([, row]) => row))).toBeCloseTo(105.5, 4);
  expect(Math.max(...drawn.points.map(([column]) => column))).toBeCloseTo(110.5, 4);
});

test('turned by 90 degrees and mirrored top to bottom is turned by 270 and mirrored left to right; inverted is inverse', () => {
  // 90 + 180 = 270, one mirror.
  const shown = presentationOfFrame(readPresentationState(states[1]!), '1.2.840.1.4.3', 1);
  expect(shown).toMatchObject({ turn: { rotationDegrees: 270, flipHorizontal: true, flipVertical: false }, lut: { kind: 'inverse' } });
  expect(shown?.shutter).toEqual({ shapes: [{ kind: 'rectangular', left: 5, right: 395, upper: 6, lower: 500 }, { kind: 'circular', centerColumn: 200, centerRow: 256, radius: 190 }], grey: 0 });
});

test('MONOCHROME1 shown as it is needs the inverse shape, and shown inverted the identity', () => {
  const lutOf = (isInverted: boolean) => readPresentationState(buildPresentationStates(radiologyReport, uidsOf, [image('1.2.3', { isMonochrome1: true, isInverted })])[0]!.dataSet).lut.kind;
  expect([lutOf(false), lutOf(true)]).toEqual(['inverse', 'identity']);
});

test('two frames of one image have states of their own: a state names an image once', () => {
  const frames = [3, 5].map((frameNumber) => image('1.2.840.1.5.1', { frameNumber, numberOfFrames: 8 }));
  const built = buildPresentationStates(radiologyReport, uidsOf, frames);
  expect(built.map(({ images }) => images.map(({ frameNumber }) => frameNumber))).toEqual([[3], [5]]);
  expect(presentationOfFrame(readPresentationState(built[0]!.dataSet), '1.2.840.1.5.1', 3)).toMatchObject({ voi: { windowCenter: 40 } });
  expect(presentationOfFrame(readPresentationState(built[0]!.dataSet), '1.2.840.1.5.1', 5)).toBeUndefined();
});

test('images of another study make no state in this one', () => {
  expect(buildPresentationStates(radiologyReport, uidsOf, [image('1.2.3', { studyInstanceUid: '1.2.999' })])).toEqual([]);
});

/** Frame 5 of a run of 8, less frame 2, which is moved by half a pixel to the right and a quarter up. */
const subtracted = (logarithmBits: number | null) => image('1.2.840.1.6.1', {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.12.1', frameNumber: 5, numberOfFrames: 8, spacingMm: null, rescale: { slope: 1, intercept: 0, isHounsfield: false },
  window: { windowCenter: -100, windowWidth: 300, function: 'LINEAR' }, subtraction: { maskFrameNumber: 2, shiftPx: [0.5, -0.25], logarithmBits },
});
const masked = [null, 12].map((bits) => buildPresentationStates(radiologyReport, uidsOf, [subtracted(bits)])[0]!.dataSet);

test('a frame that was seen less a mask names it, one item without a range of frames, and its shift down before right', () => {
  expect(masked[0]!['00286100']?.Value).toEqual([{ '00286101': { vr: 'CS', Value: ['AVG_SUB'] }, '00286110': { vr: 'US', Value: [2] }, '00286112': { vr: 'US', Value: [1] }, '00286114': { vr: 'FL', Value: [-0.25, 0.5] } }]);
  expect(masked[0]!['00281090']?.Value).toEqual(['SUB']);
  const read = readPresentationState(masked[0]!);
  expect([read.gaps, presentationOfFrame(read, '1.2.840.1.6.1', 5)?.mask, presentationOfFrame(read, '1.2.840.1.6.1', 4)]).toEqual([[], { maskFrameNumber: 2, shiftPx: [0.5, -0.25] }, undefined]);
});

test('values in proportion to the beam bring the table of their logarithms, which is read back', () => {
  const { transform } = readPresentationState(masked[1]!);
  if (transform.kind !== 'table') throw new Error('there is no table');
  expect(transform.table.entries).toHaveLength(4096);
  // 65535 / ln 4095 = 65535 / 8.317522 = 7879.15 for each unit of ln; times ln 2 5461.4; the logarithm of nought is that of 1.
  expect([0, 1, 2, 4095].map((value) => transform.table.entries[value])).toEqual([0, 0, 5461, 65_535]);
  // What was 300 of thousandths of ln is 300 * 7.87915 in steps of the table.
  const voi = presentationOfFrame(readPresentationState(masked[1]!), '1.2.840.1.6.1', 5)?.voi;
  if (voi?.kind !== 'window') throw new Error('there is no window');
  expect([voi.windowCenter, voi.windowWidth]).toEqual([expect.closeTo(-787.915, 2), expect.closeTo(2363.745, 2)]);
});

test('frames that were seen less different masks have states of their own, and a plain frame has one without', () => {
  const plain = image('1.2.840.1.6.2');
  const built = buildPresentationStates(radiologyReport, uidsOf, [subtracted(null), plain]);
  expect(built.map(({ dataSet }) => readPresentationState(dataSet).mask?.maskFrameNumber)).toEqual([2, undefined]);
});

describe.skipIf(!hasPrograms('dciodvfy'))('dciodvfy', () => {
  test.each([0, 1, 2, 3])('finds no error in state %i', (index) => {
    const file = join(folderForAll(), `presentation-${index}.dcm`);
    writeFileSync(file, writePart10([...states, ...masked][index]!, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData: new Map() }));
    const { text } = ask('dciodvfy', [file]);
    expect([text.includes('GrayscaleSoftcopyPresentationState'), text.split('\n').filter((line) => line.startsWith('Error'))]).toEqual([true, []]);
  });
});
