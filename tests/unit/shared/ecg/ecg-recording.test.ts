import { describe, expect, test } from 'vitest';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { deriveLimbLeads, findTrace, withTraces } from '#shared/ecg/derived-lead.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { summariseFilters } from '#shared/ecg/filter-summary.ts';
import { buildWaveform, mdcLead, MILLIVOLT, STANDARD_LEAD_NUMBERS, type GivenChannel, type GivenGroup } from '#tests/support/build-waveform.ts';

const channel = (leadNumber: number, raw: readonly number[], more: Partial<GivenChannel> = {}): GivenChannel => ({
  source: mdcLead(leadNumber), raw, sensitivity: 0.005, unit: MILLIVOLT, correctionFactor: 1, baseline: 0, ...more,
});

function recordingOf(...groups: readonly GivenGroup[]) {
  const { dataSet, bulk } = buildWaveform(groups);
  return readEcgRecording(readWaveformRecord(dataSet, bulk));
}

/** First sample of each trace by its key, as raw steps of 5 uV. */
const firstSteps = (recording: ReturnType<typeof recordingOf>) =>
  Object.fromEntries(recording.traces.map((trace) => [trace.key, Math.round(trace.millivolts(0, 1)[0]! / 0.005)]));

describe('gathering leads', () => {
  test('shuffled channels come to their own leads', () => {
    const numbers = [...STANDARD_LEAD_NUMBERS].reverse();
    const recording = recordingOf({ channels: numbers.map((number) => channel(number, [number])) });
    expect(firstSteps(recording)).toEqual({ I: 1, II: 2, III: 61, aVR: 62, aVL: 63, aVF: 64, V1: 3, V2: 4, V3: 5, V4: 6, V5: 7, V6: 8 });
    expect(recording.traces.map((trace) => trace.key)).toEqual(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
  });

  test('a missing lead is missing, and nothing moves into its place', () => {
    const recording = recordingOf({ channels: STANDARD_LEAD_NUMBERS.filter((number) => number !== 5).map((number) => channel(number, [number])) });
    expect(findTrace(recording, 'V3')).toBeUndefined();
    expect(firstSteps(recording)['V4']).toBe(6);
  });

  test('a lead that one group holds twice is drawn nowhere and named', () => {
    const recording = recordingOf({ channels: [channel(3, [1]), channel(3, [2]), channel(4, [3])] });
    expect(recording.traces.map((trace) => trace.key)).toEqual(['V2']);
    expect(recording.undrawn).toEqual([{ key: 'V1', label: 'V1', reason: 'same-lead-twice' }, { key: 'V1', label: 'V1', reason: 'same-lead-twice' }]);
  });

  test('of two groups the longer gives the lead', () => {
    const recording = recordingOf({ channels: [channel(2, [7, 7])] }, { channels: [channel(2, [9, 9, 9])] });
    expect(firstSteps(recording)).toEqual({ II: 9 });
  });

  test('groups recorded one after the other keep their times, from the first of them', () => {
    const recording = recordingOf(
      { channels: [channel(1, [0, 0])], samplingFrequencyHz: 500, timeOffsetMs: 1000 },
      { channels: [channel(62, [0, 0], { timeSkewS: 0.002 })], samplingFrequencyHz: 500, timeOffsetMs: 3500 },
    );
    expect(recording.traces.map((trace) => [trace.key, trace.startMs])).toEqual([['I', 0], ['aVR', 2502]]);
    // The last trace starts at 2502 ms and lasts two samples of 2 ms.
    expect(recording.durationMs).toBe(2506);
  });

  test('a median beat is no rhythm, even where it is longer', () => {
    const recording = recordingOf({ channels: [channel(2, [1])], label: 'RHYTHM' }, { channels: [channel(2, [5, 5, 5])], label: 'MEDIAN BEAT', originality: 'DERIVED' });
    expect([firstSteps(recording), recording.medianTraces.length]).toEqual([{ II: 1 }, 1]);
  });

  test('an uncalibrated channel is not drawn, and its reason is told', () => {
    const recording = recordingOf({ channels: [channel(1, [1]), { source: mdcLead(2), raw: [1] }] });
    expect(recording.undrawn).toEqual([{ key: 'II', label: 'II', reason: 'no-sensitivity' }]);
  });

  test('a channel that is no lead keeps the name that the device gave it', () => {
    const recording = recordingOf({ channels: [channel(2, [1]), { raw: [4], label: 'CM5', sensitivity: 0.005, unit: MILLIVOLT, correctionFactor: 1, baseline: 0 }] });
    expect(recording.traces.map(({ key, label }) => [key, label])).toEqual([['II', 'II'], ['channel:1.2', 'CM5']]);
  });

  test('a refused group and assumed numbers are told', () => {
    const recording = recordingOf({ channels: [channel(2, [1])], format: 'MB' }, { channels: [{ source: mdcLead(1), raw: [1], sensitivity: 5, unit: MILLIVOLT }] });
    expect(recording.problems).toEqual([{ kind: 'group-refused', groupNumber: 1, reason: 'companded' }, { kind: 'assumed-calibration', label: 'I' }]);
  });
});

describe('derived limb leads', () => {
  // I = 40 steps = 0.2 mV, II = 100 steps = 0.5 mV
  const recording = recordingOf({ channels: [channel(1, [40]), channel(2, [100]), channel(63, [77])] });

  test('come from I and II, are marked, and never replace what was recorded', () => {
    const derived = deriveLimbLeads(recording);
    // III = 0.5 - 0.2 = 0.3; aVR = -(0.2 + 0.5) / 2 = -0.35; aVF = 0.5 - 0.1 = 0.4; aVL was recorded.
    expect(derived.map((trace) => [trace.lead, Number(trace.millivolts(0, 1)[0]!.toFixed(9))])).toEqual([
      [{ name: 'III', source: 'derived' }, 0.3], [{ name: 'aVR', source: 'derived' }, -0.35], [{ name: 'aVF', source: 'derived' }, 0.4],
    ]);
    expect(findTrace(withTraces(recording, derived), 'aVL')!.lead!.source).toBe('by-code');
  });

  test('are not made from leads that were not sampled together', () => {
    expect(deriveLimbLeads(recordingOf({ channels: [channel(1, [40]), channel(2, [100], { timeSkewS: 0.001 })] }))).toEqual([]);
    expect(deriveLimbLeads(recordingOf({ channels: [channel(1, [40])] }))).toEqual([]);
  });

  test('-aVR is the recorded aVR upside down', () => {
    const minus = findTrace(recordingOf({ channels: [channel(62, [-30])] }), '-aVR')!;
    expect([minus.lead, minus.millivolts(0, 1)[0]]).toEqual([{ name: '-aVR', source: 'by-code' }, 0.15]);
    expect(findTrace(recording, '-aVR')).toBeUndefined();
  });
});

describe('filters as stated', () => {
  const filtersOf = (...filters: readonly GivenChannel['filters'][]) =>
    summariseFilters(recordingOf({ channels: filters.map((each, index) => channel(index + 1, [1], each === undefined ? {} : { filters: each })) }).traces);

  test('one band for all leads is diagnostic from 0.05 to 150 Hz', () => {
    expect(filtersOf({ low: 0.05, high: 150, notch: 50 }, { low: 0.05, high: 150, notch: 50 })).toEqual({
      lowFrequencyHz: 0.05, highFrequencyHz: 150, notchFrequencyHz: 50, isUniform: true, isDiagnostic: true,
    });
  });

  test.each([[{ low: 0.05, high: 40 }], [{ low: 0.5, high: 150 }]])('%o is not diagnostic', (filters) => {
    expect(filtersOf(filters).isDiagnostic).toBe(false);
  });

  test('leads that differ are summed up by their narrowest limits', () => {
    expect(filtersOf({ low: 0.05, high: 150 }, { low: 0.5, high: 100 })).toMatchObject({ lowFrequencyHz: 0.5, highFrequencyHz: 100, isUniform: false });
  });

  test('nothing stated is nothing known', () => {
    expect(filtersOf(undefined)).toMatchObject({ lowFrequencyHz: undefined, highFrequencyHz: undefined, notchFrequencyHz: undefined, isUniform: true });
  });
});
