import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { deviceValue, readDeviceFindings } from '#shared/ecg/device-measurement.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import { analyseEcg, measureEcg, valuesOf } from '#shared/ecg/measure-ecg.ts';
import { valueOf, type Measured } from '#shared/ecg/measured.ts';
import { ecgHints } from '#shared/ecg/hints.ts';
import { gaussian, type SynEcg } from '#tests/support/ecgsyn.ts';
import { recordingOf, SYN_LEAD_NAMES, synIntervals, synRecording, synSignals, USUAL_HEART } from '#tests/support/syn-recording.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const SHORT_PR: SynEcg['waves'] = {
  P: { angleDeg: -50, widthRad: 0.11, heightMv: 0.1 }, Q: { angleDeg: -10, widthRad: 0.035, heightMv: -0.1 }, R: { angleDeg: 0, widthRad: 0.05, heightMv: 0.8 },
  S: { angleDeg: 10, widthRad: 0.045, heightMv: -0.2 }, T: { angleDeg: 90, widthRad: 0.25, heightMv: 0.3 },
};
const LONG_PR: SynEcg['waves'] = {
  P: { angleDeg: -90, widthRad: 0.14, heightMv: 0.18 }, Q: { angleDeg: -14, widthRad: 0.05, heightMv: -0.12 }, R: { angleDeg: 0, widthRad: 0.06, heightMv: 1 },
  S: { angleDeg: 14, widthRad: 0.05, heightMv: -0.25 }, T: { angleDeg: 120, widthRad: 0.35, heightMv: 0.45 },
};

/** Every value of the measurements but the beats and the marks. */
function allValues({ heartRate, rr, rrShortest, rrLongest, pDuration, pr, qrs, qt, qtc, pAxis, qrsAxis, tAxis, rv5, sv1, rv5PlusSv1, st }: EcgMeasurements): readonly Measured[] {
  return [heartRate, rr, rrShortest, rrLongest, pDuration, pr, qrs, qt, ...Object.values(qtc), pAxis, qrsAxis, tAxis, rv5, sv1, rv5PlusSv1, ...st.flatMap(({ j, jPlus60, jPlus80 }) => [j, jPlus60, jPlus80])];
}

describe.each([['usual', USUAL_HEART], ['short PR', SHORT_PR], ['long PR', LONG_PR]] as const)('ECGSYN (McSharry 2003), %s heart', (_name, waves) => {
  test.each([[250, 0.75, undefined], [500, 0.9, undefined], [1000, 1.05, undefined], [250, 0.75, 20], [500, 0.9, 20], [1000, 1.05, 20]] as const)(
    'at %i Hz, RR %d s, noise at %s dB: QRS within 5 ms, PR and QT within 10 ms, RR within 2 ms',
    (samplingFrequencyHz, rrS, signalToNoiseDb) => {
      const known = synIntervals(waves, rrS);
      const noise = signalToNoiseDb === undefined ? {} : { signalToNoiseDb, seed: 3 };
      const { pr, qrs, qt, rr } = measureEcg(synRecording({ waves, rrS, samplingFrequencyHz, ...noise }));
      const off = (value: Measured, expected: number) => Math.abs((valueOf(value) ?? NaN) - expected);
      expect(off(qrs, known.qrs)).toBeLessThan(5);
      expect(off(pr, known.pr)).toBeLessThan(10);
      expect(off(qt, known.qt)).toBeLessThan(10);
      expect(off(rr, rrS * 1000)).toBeLessThan(2);
    },
  );
});

describe('what is no rhythm or rests on a doubted mark gets no number', () => {
  const rate = 500;
  const wave = (atS: number, centreS: number, widthS: number) => Math.exp(-0.5 * ((atS - centreS) / widthS) ** 2);
  const make = (millivolts: (timeS: number) => number) => measureEcg(recordingOf(SYN_LEAD_NAMES.map((_, lead) => Float64Array.from({ length: rate * 10 }, (_value, index) => (1 - lead / 20) * millivolts(index / rate))), rate));

  test('one calibration pulse has two edges and no heart rate', () => {
    const { heartRate, rr } = make((timeS) => (timeS > 2 && timeS < 2.2 ? 1 : 0));
    expect([heartRate.status, rr.status]).toEqual(['notMeasurable', 'notMeasurable']);
  });

  test('a square wave whose QRS is out of range has no axis, no ST and no amplitude either', () => {
    const { qrs, qrsAxis, rv5, st } = make((timeS) => (timeS % 1 < 0.5 ? 1 : 0));
    expect(qrs).toEqual({ status: 'notMeasurable', reason: 'out-of-range' });
    expect([qrsAxis, rv5, ...st.map(({ j }) => j)].map(({ status }) => status)).not.toContain('measured');
  });

  test('in bigeminy the QRS of the extra beat is not taken for the T of the one before it', () => {
    // Every 1.6 s: P, QRS and T around 0.4 s, an extra beat of 40 ms half width 0.6 s behind. T: centre 0.26 s behind R, width 45 ms; its tangent ends two widths behind: R + 350 ms.
    const { qt, detection } = make((timeS) => {
      const at = timeS % 1.6;
      return 0.12 * wave(at, 0.23, 0.022) - 0.1 * wave(at, 0.372, 0.009) + wave(at, 0.4, 0.011) - 0.25 * wave(at, 0.43, 0.011) + 0.3 * wave(at, 0.66, 0.045) + 1.5 * wave(at, 1, 0.04) - 0.6 * wave(at, 1.3, 0.06);
    });
    expect(detection.status === 'found' && detection.beats.filter(({ isDominant }) => !isDominant).length).toBeGreaterThan(4);
    // QRS from about R - 50 ms: 50 + 350.
    expect(Math.abs((valueOf(qt) ?? NaN) - 400)).toBeLessThan(10);
  });
});

describe('nothing is measured, and no number given', () => {
  const rate = 500;
  const make = (value: (index: number, lead: number) => number) => recordingOf(SYN_LEAD_NAMES.map((_, lead) => Float64Array.from({ length: rate * 10 }, (_value, index) => value(index, lead))), rate);
  const ofNoise = (heightMv: number) => {
    const random = gaussian(7);
    return make(() => heightMv * random());
  };
  /** 3.5 to 7 waves a second of wandering height, the same in all leads but for their strength. */
  const fibrillation = () => {
    const random = gaussian(11);
    let [phase, frequency, height] = [0, 5, 1];
    const wave = Float64Array.from({ length: rate * 10 }, () => {
      frequency = Math.min(7, Math.max(3.5, frequency + 0.05 * random()));
      height = Math.min(1.4, Math.max(0.25, height + 0.03 * random()));
      phase += (2 * Math.PI * frequency) / rate;
      return height * (Math.sin(phase) + 0.3 * Math.sin(2.1 * phase + 1));
    });
    return make((index, lead) => (wave[index] ?? 0) * (0.3 + 0.1 * lead) + 0.02 * random());
  };
  const isSpike = (index: number) => index % 430 === 100;
  test.each([
    ['a flat line', () => make(() => 0), 'no-signal'],
    ['a flat line with an offset', () => make((_, lead) => lead), 'no-signal'],
    ['weak noise', () => ofNoise(0.02), 'noise'],
    ['strong noise', () => ofNoise(1), 'noise'],
    ['mains hum', () => make((index, lead) => 0.3 * Math.sin((2 * Math.PI * 50 * index) / rate + lead)), 'noise'],
    ['ventricular fibrillation', fibrillation, 'fibrillation'],
    ['pacing spikes without a beat', () => make((index, lead) => (isSpike(index) ? 1.5 * (lead % 2 === 0 ? 1 : -1) : 0)), 'pacing'],
    ['pacing spikes before every beat', () => {
      const signals = synSignals({ firstRS: 0.25, rrS: 0.86 });
      return make((index, lead) => (signals[lead]?.[index] ?? 0) + (isSpike(index) ? 1.2 : 0));
    }, 'pacing'],
  ] as const)('on %s', (_name, recording, reason) => {
    const measurements = measureEcg(recording());
    expect(new Set(allValues(measurements).map((value) => (value.status === 'notMeasurable' ? value.reason : value.value)))).toEqual(new Set([reason]));
    expect(Object.values(measurements.marks).filter((mark) => mark !== undefined)).toEqual([]);
  });

  test('under fibrillating atria the ventricles are measured and P and PR are not', () => {
    const random = gaussian(5);
    const noP = { ...USUAL_HEART, P: { ...USUAL_HEART.P, heightMv: 0 } };
    const times: number[] = [];
    for (let timeS = 0.4; timeS < 9; timeS += 0.6 + 0.25 * Math.abs(random())) times.push(timeS);
    const beat = synSignals({ waves: noP, rrS: 0.9, seconds: 0.9, firstRS: 0.3 });
    const recording = make((index, lead) => {
      const last = times.findLast((timeS) => Math.round(timeS * rate) - 150 <= index);
      const inBeat = last === undefined ? 0 : (beat[lead]?.[index - Math.round(last * rate) + 150] ?? 0);
      return inBeat + 0.05 * Math.sin((2 * Math.PI * 6.3 * index) / rate + 0.4 * Math.sin(index / 300) + lead);
    });
    const { pr, pDuration, pAxis, heartRate, qrs } = measureEcg(recording);
    expect([pr, pDuration, pAxis]).toEqual(Array.from({ length: 3 }, () => ({ status: 'notMeasurable', reason: 'no-p-wave' })));
    expect([heartRate.status, qrs.status]).toEqual(['measured', 'measured']);
  });
});

describe('a physician moves a mark', () => {
  const analysis = analyseEcg(synRecording());
  const ours = valuesOf(analysis);

  test('QT and every QTc follow the end of T, and nothing else does', () => {
    const tOffsetMs = (ours.marks.tOffsetMs ?? NaN) + 20;
    const moved = valuesOf(analysis, { tOffsetMs });
    expect(valueOf(moved.qt)).toBeCloseTo((valueOf(ours.qt) ?? NaN) + 20, 9);
    // RR 900 ms: Framingham QT + 154 (1 - 0.9) = QT + 15.4
    expect(valueOf(moved.qtc.framingham)).toBeCloseTo((valueOf(ours.qt) ?? NaN) + 20 + 15.4, 1);
    expect([moved.pr, moved.qrs, moved.rr, moved.movedMarks]).toEqual([ours.pr, ours.qrs, ours.rr, ['tOffsetMs']]);
  });

  test('QRS, PR, QT and the levels of ST follow the onset of QRS', () => {
    const qrsOnsetMs = (ours.marks.qrsOnsetMs ?? NaN) - 10;
    const moved = valuesOf(analysis, { qrsOnsetMs });
    const change = (now: Measured, before: Measured) => (valueOf(now) ?? NaN) - (valueOf(before) ?? NaN);
    expect([change(moved.qrs, ours.qrs), change(moved.pr, ours.pr), change(moved.qt, ours.qt)].map((value) => Number(value.toFixed(6)))).toEqual([10, -10, 10]);
    expect(moved.st[0]).not.toEqual(ours.st[0]);
  });

  test('a P that is taken away leaves no PR', () => {
    expect(valuesOf(analysis, { pOnsetMs: undefined }).pr).toEqual({ status: 'notMeasurable', reason: 'no-p-wave' });
  });

  test('an end before its beginning is no interval', () => {
    expect(valuesOf(analysis, { tOffsetMs: 10 }).qt).toEqual({ status: 'notMeasurable', reason: 'out-of-range' });
  });
});

test('amplitudes are those of the beat: R in V5, S in V1, an axis from leads I and II', () => {
  const { rv5, sv1, rv5PlusSv1, qrsAxis } = measureEcg(synRecording());
  // R 1 mV x 1.5 and S -0.25 mV x 4, less what neighbouring waves take: within 5 %.
  expect(Math.abs((valueOf(rv5) ?? NaN) - 1.5)).toBeLessThan(0.075);
  expect(Math.abs((valueOf(sv1) ?? NaN) - 1)).toBeLessThan(0.06);
  expect(valueOf(rv5PlusSv1)).toBeCloseTo((valueOf(rv5) ?? NaN) + (valueOf(sv1) ?? NaN), 9);
  // Areas, Gaussian: I = 0.7 x 60 - 0.8 x 0.12 x 45 - 0.3 x 0.25 x 50 = 33.9; II = 1.1 x 60 - 0.12 x 45 - 0.8 x 0.25 x 50 = 50.6. y = (2 x 50.6 - 33.9) / 1.732 = 38.9; atan2(38.9, 33.9) = 49 degrees
  expect(Math.abs((valueOf(qrsAxis) ?? NaN) - 49)).toBeLessThan(3);
});

test('a lead that is missing has no amplitude and the others have', () => {
  const signals = synSignals();
  const withoutV5 = SYN_LEAD_NAMES.map((name, index) => ({ name, signal: signals[index]! })).filter(({ name }) => name !== 'V5');
  const { rv5, sv1 } = measureEcg(recordingOf(withoutV5.map(({ signal }) => signal), 500, withoutV5.map(({ name }) => name)));
  expect([rv5, sv1.status]).toEqual([{ status: 'notMeasurable', reason: 'lead-missing' }, 'measured']);
});

test('of a day only the first minute is read', () => {
  const day = synSignals({ seconds: 9 });
  const asked: number[] = [];
  const [short] = recordingOf(day, 500).traces;
  const trace = { ...short!, sampleCount: 86_400 * 500, millivolts: (first: number, end: number) => {
    asked.push(end);
    return Float64Array.from({ length: end - first }, (_, index) => day[0]?.[(first + index) % 4500] ?? 0);
  } };
  const measurements = measureEcg({ ...recordingOf([], 500), durationMs: 86_400_000, traces: [trace] });
  // 60 s at 500 Hz and the neighbours of the last sample.
  expect(Math.max(...asked)).toBeLessThanOrEqual(30_003);
  expect(valueOf(measurements.rr)).toBeCloseTo(900, 0);
});

describe('hints', () => {
  const hintsOf = (names: readonly (typeof SYN_LEAD_NAMES)[number][], change: (signals: Float64Array[]) => Float64Array[]) => {
    const recording = recordingOf(change(synSignals()), 500, names);
    const analysis = analyseEcg(recording);
    return ecgHints(recording, analysis, valuesOf(analysis)).map(({ kind }) => kind);
  };
  const withLimbLeads = (change: (one: Float64Array, two: Float64Array) => readonly [Float64Array, Float64Array]) => {
    const [one, two, ...chest] = synSignals();
    const [newOne, newTwo] = change(one!, two!);
    const three = newTwo.map((value, index) => value - (newOne[index] ?? 0));
    const aVR = newOne.map((value, index) => -(value + (newTwo[index] ?? 0)) / 2);
    const recording = recordingOf([newOne, newTwo, three, aVR, ...chest], 500, ['I', 'II', 'III', 'aVR', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
    const analysis = analyseEcg(recording);
    return ecgHints(recording, analysis, valuesOf(analysis)).map(({ kind }) => kind);
  };

  test('an ECG as it is gives none', () => {
    expect(withLimbLeads((one, two) => [one, two])).toEqual([]);
    expect(hintsOf(SYN_LEAD_NAMES, (signals) => signals)).toEqual([]);
  });

  test('right and left arm exchanged: I is upside down, II and III change places', () => {
    expect(withLimbLeads((one, two) => [one.map((value) => -value), two.map((value, index) => value - (one[index] ?? 0))])).toEqual(['arm-leads-reversed']);
  });

  test('an arm electrode on the right leg leaves a flat limb lead', () => {
    // Right arm on the right leg: II, between the legs, is flat.
    expect(withLimbLeads((one, two) => [one, two.map((value) => value * 0.02)])).toEqual(['right-leg-reversed']);
  });

  test('two chest leads exchanged: R falls and rises again', () => {
    expect(hintsOf(['I', 'II', 'V1', 'V2', 'V4', 'V3', 'V5', 'V6'], (signals) => signals)).toEqual(['chest-leads-reversed']);
  });
});

test.each([
  ['an electrode that was never on', () => new Float64Array(5000).fill(NaN)],
  ['an electrode that fell off after two seconds', (signal: Float64Array) => signal.map((value, index) => (index < 1000 ? value : NaN))],
])('%s takes no measurement from the other leads', (_name, change) => {
  const signals = synSignals();
  const whole = measureEcg(recordingOf(signals, 500));
  const without = measureEcg(recordingOf(signals.map((signal, place) => (place === 7 ? change(signal) : signal)), 500));
  for (const name of ['rr', 'pr', 'qrs', 'qt', 'qrsAxis', 'sv1'] as const) {
    expect([name, Math.abs((valueOf(without[name]) ?? NaN) - (valueOf(whole[name]) ?? NaN)) < 3]).toEqual([name, true]);
  }
});

describe.runIf(hasTestData())('beside the values of the device', () => {
  function readShared(name: string) {
    const { metadata, bulkData } = readPart10(readTestFile(`ecg/${name}`));
    const record = readWaveformRecord(metadata, (path) => bulkData.find(({ elementPath }) => elementPath === path)?.bytes);
    return { findings: readDeviceFindings(record.annotations), measurements: measureEcg(readEcgRecording(record)) };
  }

  const mortara = hasTestData() ? readShared('waveform_ecg.dcm') : undefined;
  test.each([['rr-interval', 'rr', 1], ['qrs-duration', 'qrs', 6], ['qt-interval', 'qt', 3], ['pr-interval', 'pr', 11], ['p-axis', 'pAxis', 5], ['qrs-axis', 'qrsAxis', 4], ['t-axis', 'tAxis', 4]] as const)(
    'the Mortara recording: %s agrees with our %s within %d', (kind, name, within) => {
      const { findings, measurements } = mortara!;
      expect(Math.abs((valueOf(measurements[name]) ?? NaN) - (deviceValue(findings, kind) ?? NaN))).toBeLessThan(within);
    },
  );

  test('the Marquette recording: the rate agrees within one a minute', () => {
    const { findings, measurements } = readShared('test_ecg.dcm');
    expect(Math.abs((valueOf(measurements.heartRate) ?? NaN) - (deviceValue(findings, 'ventricular-rate') ?? NaN))).toBeLessThan(1);
  });
});
