import { expect, test } from 'vitest';
import { measured, notMeasurable } from '#shared/ecg/measured.ts';
import { measuredDifference, valueDifference } from '#shared/ecg/measured-difference.ts';

test('a difference is that of the numbers on the screen', () => {
  // 54.4 is shown as 54, 75.6 as 76: 54 - 76 = -22, not -21.2
  expect(measuredDifference(measured(75.6, '/min'), measured(54.4, '/min'))).toBe(-22);
  // 1.49 - 1.12 = 0.37
  expect(measuredDifference(measured(1.1204, 'mV'), measured(1.494, 'mV'))).toBe(0.37);
});

test('an axis turns the shorter way', () => {
  expect([valueDifference('deg', 170, -170), valueDifference('deg', -170, 170), valueDifference('deg', 60, -30), valueDifference('deg', -90, 90)]).toEqual([20, -20, -90, 180]);
});

test('there is none where one of the two was not measured', () => {
  expect([measuredDifference(undefined, measured(1, 'ms')), measuredDifference(measured(1, 'ms'), notMeasurable('no-p-wave'))]).toEqual([undefined, undefined]);
});
