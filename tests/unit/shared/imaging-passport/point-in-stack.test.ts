import { expect, test } from 'vitest';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { isPointInImage, pointInStack } from '#shared/imaging-passport/point-in-stack.ts';
import { madeSlices } from '../../../support/passports/made-series.ts';

const passportOf = (...made: Parameters<typeof madeSlices>) => passportOfSeries(madeSlices(...made)).stacks[0]!;
/** 5 slices, 5 mm apart: z = 0 to 20. */
const axial = passportOf(5, 5);
/** x = 0, 5, 10, 15, 20; rows run along +y, columns along -z from z = 40. */
const sagittal = passportOf(5, 5, (index) => ({ ImageOrientationPatient: [0, 1, 0, 0, 0, -1], ImagePositionPatient: [index * 5, 0, 40] }));

test('a point lies in the nearest slice of each plane, whichever way it is cut', () => {
  // Pixels of 1 mm from (0, 0). z = 11: the nearest of 0, 5, 10, 15, 20 is 10, the third, 1 mm off.
  expect(pointInStack(axial, [12, 2, 11])).toEqual({ index: 2, distanceMm: 1 });
  // x = 12: the nearest of 0, 5, 10, 15, 20 is 10, 2 mm off; stacks are ordered along their normal, which is (0,1,0) x (0,0,-1) = (-1,0,0): x = 10 is the third either way.
  expect(pointInStack(sagittal, [12, 2, 11])).toEqual({ index: 2, distanceMm: 2 });
});

test('beyond the ends by more than half a step, and beside the image, there is no slice', () => {
  // Half a step is 2.5 mm, and half a millimetre is allowed for rounding: 3.1 mm above the last at 20 is out, 2.9 is in.
  expect(pointInStack(axial, [0, 0, 23.1])).toBeUndefined();
  expect(pointInStack(axial, [0, 0, 22.9])?.index).toBe(4);
  expect(pointInStack(axial, [64, 0, 10])).toBeUndefined();
});

test('the mark stands on the slices that reach the point, and on no other', () => {
  // z = 11: slice 10 is 1 mm away, slice 15 is 4 mm, slice 5 is 6 mm.
  const on = [0, 1, 2, 3, 4].filter((index) => isPointInImage(axial, index, [0, 0, 11]));
  expect(on).toEqual([2]);
});
