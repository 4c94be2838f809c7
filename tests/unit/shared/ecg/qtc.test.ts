import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctQt, heartRatePerMin, QTC_FORMULAS } from '#shared/ecg/qtc.ts';

describe('QT correction', () => {
  test.each([
    // RR 1 s changes nothing in any formula.
    [400, 1000, { bazett: 400, fridericia: 400, framingham: 400, hodges: 400 }],
    // RR 0.64 s: sqrt 0.8, cube root 0.861774. Rate 93.75.
    // B 320 / 0.8 = 400; Fr 320 / 0.861774 = 371.327; Fm 320 + 154 x 0.36 = 375.44; H 320 + 1.75 x 33.75 = 379.0625
    [320, 640, { bazett: 400, fridericia: 371.327, framingham: 375.44, hodges: 379.0625 }],
    // RR 0.512 s = 0.8 cubed: cube root 0.8, sqrt 0.715542. Rate 117.1875.
    // B 280 / 0.715542 = 391.312; Fr 350; Fm 280 + 154 x 0.488 = 355.152; H 280 + 1.75 x 57.1875 = 380.078
    [280, 512, { bazett: 391.312, fridericia: 350, framingham: 355.152, hodges: 380.078 }],
    // RR 1.5 s: sqrt 1.224745, cube root 1.144714. Rate 40.
    // B 460 / 1.224745 = 375.588; Fr 460 / 1.144714 = 401.847; Fm 460 - 77 = 383; H 460 - 35 = 425
    [460, 1500, { bazett: 375.588, fridericia: 401.847, framingham: 383, hodges: 425 }],
    // The shared recording: QT 368, RR 982. sqrt 0.990959, cube root 0.993964. Rate 61.09980.
    // B 371.357; Fr 370.235; Fm 368 + 154 x 0.018 = 370.772; H 368 + 1.75 x 1.09980 = 369.925
    [368, 982, { bazett: 371.357, fridericia: 370.235, framingham: 370.772, hodges: 369.925 }],
  ])('QT %i ms at RR %i ms', (qtMs, rrMs, expected) => {
    for (const formula of QTC_FORMULAS) expect(correctQt(formula, qtMs, rrMs)).toBeCloseTo(expected[formula], 2);
  });

  test.each([[0, 800], [-400, 800], [400, 0], [400, -1], [NaN, 800], [400, NaN], [400, Infinity]])('QT %f and RR %f give no value', (qtMs, rrMs) => {
    expect(QTC_FORMULAS.map((formula) => correctQt(formula, qtMs, rrMs))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('a faster heart has the larger correction, in every formula', () => {
    fc.assert(fc.property(fc.integer({ min: 200, max: 600 }), fc.integer({ min: 300, max: 1900 }), (qtMs, rrMs) => {
      for (const formula of QTC_FORMULAS) expect(correctQt(formula, qtMs, rrMs)).toBeGreaterThan(correctQt(formula, qtMs, rrMs + 50)!);
    }));
  });
});

test('1034 ms is 58 beats a minute', () => {
  // 60000 / 1034 = 58.027
  expect(heartRatePerMin(1034)).toBeCloseTo(58.027, 3);
  expect(heartRatePerMin(0)).toBeNaN();
});
