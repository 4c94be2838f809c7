import { expect, test } from 'vitest';
import { marrowSignal, spinEchoSignal } from '#main/demo/phantoms/mr-signal.ts';

const T2 = { repetitionTimeMs: 3500, echoTimeMs: 102 };
const T1 = { repetitionTimeMs: 600, echoTimeMs: 11 };
const STIR = { repetitionTimeMs: 4000, echoTimeMs: 55, inversionTimeMs: 165 };

test('the spin-echo equation gives the signal of muscle by hand', () => {
  // 0.8 * (1 - exp(-600/950)) * exp(-11/43) * 1000 = 0.8 * (1 - 0.53177) * 0.77427 * 1000 = 290.03
  expect(spinEchoSignal('muscle', T1)).toBeCloseTo(290.03, 1);
});

test('spinal fluid is the brightest on T2 and darker than cord and fat on T1', () => {
  for (const other of ['fat', 'cord', 'muscle', 'nucleus', 'degenerateDisc'] as const) {
    expect(spinEchoSignal('cerebrospinalFluid', T2)).toBeGreaterThan(spinEchoSignal(other, T2));
  }
  expect(spinEchoSignal('cerebrospinalFluid', T1)).toBeLessThan(spinEchoSignal('cord', T1));
  expect(spinEchoSignal('cerebrospinalFluid', T1)).toBeLessThan(spinEchoSignal('fat', T1));
});

test('inversion recovery nulls fat', () => {
  // Fat has T1 250 ms: null at 250 * ln 2 = 173 ms; at 165 ms little is left.
  expect(spinEchoSignal('fat', STIR)).toBeLessThan(0.08 * spinEchoSignal('fat', T2));
});

test('marrow lies between its water and its fat', () => {
  expect(marrowSignal(0.5, T1)).toBeCloseTo((marrowSignal(0, T1) + marrowSignal(1, T1)) / 2, 6);
});
