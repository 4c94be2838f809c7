import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { readDisplayShutter } from '#shared/dicom/presentation/display-shutter.ts';
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
