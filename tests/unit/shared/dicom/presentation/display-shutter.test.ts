import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { isInsideShutter, readDisplayShutter } from '#shared/dicom/presentation/display-shutter.ts';

const RECTANGLE = { ShutterShape: 'RECTANGULAR', ShutterLeftVerticalEdge: 3, ShutterRightVerticalEdge: 6, ShutterUpperHorizontalEdge: 2, ShutterLowerHorizontalEdge: 4 };
const seen = (attributes: Parameters<typeof buildDataSet>[0], columns = 8, rows = 6) => {
  const shutter = readDisplayShutter(buildDataSet(attributes));
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => (shutter !== undefined && isInsideShutter(shutter, column, row) ? '#' : '.')).join(''));
};

test('a rectangle names one-based pixels and keeps its edges', () => {
  // Columns 3 to 6 are 2 to 5 from zero, rows 2 to 4 are 1 to 3.
  expect(seen(RECTANGLE)).toEqual(['........', '..####..', '..####..', '..####..', '........', '........']);
});

test('a circle names row before column', () => {
  // Centre row 3, column 5, radius 1: a cross of five pixels around column 4, row 2 from zero.
  expect(seen({ ShutterShape: 'CIRCULAR', CenterOfCircularShutter: [3, 5], RadiusOfCircularShutter: 1 })).toEqual(['........', '....#...', '...###..', '....#...', '........', '........']);
});

test('a polygon names row before column', () => {
  // Rows 1 to 4, a triangle with its right angle at row 4, column 1.
  expect(seen({ ShutterShape: 'POLYGONAL', VerticesOfThePolygonalShutter: [1, 1, 4, 1, 4, 4] })).toEqual(['#.......', '##......', '###.....', '####....', '........', '........']);
});

test('of two shapes only what lies in both is seen', () => {
  const both = { ...RECTANGLE, ShutterShape: ['RECTANGULAR', 'CIRCULAR'], CenterOfCircularShutter: [2, 3], RadiusOfCircularShutter: 1 };
  expect(seen(both)).toEqual(['........', '..##....', '..#.....', '........', '........', '........']);
});

test('the shutter value is 16 bits wide and becomes a grey', () => {
  // 65535 / 65535 * 255 = 255; 32768 / 65535 * 255 = 127.5, rounded 128; none is black.
  const grey = (ShutterPresentationValue: number | undefined) => readDisplayShutter(buildDataSet({ ...RECTANGLE, ShutterPresentationValue }))?.grey;
  expect([grey(65_535), grey(32_768), grey(undefined)]).toEqual([255, 128, 0]);
});

test('a shape without its numbers hides nothing', () => expect(readDisplayShutter(buildDataSet({ ShutterShape: 'CIRCULAR' }))).toBeUndefined());
