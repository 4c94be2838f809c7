import { describe, expect, test } from 'vitest';
import { recordEcg, type RecordedLead } from '#main/demo/phantoms/ecg/ecg-recording.ts';
import { INFERIOR_INFARCTION, J_POINT_MS, NORMAL_ADULT } from '#main/demo/phantoms/ecg/heart-dipole.ts';

const options = { seconds: 10, samplingFrequencyHz: 500, seed: 'test' };
const infarction = recordEcg(INFERIOR_INFARCTION, options);
const normal = recordEcg(NORMAL_ADULT, options);

/** Of the median beat, mV. */
const stAt60 = (recording: typeof normal, lead: RecordedLead) => recording.medianBeat[lead][Math.round((recording.medianRPeakMs + J_POINT_MS + 60) / 2)]!;

test('Einthoven and Goldberger hold exactly in every sample', () => {
  const { I, II, III, aVR, aVL, aVF } = infarction.rhythm;
  for (let sample = 0; sample < I.length; sample += 1) {
    expect(III[sample]).toBe(II[sample]! - I[sample]!);
    expect(aVR[sample]).toBe(-(I[sample]! + II[sample]!) / 2);
    expect(aVL[sample]).toBe(I[sample]! - II[sample]! / 2);
    expect(aVF[sample]).toBe(II[sample]! - I[sample]! / 2);
  }
});

test('ten seconds at 500 Hz are 5000 samples in twelve leads', () => {
  expect(Object.values(infarction.rhythm).map(({ length }) => length)).toEqual(Array.from({ length: 12 }, () => 5000));
});

test('the rate is 58, near enough: nine or ten beats in ten seconds', () => {
  const intervals = infarction.rPeaksMs.slice(1).map((peak, index) => peak - infarction.rPeaksMs[index]!);
  const mean = intervals.reduce((sum, value) => sum + value, 0) / intervals.length;
  // 60000 / 58 = 1034 ms
  expect(Math.abs(mean - 1034)).toBeLessThan(15);
});

describe('the inferior infarction', () => {
  test.each([['II', 0.22], ['III', 0.32], ['aVF', 0.27], ['I', -0.1], ['aVL', -0.21], ['V2', -0.12]] as const)('ST in %s at J+60 is about %d mV', (lead, expected) => {
    expect(Math.abs(stAt60(infarction, lead) - expected)).toBeLessThan(0.05);
  });

  test('elevation is greatest in III', () => {
    expect(stAt60(infarction, 'III')).toBeGreaterThan(stAt60(infarction, 'II'));
  });

  test('P begins 212 ms before QRS', () => {
    // QRS begins 40 ms before R, so that P begins 252 ms before R. In II the wave stands out of the noise just behind its onset.
    const beat = infarction.medianBeat.II;
    const level = (fromMs: number, toMs: number) => {
      const values = Array.from({ length: (toMs - fromMs) / 2 }, (_, index) => beat[Math.round((infarction.medianRPeakMs + fromMs) / 2) + index]!);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const before = level(-290, -256);
    expect(Math.abs(level(-252, -244) - before)).toBeLessThan(0.03);
    expect(level(-214, -180) - before).toBeGreaterThan(0.06);
  });
});

test('the healthy adult has no ST shift beyond 0.05 mV', () => {
  for (const lead of ['I', 'II', 'III', 'aVF', 'V5', 'V6'] as const) expect(Math.abs(stAt60(normal, lead))).toBeLessThan(0.05);
});
