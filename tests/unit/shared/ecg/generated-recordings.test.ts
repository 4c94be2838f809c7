import { describe, expect, test } from 'vitest';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import type { SampleFormat } from '#shared/dicom/waveform/waveform-samples.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { measureEcg } from '#shared/ecg/measure-ecg.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import { correctQt } from '#shared/ecg/qtc.ts';
import { buildWaveform, MICROVOLT, mdcLead, scpLead } from '#tests/support/build-waveform.ts';
import { SYN_LEAD_NAMES, synSignals } from '#tests/support/syn-recording.ts';

/** Numbers of the leads of `SYN_LEAD_NAMES`. */
const NUMBERS: Readonly<Record<string, number>> = { I: 1, II: 2, V1: 3, V2: 4, V3: 5, V4: 6, V5: 7, V6: 8 };
const SIGNED: Readonly<Record<string, SampleFormat>> = { 8: 'SB', 16: 'SS', 32: 'SL' };
const UNSIGNED: Readonly<Record<string, SampleFormat>> = { 8: 'UB', 16: 'US', 32: 'UL' };
/** Digits that 8 bits hold on each side. */
const EIGHT_BIT_REACH = 120;
const MIDDLE: Readonly<Record<string, number>> = { UB: 128, US: 32_768, UL: 2_147_483_648 };

const signalsByRate = new Map([250, 500, 1000].map((rate) => [rate, synSignals({ rrS: 1, seconds: 5, samplingFrequencyHz: rate })]));
const steps = [1.25, 2.44, 4.88, 5].flatMap((microvolts, place) => [250, 500, 1000].flatMap((rate, ratePlace) => [8, 16, 32].map((bits, bitsPlace) => ({
  microvolts, rate, bits, isSigned: (place + ratePlace + bitsPlace) % 2 === 0,
}))));

describe('generated recordings: baseline not zero, correction factor, channels shuffled', () => {
  test.each(steps)('$microvolts uV, $rate Hz, $bits bit, signed $isSigned: every lead by its code in mV, RR of 1000 ms within 2 ms', ({ microvolts, rate, bits, isSigned }) => {
    const signals = signalsByRate.get(rate)!;
    const format = (isSigned ? SIGNED : UNSIGNED)[bits]!;
    const stepMv = microvolts / 1000;
    // 8 bits hold 0.15 to 0.6 mV: the heart is made as small as they need.
    const shrink = bits === 8 ? Math.min(1, (EIGHT_BIT_REACH * stepMv) / 1.6) : 1;
    const zero = isSigned ? 0 : MIDDLE[format]!;
    const channels = SYN_LEAD_NAMES.map((name, index) => {
      const correctionFactor = index % 2 === 0 ? 1 : 2;
      return {
        name,
        raw: [...signals[index]!].map((value) => zero + Math.round((value * shrink) / stepMv)),
        source: index % 2 === 0 ? mdcLead(NUMBERS[name]!) : scpLead(NUMBERS[name]!),
        sensitivity: microvolts / correctionFactor, correctionFactor, unit: MICROVOLT,
        // The raw zero, and 0.1 mV that the device took away.
        baseline: 100 - zero * microvolts,
      };
    });
    const shuffled = channels.toSorted((left, right) => (left.raw[7]! * 31 + left.name.length) % 7 - (right.raw[7]! * 31) % 7).toReversed();
    const { dataSet, bulk } = buildWaveform([{ channels: shuffled, samplingFrequencyHz: rate, format, label: 'RHYTHM' }]);
    const recording = readEcgRecording(readWaveformRecord(dataSet, bulk));
    for (const [index, name] of SYN_LEAD_NAMES.entries()) {
      const read = recording.traces.find(({ key }) => key === name)!.millivolts(0, signals[index]!.length);
      const farthest = read.reduce((most, value, sample) => Math.max(most, Math.abs(value - 0.1 - signals[index]![sample]! * shrink)), 0);
      // Half a step of rounding.
      expect(farthest).toBeLessThanOrEqual(stepMv / 2 + 1e-9);
    }
    expect(Math.abs((valueOf(measureEcg(recording).rr) ?? NaN) - 1000)).toBeLessThan(2);
  });
});

test('the four QTc agree with the formulas written anew over 1000 pairs of QT and RR, within 1 ms', () => {
  for (let pair = 0; pair < 1000; pair += 1) {
    // QT 240 to 599.6 ms, RR 300 to 1998.3 ms, every pair another.
    const qtMs = 240 + (pair * 37) % 1000 * 0.36;
    const rrMs = 300 + (pair * 613) % 1000 * 1.7;
    const rrS = rrMs / 1000;
    const expected = { bazett: qtMs * rrS ** -0.5, fridericia: qtMs * rrS ** (-1 / 3), framingham: qtMs + 154 - 154 * rrS, hodges: qtMs + 105 / rrS - 105 };
    for (const [formula, value] of Object.entries(expected)) expect(Math.abs((correctQt(formula as keyof typeof expected, qtMs, rrMs) ?? NaN) - value)).toBeLessThan(1);
  }
});
