import { expect, test } from 'vitest';
import { judgeLight, LIGHT_LEVELS, lightStateOf, type DisplayLight } from '#shared/dicom/presentation/display-light.ts';
import { lightOfStep, stepOfLight } from '#shared/dicom/presentation/grayscale-standard-display.ts';
import { lightPattern } from '#shared/dicom/presentation/test-pattern.ts';

/**
 * A screen from 1 to 400 cd/m². log10(1) = 0, so black is step A = 71.498; white, log10(400) = 2.60206, is step 672.796. Field n lies at
 * 71.498 + n / 17 * 601.298 steps: the sums of equation 7-1 to three decimals.
 */
const CALIBRATED = [1, 2.107, 3.796, 6.219, 9.568, 14.081, 20.057, 27.87, 37.986, 50.992, 67.619, 88.782, 115.629, 149.591, 192.466, 246.502, 314.518, 400.051];

test.each([
  // Table B-1 of PS3.14: the first step by hand, 10 ** -1.3011877 = 0.0500, because the logarithm of 1 is 0.
  [1, 0.05], [2, 0.0547], [100, 1.8508], [500, 119.13], [1000, 3439.16],
])('step %d of the standard is a light of %d cd/m²', (step, light) => {
  expect(Math.abs(lightOfStep(step) / light - 1)).toBeLessThan(0.002);
});

test('a light of 1 cd/m² is the step that equation 7-2 begins with, and the way back agrees', () => {
  expect(stepOfLight(1)).toBe(71.498_068);
  for (const step of [10, 100, 400, 700, 1000]) expect(Math.abs(stepOfLight(lightOfStep(step)) - step)).toBeLessThan(0.05);
});

test('a screen that follows the standard is within it', () => {
  const verdict = judgeLight({ luminances: CALIBRATED, ambient: 0 });
  expect(verdict).toMatchObject({ status: 'measured', response: { isWithin: true } });
  if (verdict.status !== 'measured') return;
  // Three decimals of the readings are worth a thousandth in the darkest step.
  expect(verdict.response.deviation).toBeLessThan(0.002);
  expect(verdict.response.ratio).toBeCloseTo(400.051, 3);
});

test('one field that is 8 % too bright makes the contrast to its neighbours wrong, and is named', () => {
  // Field 15 (grey 225): 246.502 * 1.08 = 266.222. Wanted against 192.466: 2 * 54.036 / 438.968 = 0.2462; found 2 * 73.756 / 458.688 = 0.3216: 30.6 % more.
  // To the next one: wanted 2 * 68.016 / 561.02 = 0.2425 against 2 * 48.296 / 580.74 = 0.1663: 31.4 % less.
  const verdict = judgeLight({ luminances: CALIBRATED.map((light, index) => (index === 15 ? light * 1.08 : light)), ambient: 0 });
  expect(verdict).toMatchObject({ status: 'measured', response: { isWithin: false, worst: [225, 240] } });
  if (verdict.status === 'measured') expect(verdict.response.deviation).toBeCloseTo(0.314, 2);
});

test('an office screen with a gamma of 2.2 is far off', () => {
  // (n / 17) ** 2.2 * 399 + 1: the second step, 15 to 30, has half more contrast than the standard wants.
  const verdict = judgeLight({ luminances: LIGHT_LEVELS.map((level) => 1 + (level / 255) ** 2.2 * 399), ambient: 0 });
  expect(verdict).toMatchObject({ status: 'measured', response: { isWithin: false, worst: [15, 30] } });
});

test('the light of the room counts with every field', () => {
  // 400.051 + 1 to 1 + 1: 200 to 1 is less than 250.
  const verdict = judgeLight({ luminances: CALIBRATED, ambient: 1 });
  expect(verdict).toMatchObject({ status: 'measured', response: { isWithin: false } });
  if (verdict.status === 'measured') expect(verdict.response.ratio).toBeCloseTo(200.5, 1);
});

test.each([
  ['too few', CALIBRATED.slice(1), 'count'],
  ['not a number', CALIBRATED.map((light, index) => (index === 3 ? Number.NaN : light)), 'count'],
  ['darker than the standard goes', CALIBRATED.map((light, index) => (index === 0 ? 0.01 : light)), 'range'],
  ['a field darker than the one before', CALIBRATED.map((light, index) => (index === 9 ? 30 : light)), 'order'],
] as const)('readings that are no measurement are told: %s', (_name, luminances, reason) => {
  expect(judgeLight({ luminances, ambient: 0 })).toEqual({ status: 'unfit', reason });
});

const light = (measuredOn: string, more: Partial<DisplayLight> = {}): DisplayLight => ({ monitor: 'a', measuredBy: '许工', measuredOn, instrument: '', ambient: 0, luminances: CALIBRATED, ...more });

test('a measurement holds for a year on its own screen, and the newest one counts', () => {
  const at = (day: string) => new Date(`${day}T00:00:00Z`);
  expect(lightStateOf([light('2026-05-01')], 'b', at('2026-06-01')).kind).toBe('never');
  expect(lightStateOf([light('2026-05-01')], 'a', at('2027-05-01')).kind).toBe('within');
  expect(lightStateOf([light('2026-05-01')], 'a', at('2027-05-02')).kind).toBe('due');
  expect(lightStateOf([light('2026-05-01', { ambient: 1 }), light('2026-04-01')], 'a', at('2026-06-01')).kind).toBe('outside');
});

test('the field that is measured takes a tenth of the picture, in its middle', () => {
  // 1000 x 640: the root of 64,000 is 253.
  const { greys } = lightPattern(1000, 640, 60);
  expect(greys.filter((grey) => grey === 60)).toHaveLength(253 * 253);
  expect([greys[320 * 1000 + 500], greys[0]]).toEqual([60, 153]);
});
