import { describe, expect, test } from 'vitest';
import { angleBetween, distanceAlong } from '#shared/dicom/measurement/line-pair.ts';
import { measureShape, type MeasurableFrame } from '#shared/dicom/measurement/measure-shape.ts';
import { isInPolygon, polygonArea } from '#shared/dicom/measurement/polygon.ts';
import { SHAPE_KINDS, SHAPE_POINTS, type ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import { spineNames, vertebraName } from '#shared/dicom/measurement/spine-names.ts';
import type { PixelPoint } from '#shared/dicom/measurement/pixel-point.ts';

/** 10 columns and 8 rows; the value is column + 10 * row, Hounsfield units 1000 less. Pixels are 0.5 mm wide and 2 mm high. */
const phantom: MeasurableFrame = {
  spacing: { kind: 'patient', columnSpacingMm: 0.5, rowSpacingMm: 2 },
  ultrasoundRegions: [],
  pixelShape: { width: 1, height: 4 },
  grey: {
    values: Int16Array.from({ length: 80 }, (_, index) => (index % 10) + 10 * Math.floor(index / 10)), columns: 10, rows: 8,
    transform: { kind: 'linear', slope: 1, intercept: -1000, unit: "[hnsf'U]" }, padding: undefined,
  },
};
const withoutSpacing: MeasurableFrame = { ...phantom, spacing: { kind: 'none', reason: 'no-spacing' } };

const valuesOf = (kind: ShapeKind, points: readonly PixelPoint[], frame = phantom) =>
  Object.fromEntries((measureShape(kind, points, frame)?.quantities ?? []).map(({ quantity, value, unit }) => [quantity, [Number(value.toFixed(6)), unit]]));

describe('lengths and angles', () => {
  test('both axes of a lesion', () => {
    // long: 8 columns * 0.5 = 4 mm wide, 0 high; short: 1 row * 2 = 2 mm
    expect(valuesOf('bidirectional', [[0, 2], [8, 2], [4, 1], [4, 2]])).toEqual({ length: [4, 'mm'], 'short-axis': [2, 'mm'] });
  });

  test('a line of several parts is as long as their sum', () => {
    // 6 columns * 0.5 = 3 mm, then 2 rows * 2 = 4 mm, then 6 columns and 2 rows: the 3-4-5 triangle; 3 + 4 + 5 = 12
    expect(valuesOf('polyline', [[0, 0], [6, 0], [6, 2], [0, 4]])).toEqual({ length: [12, 'mm'] });
  });

  test('without spacing a line counts pixels', () => {
    expect(valuesOf('polyline', [[0, 0], [3, 4]], withoutSpacing)).toEqual({ length: [5, '{px}'] });
  });

  test('the angle of end plates does not depend on the way they were drawn', () => {
    // In mm: first line 4 along, 4 down = 45° down; second 4 along, 4 up = 45° up; between them 90°
    const down: readonly [PixelPoint, PixelPoint] = [[0, 0], [8, 2]];
    const up: readonly [PixelPoint, PixelPoint] = [[0, 6], [8, 4]];
    const size = { column: 0.5, row: 2 };
    expect(angleBetween(down, up, size)).toBeCloseTo(90, 10);
    expect(angleBetween([down[1], down[0]], up, size)).toBeCloseTo(90, 10);
    expect(valuesOf('cobb-angle', [...down, ...up])).toEqual({ angle: [90, 'deg'] });
  });

  test('a curve above 90 degrees keeps its value', () => {
    // tan 60° = 1.7320508: 60° down and 60° up make 120°
    expect(angleBetween([[0, 0], [1, 1.7320508]], [[0, 5], [1, 5 - 1.7320508]], { column: 1, row: 1 })).toBeCloseTo(120, 5);
  });

  test('the heart is measured along the thorax, whatever height its edges have', () => {
    // thorax: 8 columns * 0.5 = 4 mm; heart edges 4 columns apart = 2 mm along it (their rows differ); 2 / 4 = 0.5
    expect(valuesOf('cardiothoracic-ratio', [[3, 1], [7, 4], [1, 6], [9, 6]])).toEqual({ ratio: [0.5, '1'], 'heart-width': [2, 'mm'], 'thorax-width': [4, 'mm'] });
    expect(distanceAlong([[3, 1], [7, 4]], [[1, 6], [9, 6]], { column: 0.5, row: 2 })).toBe(2);
  });

  test('the ratio holds without millimetres', () => {
    expect(valuesOf('cardiothoracic-ratio', [[3, 1], [7, 4], [1, 6], [9, 6]], withoutSpacing)).toMatchObject({ ratio: [0.5, '1'], 'heart-width': [4, '{px}'] });
  });

  test('a leg: the mechanical axis, both bones, the angle at the knee', () => {
    // hip (0,0), knee (0,2): 2 rows * 2 = 4 mm; ankle (6,2): 6 columns * 0.5 = 3 mm; hip to ankle: 5 mm; right angle
    expect(valuesOf('leg-length', [[0, 0], [0, 2], [6, 2]])).toEqual({ length: [5, 'mm'], femur: [4, 'mm'], tibia: [3, 'mm'], angle: [90, 'deg'] });
  });
});

describe('areas and what is inside them', () => {
  test('a rectangle', () => {
    // columns 2..4, rows 1..3: 2 * 0.5 by 2 * 2 mm = 4 mm2; pixels on the edge count: mean of 3 x 3 = the middle one, 23 - 1000 = -977
    // deviations: columns -1,0,1 and rows -10,0,10: variance 2/3 + 200/3 = 202/3, sd 8.205689; least 12, most 34
    expect(valuesOf('rectangle', [[2, 1], [4, 3]])).toEqual({
      area: [4, 'mm2'], mean: [-977, "[hnsf'U]"], 'standard-deviation': [8.205689, "[hnsf'U]"], minimum: [-988, "[hnsf'U]"], maximum: [-966, "[hnsf'U]"],
    });
  });

  test('a rectangle drawn from its other corner is the same', () => {
    expect(valuesOf('rectangle', [[4, 3], [2, 1]])).toEqual(valuesOf('rectangle', [[2, 1], [4, 3]]));
  });

  test('a circle is round in the patient, not in pixels', () => {
    // radius 4 columns * 0.5 = 2 mm: pi * 4 = 12.566371 mm2; 2 mm are 1 row. Rows 2 and 4: column 5 alone; row 3: columns 1 to 9.
    // sum (25 + 45) + (31 + … + 39 = 315) = 385 over 11 = 35
    expect(valuesOf('circle', [[5, 3], [9, 3]])).toMatchObject({ area: [12.566371, 'mm2'], mean: [-965, "[hnsf'U]"], minimum: [-975, "[hnsf'U]"], maximum: [-955, "[hnsf'U]"] });
  });

  test('a contour drawn by hand', () => {
    // right triangle of 8 columns by 4 rows: 8 * 4 / 2 = 16 pixels = 16 * 0.5 * 2 = 16 mm2
    expect(polygonArea([[0, 0], [8, 0], [0, 4]], { column: 0.5, row: 2 })).toBe(16);
    // Rows 0..4 hold columns 0..8, 0..6, 0..4, 0..2, 0: 9 + 7 + 5 + 3 + 1 = 25 pixels, values column + 10 * row:
    // 36 + (21 + 70) + (10 + 100) + (3 + 90) + 40 = 370; 370 / 25 = 14.8
    expect(valuesOf('freehand', [[0, 0], [8, 0], [0, 4]])).toMatchObject({ area: [16, 'mm2'], mean: [-985.2, "[hnsf'U]"], maximum: [-960, "[hnsf'U]"] });
  });

  test('a notch of a contour is outside', () => {
    const notched: readonly PixelPoint[] = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]];
    expect([isInPolygon(notched, 2, 3), isInPolygon(notched, 0, 3), isInPolygon(notched, 4, 3), isInPolygon(notched, 2, 1)]).toEqual([false, true, true, true]);
  });

  test('a probe reads the pixel under it', () => {
    // nearest to (3.4, 2.6) is (3, 3): 33 - 1000
    expect(valuesOf('probe', [[3.4, 2.6]])).toEqual({ 'pixel-value': [-967, "[hnsf'U]"] });
    expect(measureShape('probe', [[30, 2]], phantom)?.quantities).toEqual([]);
  });

  test('colour has an area and no values', () => {
    expect(valuesOf('rectangle', [[2, 1], [4, 3]], { ...phantom, grey: undefined })).toEqual({ area: [4, 'mm2'] });
  });
});

test.each(SHAPE_KINDS)('%s with too few points is no shape', (kind) => {
  const points = Array.from({ length: SHAPE_POINTS[kind].fewest - 1 }, (_, index): PixelPoint => [index, index * index]);
  expect(measureShape(kind, points, phantom)).toBeUndefined();
});

describe('names of vertebrae', () => {
  test.each([['l5', 'L5'], ['腰5', 'L5'], ['胸 12', 'T12'], ['Th12', 'T12'], ['颈椎7', 'C7'], ['骶1', 'S1']])('%s is %s', (typed, name) => {
    expect(vertebraName(typed)).toBe(name);
  });

  test('a name that is none is refused', () => {
    expect(vertebraName('L6')).toBeUndefined();
  });

  test('counting goes on from one part of the spine to the next, both ways, and ends at its ends', () => {
    expect(spineNames('L2', 4, 'up')).toEqual(['L2', 'L1', 'T12', 'T11']);
    expect(spineNames('c6', 4, 'down')).toEqual(['C6', 'C7', 'T1', 'T2']);
    expect(spineNames('C2', 3, 'up')).toEqual(['C2', 'C1', '']);
  });
});
