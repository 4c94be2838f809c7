import { describe, expect, test } from 'vitest';
import { ALLOWED_MS, delineationCases, tryDelineation } from '#tests/support/ecg-command/delineation-cases.ts';

// Every twenty-first of the cases that `npm run ecg:delineation` prints: all heart rates, all widths, with noise and without.
const sample = delineationCases(5).filter((_, index) => index % 21 === 3);

describe('ECGSYN hearts of 50 to 120 beats a minute with a QRS of 75 to 178 ms', () => {
  test.each(sample)('RR $rrS s, QRS x $qrsWidth, noise at $signalToNoiseDb dB, seed $seed: QRS within 5 ms, PR and QT within 10 ms', (one) => {
    const { off } = tryDelineation(one);
    for (const interval of ['qrs', 'pr', 'qt'] as const) expect(Math.abs(off[interval] ?? NaN)).toBeLessThanOrEqual(ALLOWED_MS[interval]);
  });

  test('with P and T in each other at 150 a minute and a QRS of 150 ms no bound is guessed', () => {
    const { off } = tryDelineation({ rrS: 0.4, qrsWidth: 1.6, samplingFrequencyHz: 500, signalToNoiseDb: undefined, seed: 1 });
    expect(off).toEqual({ qrs: undefined, pr: undefined, qt: undefined });
  });
});
