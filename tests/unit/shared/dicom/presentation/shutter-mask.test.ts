import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { readDisplayShutter } from '#shared/dicom/presentation/display-shutter.ts';
import { readPresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { shutterMask } from '#shared/dicom/presentation/shutter-mask.ts';

/** What stays visible, as one line of text a row. */
function visible(attributes: Parameters<typeof buildDataSet>[0], rows = 5, columns = 5): readonly string[] {
  const mask = shutterMask(readDisplayShutter(buildDataSet(attributes))!, rows, columns);
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => (mask?.[row * columns + column] === 1 ? '.' : '#')).join(''));
}

test('a rectangular shutter hides what lies outside its edges, which count from one', () => {
  expect(visible({ ShutterShape: 'RECTANGULAR', ShutterLeftVerticalEdge: 2, ShutterRightVerticalEdge: 4, ShutterUpperHorizontalEdge: 2, ShutterLowerHorizontalEdge: 3 })).toEqual([
    '.....', '.###.', '.###.', '.....', '.....',
  ]);
});

test('a circular shutter shows what lies within its radius', () => {
  // Centre row 3, column 3, radius 2: the point (1, 3) is at 2, (1, 2) at 2.24
  expect(visible({ ShutterShape: 'CIRCULAR', CenterOfCircularShutter: [3, 3], RadiusOfCircularShutter: 2 })).toEqual(['..#..', '.###.', '#####', '.###.', '..#..']);
});

test('a polygonal shutter names row and column of each corner', () => {
  // Rows 1, 1, 5 and columns 1, 5, 1: the upper left triangle with its edge
  expect(visible({ ShutterShape: 'POLYGONAL', VerticesOfThePolygonalShutter: [1, 1, 1, 5, 5, 1] })).toEqual(['#####', '####.', '###..', '##...', '#....']);
});

test('of two shapes only what lies in both is seen', () => {
  expect(
    visible({
      ShutterShape: ['RECTANGULAR', 'CIRCULAR'], ShutterLeftVerticalEdge: 1, ShutterRightVerticalEdge: 3, ShutterUpperHorizontalEdge: 1, ShutterLowerHorizontalEdge: 5,
      CenterOfCircularShutter: [3, 3], RadiusOfCircularShutter: 2,
    }),
  ).toEqual(['..#..', '.##..', '###..', '.##..', '..#..']);
});

test('the presentation value is a P-value of 16 bits', () => {
  // 32768 / 65535 * 255 = 127.5
  expect(readDisplayShutter(buildDataSet({ ShutterShape: 'CIRCULAR', CenterOfCircularShutter: [1, 1], RadiusOfCircularShutter: 1, ShutterPresentationValue: 32_768 }))?.grey).toBe(128);
});

test('a shutter that hides nothing costs nothing', () => {
  const shutter = readDisplayShutter(buildDataSet({ ShutterShape: 'CIRCULAR', CenterOfCircularShutter: [3, 3], RadiusOfCircularShutter: 20 }))!;
  expect(shutterMask(shutter, 5, 5)).toBeUndefined();
});

test('a bitmap shutter hides what lies under the ones of its overlay, wherever that begins', () => {
  // Overlay 6002 of 2 rows and 3 columns from row 2, column 3 (one-based): 1 1 0 / 0 1 1, lowest bit first: 0b110_011 = 0x33.
  const overlay = {
    '60020010': { vr: 'US', Value: [2] }, '60020011': { vr: 'US', Value: [3] }, '60020040': { vr: 'CS', Value: ['G'] }, '60020050': { vr: 'SS', Value: [2, 3] },
    '60020100': { vr: 'US', Value: [1] }, '60020102': { vr: 'US', Value: [0] }, '60023000': { vr: 'OW', InlineBinary: Buffer.from([0x33]).toString('base64') },
  };
  const state = readPresentationState({ ...buildDataSet({ ShutterShape: 'BITMAP', ShutterOverlayGroup: 0x6002, ShutterPresentationValue: 65_535 }), ...overlay });
  expect(state).toMatchObject({ gaps: [], shutter: { grey: 255 } });
  const mask = shutterMask(state.shutter!, 4, 5)!;
  expect(Array.from({ length: 4 }, (_, row) => [...mask.subarray(row * 5, row * 5 + 5)].join(''))).toEqual(['00000', '00110', '00011', '00000']);
});

test('a bitmap shutter whose overlay did not come is named as not shown', () => {
  expect(readPresentationState(buildDataSet({ ShutterShape: 'BITMAP', ShutterOverlayGroup: 0x6002 }))).toMatchObject({ gaps: ['bitmap-shutter'], shutter: undefined });
});
