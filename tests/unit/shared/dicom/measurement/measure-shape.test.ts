import { describe, expect, test } from 'vitest';
import { angleAt } from '#shared/dicom/measurement/angle.ts';
import { ellipseArea, ellipseOf, ellipseStatistics } from '#shared/dicom/measurement/ellipse.ts';
import type { GreyFrame } from '#shared/dicom/measurement/pixel-statistics.ts';
import { distanceBetween } from '#shared/dicom/measurement/length.ts';
import { measureShape, type MeasurableFrame } from '#shared/dicom/measurement/measure-shape.ts';

const SQUARE = { column: 1, row: 1 };

test('a diagonal over pixels that are twice as high as wide', () => {
  // 30 columns * 0.5 = 15; 10 rows * 2 = 20; the 3-4-5 triangle gives 25
  expect(distanceBetween([10, 20], [40, 30], { column: 0.5, row: 2 })).toBe(25);
});

describe('angles', () => {
  test.each([
    ['a right angle', [0, 0], [10, 0], [0, 10], SQUARE, 90],
    ['a straight line', [5, 5], [0, 5], [10, 5], SQUARE, 180],
    ['half a right angle', [0, 0], [10, 0], [10, 10], SQUARE, 45],
    // On the picture the side is 10 wide and 20 high: atan 2 = 63.4349°
    ['pixels that are twice as high as wide', [0, 0], [10, 0], [10, 10], { column: 1, row: 2 }, 63.43494882],
  ] as const)('%s', (_, vertex, from, to, size, degrees) => {
    expect(angleAt(vertex, from, to, size)).toBeCloseTo(degrees, 8);
  });

  test('a side without length has no angle', () => {
    expect(angleAt([1, 1], [1, 1], [5, 5], SQUARE)).toBeUndefined();
  });
});

describe('ellipse', () => {
  // Half axes 2 along the row and 1 down the column, round the pixel (3, 2).
  const ends = [[1, 2], [5, 2], [3, 1], [3, 3]] as const;
  const frame = (values: readonly number[], change: Partial<GreyFrame> = {}): GreyFrame => ({
    values: Int16Array.from(values), columns: 7, rows: 5, transform: { kind: 'linear', slope: 1, intercept: 0, unit: '1' }, padding: undefined, ...change,
  });
  // Rows 0 to 4; the value is column + 10 * row.
  const ramp = Array.from({ length: 35 }, (_, index) => (index % 7) + 10 * Math.floor(index / 7));

  test('the area is pi times both half axes', () => {
    // pi * (2 * 0.5) * (1 * 2) = 6.2832
    expect(ellipseArea(ellipseOf(ends)!, { column: 0.5, row: 2 })).toBeCloseTo(2 * Math.PI, 10);
  });

  test('pixels count whose centre lies inside or on the edge', () => {
    // Row 2: columns 1 to 5 (|x| <= 2). Row 1 and 3: only column 3 (y = 1 leaves x = 0). Values 21..25, 13, 33:
    // sum 115 + 46 = 161, mean 23; squares of differences: 4+1+0+1+4 + 100 + 100 = 210; sd = sqrt(210 / 7) = 5.4772
    const statistics = ellipseStatistics(ellipseOf(ends)!, frame(ramp))!;
    expect(statistics).toMatchObject({ count: 7, mean: 23, minimum: 13, maximum: 33 });
    expect(statistics.standardDeviation).toBeCloseTo(Math.sqrt(30), 10);
  });

  test('padding does not count', () => {
    // Without 13: sum 148 over 6 = 24.6667
    expect(ellipseStatistics(ellipseOf(ends)!, frame(ramp, { padding: { low: 13, high: 13 } }))).toMatchObject({ count: 6, mean: 148 / 6, minimum: 21 });
  });

  test('numbers are modality values', () => {
    // mean 23 * 2 - 1000 = -954; a factor of 2 doubles the deviation
    const statistics = ellipseStatistics(ellipseOf(ends)!, frame(ramp, { transform: { kind: 'linear', slope: 2, intercept: -1000, unit: '1' } }))!;
    expect(statistics.mean).toBe(-954);
    expect(statistics.standardDeviation).toBeCloseTo(2 * Math.sqrt(30), 10);
  });

  test('a negative slope keeps minimum below maximum', () => {
    expect(ellipseStatistics(ellipseOf(ends)!, frame(ramp, { transform: { kind: 'linear', slope: -1, intercept: 0, unit: '1' } }))).toMatchObject({ minimum: -33, maximum: -13 });
  });

  test('what hangs over the edge of the image is left out', () => {
    // Centre (0, 2), half axes 2 and 1: row 2: columns 0, 1, 2; rows 1 and 3: column 0. Values 20, 21, 22, 10, 30.
    expect(ellipseStatistics(ellipseOf([[-2, 2], [2, 2], [0, 1], [0, 3]])!, frame(ramp))).toMatchObject({ count: 5, mean: 20.6, minimum: 10, maximum: 30 });
  });

  test('an ellipse that lies turned counts the same pixels as its equation', () => {
    // A circle of radius 1.5 round (3, 2), given by diagonal axes: all pixels with x² + y² <= 2.25: 9 pixels, 12..14, 22..24... mean 23
    const d = 1.5 / Math.SQRT2;
    const circle = ellipseOf([[3 - d, 2 - d], [3 + d, 2 + d], [3 - d, 2 + d], [3 + d, 2 - d]])!;
    expect(ellipseStatistics(circle, frame(ramp))).toMatchObject({ count: 9, mean: 23, minimum: 12, maximum: 34 });
  });

  test('an ellipse between the pixels has no numbers', () => {
    expect(ellipseStatistics(ellipseOf([[3.4, 2.5], [3.6, 2.5], [3.5, 2.4], [3.5, 2.6]])!, frame(ramp))).toBeUndefined();
  });
});

describe('a shape in numbers', () => {
  const frame: MeasurableFrame = {
    spacing: { kind: 'patient', columnSpacingMm: 0.5, rowSpacingMm: 0.5 }, ultrasoundRegions: [], pixelShape: { width: 1, height: 1 },
    grey: { values: Int16Array.from({ length: 100 }, () => 1054), columns: 10, rows: 10, padding: undefined, transform: { kind: 'linear', slope: 1, intercept: -1024, unit: "[hnsf'U]" } },
  };

  test('a length in millimetres carries where they come from', () => {
    expect(measureShape('length', [[0, 0], [6, 8]], frame)).toEqual({ quantities: [{ quantity: 'length', value: 5, unit: 'mm' }], spacing: frame.spacing });
  });

  test('without spacing a length is in pixels', () => {
    const measured = measureShape('length', [[0, 0], [6, 8]], { ...frame, spacing: { kind: 'none', reason: 'no-spacing' } });
    expect(measured?.quantities).toEqual([{ quantity: 'length', value: 10, unit: '{px}' }]);
  });

  test('without spacing an angle follows the shape of the pixels', () => {
    const measured = measureShape('angle', [[10, 0], [0, 0], [10, 10]], { ...frame, spacing: { kind: 'none', reason: 'no-spacing' }, pixelShape: { width: 1, height: 2 } });
    expect(measured?.quantities[0]?.value).toBeCloseTo(63.43494882, 8);
  });

  test('an ellipse on CT has its area in mm² and its numbers in Hounsfield units', () => {
    // Half axes 3 and 2 pixels: pi * 1.5 * 1 = 4.712 mm²; 1054 - 1024 = 30 everywhere
    const measured = measureShape('ellipse', [[2, 5], [8, 5], [5, 3], [5, 7]], frame);
    expect(measured?.quantities.map(({ quantity, value, unit }) => `${quantity} ${value.toFixed(3)} ${unit}`)).toEqual([
      'area 4.712 mm2', "mean 30.000 [hnsf'U]", "standard-deviation 0.000 [hnsf'U]", "minimum 30.000 [hnsf'U]", "maximum 30.000 [hnsf'U]",
    ]);
  });

  test('an ellipse on a colour picture has an area only', () => {
    expect(measureShape('ellipse', [[2, 5], [8, 5], [5, 3], [5, 7]], { ...frame, grey: undefined })?.quantities.map(({ quantity }) => quantity)).toEqual(['area']);
  });

  test('a click without a drag is no measurement', () => {
    expect([
      measureShape('length', [[3, 3], [3, 3]], frame), measureShape('angle', [[3, 3], [3, 3], [3, 3]], frame),
      measureShape('ellipse', [[3, 3], [3, 3], [3, 3], [3, 3]], frame),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
