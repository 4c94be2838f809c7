import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { readEcgRecording, type EcgTrace } from '#shared/ecg/ecg-recording.ts';
import { layoutEcg, type Gain, type LayoutCell, type PaperSpeed } from '#shared/ecg/layout.ts';
import { calibrationPulsePath, tracePath } from '#shared/ecg/trace-path.ts';
import type { SampleFormat } from '#shared/dicom/waveform/waveform-samples.ts';
import { buildWaveform, mdcLead, MICROVOLT, type GivenGroup } from '#tests/support/build-waveform.ts';

/** A trace with given millivolts. */
function traceOf(millivolts: readonly number[], samplingFrequencyHz = 500, startMs = 0): EcgTrace {
  const values = Float64Array.from(millivolts);
  return {
    key: 'II', label: 'II', lead: { name: 'II', source: 'by-code' }, startMs, samplingFrequencyHz, sampleCount: values.length, statuses: [],
    filters: { lowFrequencyHz: undefined, highFrequencyHz: undefined, notchFrequencyHz: undefined, notchBandwidthHz: undefined },
    millivolts: (firstIndex, endIndex) => values.slice(firstIndex, endIndex),
  };
}

const cell = (startMs: number, endMs: number): LayoutCell => ({
  key: 'II', xMm: 11, widthMm: ((endMs - startMs) / 1000) * 25, baselineYMm: 30, startMs, endMs, labelXMm: 0, labelYMm: 0,
});
const standard = { paperSpeedMmPerS: 25, gainMmPerMv: 10 } as const;
const points = (line: Float64Array | undefined) => Array.from({ length: (line?.length ?? 0) / 2 }, (_, index) => [line![2 * index]!, line![2 * index + 1]!] as const);

/** Two R spikes of 1 mV, 1000 ms apart, on a baseline of 0: raw values for a step of `sensitivity` uV. */
function spikes(samplingFrequencyHz: number, sensitivity: number): readonly number[] {
  const raw = Array.from({ length: samplingFrequencyHz * 2 }, () => 0);
  raw[samplingFrequencyHz * 0.4] = Math.round(1000 / sensitivity);
  raw[samplingFrequencyHz * 1.4] = Math.round(1000 / sensitivity);
  return raw;
}

describe('a curve on paper', () => {
  const combinations = [1.25, 2.44, 4.88, 5].flatMap((sensitivity) =>
    [250, 500, 1000].flatMap((samplingFrequencyHz) =>
      (['SB', 'UB', 'SS', 'US', 'SL', 'UL'] satisfies SampleFormat[]).map((format) => ({ sensitivity, samplingFrequencyHz, format })),
    ),
  );

  test.each(combinations)('$sensitivity uV, $samplingFrequencyHz Hz, $format: 1 mV is 10.0 mm and 1000 ms is 25.0 mm', ({ sensitivity, samplingFrequencyHz, format }) => {
    // Eight bits: a step ten times as large through the correction factor, so that 1 mV fits into -128 to 127.
    const isSmall = format === 'SB' || format === 'UB';
    const correctionFactor = isSmall ? 10 : 1;
    const group: GivenGroup = {
      format, samplingFrequencyHz,
      channels: [{
        raw: spikes(samplingFrequencyHz, sensitivity * correctionFactor), source: mdcLead(2), sensitivity, unit: MICROVOLT, correctionFactor, baseline: 120,
      }],
    };
    const { dataSet, bulk } = buildWaveform([group]);
    const [trace] = readEcgRecording(readWaveformRecord(dataSet, bulk)).traces;
    const drawn = points(tracePath(trace!, cell(0, 2000), standard, 3.78)[0]);
    const baselineY = drawn[0]![1];
    const peakY = Math.min(...drawn.map(([, y]) => y));
    const peaks = drawn.filter(([, y]) => y === peakY).map(([x]) => x);

    // The baseline of 120 uV lifts everything by 0.12 mV x 10 mm/mV = 1.2 mm.
    expect(baselineY).toBeCloseTo(30 - 1.2, 9);
    // The nearest whole step to 1 mV is at most half a step away: 25 uV x 10 mm/mV / 1000 = 0.25 mm for 8 bits of 50 uV, 0.025 mm for 5 uV.
    const stepMm = ((sensitivity * correctionFactor) / 1000) * 10;
    expect(Math.abs(baselineY - peakY - 10)).toBeLessThanOrEqual(stepMm / 2);
    if (!isSmall) expect(baselineY - peakY).toBeCloseTo(10, 1);
    expect(peaks).toHaveLength(2);
    expect(peaks[1]! - peaks[0]!).toBeCloseTo(25, 9);
  });

  test.each<readonly [PaperSpeed, Gain]>([[12.5, 5], [25, 10], [50, 20]])('%f mm/s and %i mm/mV scale time and voltage', (paperSpeedMmPerS, gainMmPerMv) => {
    const path = points(tracePath(traceOf([0, 0.5, -0.25], 10), cell(0, 200), { paperSpeedMmPerS, gainMmPerMv }, Infinity)[0]);
    // 10 Hz: a sample every 100 ms
    expect(path).toEqual([
      [11, 30],
      [11 + 0.1 * paperSpeedMmPerS, 30 - 0.5 * gainMmPerMv],
      [11 + 0.2 * paperSpeedMmPerS, 30 + 0.25 * gainMmPerMv],
    ]);
  });

  test('a cell shows its own stretch of the recording, both ends included', () => {
    const path = points(tracePath(traceOf([0, 1, 2, 3, 4, 5], 10), cell(200, 400), standard, Infinity)[0]);
    // Samples 2, 3, 4 at 200, 300, 400 ms: x = 11, 13.5, 16; y = 30 - 10 mV
    expect(path).toEqual([[11, 10], [13.5, 0], [16, -10]]);
  });

  test('a trace that starts late begins late in its cell', () => {
    // First sample 40 ms after the start: 0.04 s x 25 mm/s = 1 mm.
    expect(points(tracePath(traceOf([0], 10, 40), cell(0, 200), standard, Infinity)[0])).toEqual([[12, 30]]);
  });

  test('a gap parts the line, nothing is drawn across it', () => {
    const lines = tracePath(traceOf([0, 0.1, NaN, NaN, 0.2, 0.3], 10), cell(0, 1000), standard, Infinity);
    expect(lines.map((line) => points(line).map(([x]) => x))).toEqual([[11, 13.5], [21, 23.5]]);
  });

  test('a gap parts the line in a coarse picture as well', () => {
    const millivolts = Array.from({ length: 1000 }, (_, index) => (index === 500 ? NaN : 0));
    expect(tracePath(traceOf(millivolts, 1000), cell(0, 1000), standard, 4)).toHaveLength(2);
  });

  test('a cell beyond the recording is empty', () => {
    expect(tracePath(traceOf([0, 0, 0], 10), cell(1000, 2000), standard, 4)).toEqual([]);
    expect(tracePath(traceOf([0, 0, 0], 10, 5000), cell(1000, 2000), standard, 4)).toEqual([]);
  });

  test('thinning keeps the least and the greatest value of every column, the order in time, and both ends', () => {
    fc.assert(fc.property(
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 6 }),
      (millivolts, columnsPerMm) => {
        const [line] = tracePath(traceOf(millivolts, 1000), cell(0, 400), standard, columnsPerMm);
        const drawn = points(line);
        const all = millivolts.map((value, index) => [11 + index * 0.025, 30 - value * 10] as const);
        expect(drawn[0]![1]).toBe(all[0]![1]);
        expect(drawn.at(-1)![1]).toBe(all.at(-1)![1]);
        expect(drawn.every(([x], index) => index === 0 || x > drawn[index - 1]![0])).toBe(true);
        const column = (x: number) => Math.floor(((x - 11) / 0.025 + 1e-6) * 0.025 * columnsPerMm);
        for (const column_ of new Set(all.map(([x]) => column(x)))) {
          const inAll = all.filter(([x]) => column(x) === column_).map(([, y]) => y);
          const inDrawn = drawn.filter(([x]) => column(x) === column_).map(([, y]) => y);
          expect([Math.min(...inDrawn), Math.max(...inDrawn)]).toEqual([Math.min(...inAll), Math.max(...inAll)]);
          expect(inDrawn.length).toBeLessThanOrEqual(4);
        }
      },
    ), { numRuns: 60 });
  });

  test('scrolling by a part of a column keeps the same samples', () => {
    const millivolts = Array.from({ length: 2000 }, (_, index) => Math.sin(index / 3));
    const trace = traceOf(millivolts, 1000);
    const valuesOf = (startMs: number) => points(tracePath(trace, cell(startMs, startMs + 1000), standard, 4)[0]).slice(8, -8).map(([, y]) => y);
    const moved = new Set(valuesOf(3));
    const shared = valuesOf(0).filter((y) => moved.has(y));
    expect(shared.length).toBeGreaterThan(valuesOf(0).length * 0.95);
  });
});

test('the calibration pulse is 10.0 mm high and 5.0 mm wide at 10 mm/mV and 25 mm/s', () => {
  const { pulse } = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 }).rows[0]!;
  const path = points(calibrationPulsePath(pulse));
  const ys = path.map(([, y]) => y);
  const top = path.filter(([, y]) => y === Math.min(...ys)).map(([x]) => x);
  expect(Math.max(...ys) - Math.min(...ys)).toBe(10);
  expect(top[1]! - top[0]!).toBe(5);
});

test.each<readonly [PaperSpeed, Gain, number, number]>([[50, 20, 10, 20], [12.5, 5, 2.5, 5]])('at %f mm/s and %i mm/mV the pulse is %f mm wide and %f mm high', (paperSpeedMmPerS, gainMmPerMv, widthMm, heightMm) => {
  const { pulse } = layoutEcg({ kind: '12x1', paperSpeedMmPerS, gainMmPerMv, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 }).rows[0]!;
  expect([pulse.widthMm, pulse.heightMm]).toEqual([widthMm, heightMm]);
});
