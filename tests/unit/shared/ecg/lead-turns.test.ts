import { describe, expect, test } from 'vitest';
import type { LeadName } from '#shared/dicom/waveform/lead.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { countLeadTurns, leadTurns } from '#shared/ecg/beat/lead-turns.ts';
import { measureEcg } from '#shared/ecg/measure-ecg.ts';
import { notMeasurable, valueOf } from '#shared/ecg/measured.ts';
import { ecgsyn, gaussian } from '#tests/support/ecgsyn.ts';
import { recordingOf, SYN_LEADS, synIntervals, USUAL_HEART } from '#tests/support/syn-recording.ts';

const RATE = 500;
const TURN_S = 2.5;
const SETS: readonly (readonly LeadName[])[] = [['I', 'II', 'III'], ['aVR', 'aVL', 'aVF'], ['V1', 'V2', 'V3'], ['V4', 'V5', 'V6']];
type Strengths = Record<'p' | 'q' | 'r' | 's' | 't', number>;
const sum = (left: Strengths, right: Strengths, ofLeft: number, ofRight: number): Strengths => {
  const at = (wave: keyof Strengths) => ofLeft * left[wave] + ofRight * right[wave];
  return { p: at('p'), q: at('q'), r: at('r'), s: at('s'), t: at('t') };
};
const { I, II } = SYN_LEADS;
/** Einthoven and Goldberger. */
const LEADS: Readonly<Record<string, Strengths>> = { ...SYN_LEADS, III: sum(II, I, 1, -1), aVR: sum(I, II, -0.5, -0.5), aVL: sum(I, II, 1, -0.5), aVF: sum(II, I, 1, -0.5) };

/** Ten seconds, of which each set has its own two and a half; `strip` is there all the time. */
function inTurns(signalOf: (lead: LeadName, place: number) => Float64Array, strip?: LeadName): EcgRecording {
  const names = SETS.flat();
  const whole = recordingOf(names.map(signalOf), RATE, names);
  const turnOf = (name: LeadName) => SETS.findIndex((set) => set.includes(name));
  return {
    ...whole,
    traces: whole.traces.map((trace) => {
      const turn = turnOf(trace.key as LeadName);
      if (trace.key === strip) return trace;
      const first = turn * TURN_S * RATE;
      return { ...trace, startMs: turn * TURN_S * 1000, sampleCount: TURN_S * RATE, millivolts: (from: number, end: number) => trace.millivolts(first + from, first + end) };
    }),
  };
}

function heart(rrS: number, options: { readonly signalToNoiseDb?: number; readonly strip?: LeadName } = {}): EcgRecording {
  const { strip, ...noise } = options;
  const names = SETS.flat();
  const signals = ecgsyn({ waves: USUAL_HEART, rrS, seconds: 10, samplingFrequencyHz: RATE, ...noise, leads: names.map((name) => LEADS[name]!) });
  return inTurns((_, place) => signals[place]!, strip);
}

const reasonsOf = ({ heartRate, rr, pr, qrs, qt, qtc, qrsAxis, rv5, sv1 }: EcgMeasurements) =>
  [...new Set([heartRate, rr, pr, qrs, qt, qtc.bazett, qrsAxis, rv5, sv1].map((value) => (value.status === 'notMeasurable' ? value.reason : 'a number')))];

describe('twelve leads in four turns of 2.5 s', () => {
  test.each([[0.9, {}], [0.6, {}], [0.9, { signalToNoiseDb: 20 }], [0.9, { strip: 'II' as const }]])('at RR %f s, %j: rate from all turns, intervals from the turns, each within the limits of leads at once', (rrS, options) => {
    const truth = synIntervals(USUAL_HEART, rrS);
    const measurements = measureEcg(heart(rrS, options));
    const off = (value: EcgMeasurements['pr'], expected: number) => Math.abs((valueOf(value) ?? NaN) - expected);
    expect(off(measurements.rr, rrS * 1000)).toBeLessThan(2);
    // 60 / 0.9 = 66.67; 60 / 0.6 = 100
    expect(Math.abs((valueOf(measurements.heartRate) ?? NaN) - 60 / rrS)).toBeLessThan(0.2);
    expect([off(measurements.qrs, truth.qrs) < 5, off(measurements.pr, truth.pr) < 10, off(measurements.qt, truth.qt) < 10]).toEqual([true, true, true]);
    // Bazett: QT / sqrt(RR in s). QT 380.3 at 0.9 s: 380.3 / 0.9487 = 400.9
    expect(off(measurements.qtc.bazett, truth.qt / Math.sqrt(rrS))).toBeLessThan(11);
    expect(measurements.turns).toBe(4);
  });

  test('amplitudes of leads that were never recorded together are those of one beat: R in V5, S in V1, the axis, ST in all twelve', () => {
    const { rv5, sv1, rv5PlusSv1, qrsAxis, st } = measureEcg(heart(0.9));
    // As with leads at once: R 1 mV x 1.5; S 0.25 mV x 4; atan2(38.9, 33.9) = 49 degrees.
    expect(Math.abs((valueOf(rv5) ?? NaN) - 1.5)).toBeLessThan(0.075);
    expect(Math.abs((valueOf(sv1) ?? NaN) - 1)).toBeLessThan(0.06);
    expect(valueOf(rv5PlusSv1)).toBeCloseTo((valueOf(rv5) ?? NaN) + (valueOf(sv1) ?? NaN), 9);
    expect(Math.abs((valueOf(qrsAxis) ?? NaN) - 49)).toBeLessThan(3);
    expect(st.map(({ lead }) => lead)).toEqual(SETS.flat());
    // The generator's line between S and T is flat; T begins within 80 ms of J.
    expect(st.every(({ j }) => Math.abs(valueOf(j) ?? NaN) < 0.05)).toBe(true);
  });

  test('an interval is never taken across the border of two turns', () => {
    // Complexes at 0.5, 1.4, 2.3 | 3.2, 4.1, 5.0 | 5.9, 6.8 | 7.7, 8.6, 9.5. Cut at 2.5, 5.0, 7.5 s: with one lost at the border the gap would be 1,800 ms.
    const { rrShortest, rrLongest } = measureEcg(heart(0.9));
    expect([Math.round(valueOf(rrShortest) ?? NaN), Math.round(valueOf(rrLongest) ?? NaN)]).toEqual([900, 900]);
  });

  test('a turn in which a slow heart has one complex says so of its leads alone', () => {
    // RR 1,600 ms: complexes at 0.5, 2.1 | 3.7 | 5.3, 6.9 | 8.5: the second and the fourth turn have one.
    const { rv5, sv1, heartRate, qrs, st } = measureEcg(heart(1.6));
    expect([rv5, sv1.status, qrs.status]).toEqual([notMeasurable('too-few-beats'), 'measured', 'measured']);
    // 60 / 1.6 = 37.5
    expect(valueOf(heartRate)).toBeCloseTo(37.5, 1);
    expect(st.filter(({ j }) => j.status === 'notMeasurable').map(({ lead, j }) => [lead, j])).toEqual(['aVR', 'aVL', 'aVF', 'V4', 'V5', 'V6'].map((lead) => [lead, notMeasurable('too-few-beats')]));
  });

  test('turns that a recorder keeps in one group, with padding where a lead was not on, are turns like others', () => {
    const names = SETS.flat();
    const signals = ecgsyn({ waves: USUAL_HEART, rrS: 0.9, seconds: 10, samplingFrequencyHz: RATE, leads: names.map((name) => LEADS[name]!) });
    // Of twelve leads each has a quarter of the ten seconds.
    const padded = signals.map((signal, place) => signal.map((value, index) => (Math.floor(index / (TURN_S * RATE)) === Math.floor(place / 3) ? value : NaN)));
    const { turns, rr, qrs, rv5 } = measureEcg(recordingOf(padded, RATE, names));
    const apart = measureEcg(heart(0.9));
    expect(turns).toBe(4);
    expect([rr, qrs, rv5].map((value) => valueOf(value) ?? NaN)).toEqual([apart.rr, apart.qrs, apart.rv5].map((value) => expect.closeTo(valueOf(value) ?? NaN, 0)));
  });

  test('a lead that is nowhere is missing still', () => {
    const recording = heart(0.9);
    expect(measureEcg({ ...recording, traces: recording.traces.filter(({ key }) => key !== 'V5') }).rv5).toEqual(notMeasurable('lead-missing'));
  });

  const fibrillation = (lead: number, timeS: number) => (0.4 + 0.05 * lead) * Math.sin(2 * Math.PI * (5.2 + 0.6 * Math.sin(timeS * 1.3)) * timeS + lead / 3);
  const made = (value: (place: number, timeS: number) => number) => inTurns((_, place) => Float64Array.from({ length: 10 * RATE }, (_value, index) => value(place, index / RATE)));
  test.each([
    ['flat lines', () => made(() => 0), ['no-signal']],
    ['ventricular fibrillation', () => made(fibrillation), ['fibrillation']],
    ['pacing spikes', () => made((_, timeS) => (Math.round(timeS * RATE) % 450 < 1 ? 1.5 : 0)), ['pacing']],
  ] as const)('on %s there is never a number', (_name, recording, reasons) => {
    expect(reasonsOf(measureEcg(recording()))).toEqual(reasons);
  });

  test('on noise there is never a number, of eighteen recordings of three strengths', () => {
    for (let seed = 1; seed <= 18; seed += 1) {
      const random = gaussian(seed);
      const strengthMv = [0.02, 0.2, 1][seed % 3] ?? 0;
      expect([seed, reasonsOf(measureEcg(made(() => strengthMv * random())))]).toEqual([seed, [expect.stringMatching(/^(noise|no-signal|too-few-beats|no-beats)$/)]]);
    }
  });
});

test('leads at once, leads with a skew of some milliseconds, and one lead that ended early were not recorded in turns', () => {
  const names = SETS.flat();
  const whole = recordingOf(names.map(() => new Float64Array(10 * RATE)), RATE, names);
  const stretch = { startMs: 0, endMs: 10_000 };
  expect(leadTurns(whole, stretch)).toBeUndefined();
  expect(leadTurns({ ...whole, traces: whole.traces.map((trace, place) => ({ ...trace, startMs: place * 2 })) }, stretch)).toBeUndefined();
  expect(leadTurns({ ...whole, traces: whole.traces.map((trace, place) => (place === 4 ? { ...trace, sampleCount: 3 * RATE } : trace)) }, stretch)).toBeUndefined();
  expect(leadTurns(heart(0.9, { strip: 'II' }), stretch)?.map(({ traces, window }) => [traces.length, window.startMs])).toEqual([[1, 0], [2, 0], [3, 2500], [3, 5000], [3, 7500]]);
  // The strip beside the turns is none of them.
  expect([countLeadTurns(heart(0.9, { strip: 'II' }), stretch), countLeadTurns(whole, stretch)]).toEqual([4, 0]);
});
