import { expect, test } from 'vitest';
import { displayStateOf, type DisplayCheck } from '#shared/dicom/presentation/display-check.ts';
import { NEAR_BLACK, NEAR_WHITE, PATCH_GREYS, testPattern } from '#shared/dicom/presentation/test-pattern.ts';

const check = (checkedAt: string, more: Partial<DisplayCheck> = {}): DisplayCheck => ({
  monitor: '2560x1440@1', checkedBy: '周砚秋', checkedAt, seesNearBlack: true, seesNearWhite: true, seesSteps: true, seesLines: true, ...more,
});
const at = (instant: string) => new Date(instant);

test('a screen that nobody has checked says so, whatever was seen on another one', () => {
  expect(displayStateOf([check('2026-11-01T00:00:00.000Z')], '1920x1080@1', at('2026-11-02T00:00:00Z')).kind).toBe('never');
});

test('a check holds for ninety days', () => {
  // From 1 August ninety days reach to 30 October.
  const checks = [check('2026-08-01T00:00:00.000Z')];
  expect(displayStateOf(checks, '2560x1440@1', at('2026-10-30T00:00:00Z')).kind).toBe('good');
  expect(displayStateOf(checks, '2560x1440@1', at('2026-10-30T00:00:01Z')).kind).toBe('due');
});

test('a check with one thing not seen has failed until a good one comes', () => {
  const failed = check('2026-11-01T00:00:00.000Z', { seesNearBlack: false });
  expect(displayStateOf([check('2026-10-01T00:00:00.000Z'), failed], '2560x1440@1', at('2026-11-02T00:00:00Z')).kind).toBe('failed');
  expect(displayStateOf([failed, check('2026-11-03T00:00:00.000Z')], '2560x1440@1', at('2026-11-04T00:00:00Z')).kind).toBe('good');
});

test('the pattern has every step, 5 % in black, 95 % in white, every grey in its ramp and lines of one pixel', () => {
  const { width, height, greys } = testPattern(1200, 900);
  const grey = (column: number, row: number) => greys[row * width + column];
  // A square is 1200 / 12 = 100 pixels. The dark steps lie below the middle: from 600 - 400 on, 450 + 50 = 500.
  const steps = PATCH_GREYS.map((_, index) => grey(250 + (index % 8) * 100, index < 8 ? 550 : 350));
  expect(steps).toEqual([0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255]);
  // Black from 400 on, 450 - 350 = 100; white from 700 on.
  expect([grey(410, 110), grey(450, 150), grey(710, 110), grey(750, 150)]).toEqual([0, NEAR_BLACK, 255, NEAR_WHITE]);
  // The ramp is 800 pixels from 200 on at 450 + 250 = 700: 3.125 pixels a grey.
  expect(new Set(Array.from({ length: 800 }, (_, index) => grey(200 + index, 720))).size).toBe(256);
  expect([grey(0, 0), grey(1, 0), grey(60, 0), grey(60, 1)]).toEqual([0, 255, 0, 255]);
  expect([width, height, grey(20, 450)]).toEqual([1200, 900, 128]);
});
