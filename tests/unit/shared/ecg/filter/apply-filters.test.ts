import { describe, expect, test } from 'vitest';
import { applyFilters, filterRecording, isEffective } from '#shared/ecg/filter/apply-filters.ts';
import { DIAGNOSTIC_FILTERS, filtersOf, isDiagnostic, type EcgFilter } from '#shared/ecg/filter/ecg-filter.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform } from '#tests/support/build-waveform.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

/** A wave of 1 mV. */
const sine = (frequencyHz: number, samplingFrequencyHz: number, seconds: number) =>
  Float64Array.from({ length: Math.round(seconds * samplingFrequencyHz) }, (_, index) => Math.sin((2 * Math.PI * frequencyHz * index) / samplingFrequencyHz));

/** Height and shift of the wave that comes out, by projection on sine and cosine over whole periods in the middle. */
function response(filters: readonly EcgFilter[], frequencyHz: number, samplingFrequencyHz: number) {
  const seconds = Math.max(20, 30 / frequencyHz);
  const output = applyFilters(sine(frequencyHz, samplingFrequencyHz, seconds), samplingFrequencyHz, filters);
  const periods = Math.max(1, Math.floor((frequencyHz * seconds) / 3));
  const count = Math.round((periods * samplingFrequencyHz) / frequencyHz);
  const first = Math.floor((output.length - count) / 2);
  let inPhase = 0;
  let quadrature = 0;
  for (let index = first; index < first + count; index += 1) {
    const angle = (2 * Math.PI * frequencyHz * index) / samplingFrequencyHz;
    inPhase += output[index]! * Math.sin(angle);
    quadrature += output[index]! * Math.cos(angle);
  }
  return { gain: (2 * Math.hypot(inPhase, quadrature)) / count, phase: Math.atan2(quadrature, inPhase) };
}

const AT_CORNER = 1 / Math.SQRT2;

describe.each([250, 500, 1000])('at %i samples a second', (rate) => {
  test.each([
    ['high-pass-0.05', 0.05, 1], ['high-pass-0.5', 0.5, 10], ['low-pass-40', 40, 10], ['low-pass-100', 100, 25], ['low-pass-150', 150, 40],
  ] as const)('%s is 3 dB down at %d Hz and passes %d Hz', (filter, cornerHz, passedHz) => {
    if (!isEffective(filter, rate)) return expect(cornerHz).toBeGreaterThan(rate * 0.48);
    expect(response([filter], cornerHz, rate).gain).toBeCloseTo(AT_CORNER, 2);
    // 1 / (1 + 0.414 / 20^4) and better
    expect(response([filter], passedHz, rate).gain).toBeGreaterThan(0.98);
  });

  test('the notch takes 50 Hz away, is 3 dB down at 49 and 51 Hz and leaves 45 Hz', () => {
    expect(response(['notch-50'], 50, rate).gain).toBeLessThan(0.005);
    expect(response(['notch-50'], 49, rate).gain).toBeCloseTo(AT_CORNER, 1);
    expect(response(['notch-50'], 51, rate).gain).toBeCloseTo(AT_CORNER, 1);
    // x = 5 / (1 / 1.554) = 7.77, x^2 / (1 + x^2) = 0.984
    expect(response(['notch-50'], 45, rate).gain).toBeGreaterThan(0.97);
  });

  test.each([0.3, 1, 5, 10, 25, 35])('a wave of %d Hz is not shifted in time', (frequencyHz) => {
    expect(response(filtersOf({ highPassHz: 0.05, lowPassHz: 40, notchHz: 50 }), frequencyHz, rate).phase).toBeCloseTo(0, 2);
  });
});

test('40 Hz takes away at least 20 dB an octave above: 80 Hz', () => {
  // 1 / (1 + 0.414 x 2^4) = 0.13; the bilinear transform takes away more.
  expect(response(['low-pass-40'], 80, 1000).gain).toBeLessThan(0.14);
});

test('an offset of 300 mV leaves no swing at the start', () => {
  const output = applyFilters(new Float64Array(5000).fill(300), 500, ['high-pass-0.5', 'low-pass-150']);
  expect(Math.max(...output.map(Math.abs))).toBeLessThan(1e-6);
});

test.each([2.5, 10])('a recording of %f s that begins and ends on the top of an R stays on its line', (seconds) => {
  // R of 1.3 mV and 40 ms every 0.8 s, the first at 0, the last cut off at its top: between them the line is 0.
  const end = Math.round(Math.floor(seconds / 0.8) * 400) + 1;
  const values = Float64Array.from({ length: end }, (_, index) => 1.3 * Math.max(0, 1 - Math.abs(((index + 200) % 400) - 200) / 10));
  const output = applyFilters(values, 500, ['high-pass-0.05']);
  expect(values[end - 1]).toBe(1.3);
  // The mean of the beats, 1.3 x 20 / 400 / 2 = 0.03 mV, is all that a high-pass may take.
  for (let index = 100; index < end; index += 400) expect(Math.abs(output[index + 100]!)).toBeLessThan(0.07);
});

test('a gap stays a gap and its sides do not know of each other', () => {
  const values = new Float64Array(3000).fill(1);
  values.fill(NaN, 1000, 1200);
  values.fill(5, 1200);
  const output = applyFilters(values, 500, ['low-pass-40']);
  expect([output[999], output[1100], output[1200]]).toEqual([expect.closeTo(1, 9), NaN, expect.closeTo(5, 9)]);
});

test('150 Hz does nothing at 250 samples a second, where nothing lies above 125 Hz', () => {
  expect([isEffective('low-pass-150', 250), isEffective('low-pass-100', 250), isEffective('low-pass-150', 500)]).toEqual([false, true, true]);
});

test('only 0.05 to 150 Hz is diagnostic', () => {
  expect(isDiagnostic(DIAGNOSTIC_FILTERS)).toBe(true);
  expect(isDiagnostic({ ...DIAGNOSTIC_FILTERS, lowPassHz: 40 })).toBe(false);
  expect(isDiagnostic({ ...DIAGNOSTIC_FILTERS, highPassHz: 0.5 })).toBe(false);
  expect(isDiagnostic({ highPassHz: undefined, lowPassHz: undefined, notchHz: 50 })).toBe(true);
});

test('a window of a long recording is filtered as the whole is', () => {
  const { dataSet, bulk } = buildWaveform([syntheticGroup({ seconds: 90, samplingFrequencyHz: 250, change: (channel, lead) => (lead === 2 ? channel : undefined) })]);
  const recording = readEcgRecording(readWaveformRecord(dataSet, bulk));
  const [filtered] = filterRecording(recording, { highPassHz: 0.5, lowPassHz: 40, notchHz: undefined }).traces;
  const whole = applyFilters(recording.traces[0]!.millivolts(0, 22_500), 250, ['high-pass-0.5', 'low-pass-40']);
  const window = filtered!.millivolts(10_000, 10_500);
  expect(Math.max(...window.map((value, index) => Math.abs(value - whole[10_000 + index]!)))).toBeLessThan(0.002);
});
