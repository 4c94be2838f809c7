import { createRandom } from '../random.ts';
import { dipoleAt, QRS_ONSET_MS, type DipoleVector, type HeartModel } from './heart-dipole.ts';

/** The leads in the order of a standard record. */
export const RECORDED_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
export type RecordedLead = (typeof RECORDED_LEADS)[number];

/** Millivolts, lead by lead, before any rounding: III = II − I and the augmented leads hold to the last bit of arithmetic. */
export type LeadSignals = Readonly<Record<RecordedLead, Float64Array>>;

export interface EcgRecording {
  readonly samplingFrequencyHz: number;
  readonly rhythm: LeadSignals;
  /** One beat: at each sample the median over all whole beats. */
  readonly medianBeat: LeadSignals;
  /** R peaks of the rhythm, ms from its start. */
  readonly rPeaksMs: readonly number[];
  /** Where the median beat has its R peak, ms from its start. */
  readonly medianRPeakMs: number;
}

/** Lead field: what each of the eight independent leads sees of a dipole. Dower et al., Clin Cardiol 1980. */
const LEAD_FIELD: Readonly<Record<'I' | 'II' | 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6', DipoleVector>> = {
  I: [0.632, -0.235, 0.059],
  II: [0.235, 1.066, -0.132],
  V1: [-0.515, 0.157, -0.917],
  V2: [0.044, 0.164, -1.387],
  V3: [0.882, 0.098, -1.277],
  V4: [1.213, 0.127, -0.601],
  V5: [1.125, 0.127, -0.086],
  V6: [0.831, 0.076, 0.23],
};
const INDEPENDENT = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const MEDIAN_BEFORE_MS = 340;
const MEDIAN_LENGTH_MS = 1000;

export interface RecordingOptions {
  readonly seconds: number;
  readonly samplingFrequencyHz: number;
  readonly seed: string;
}

/** Ten seconds or so of a resting record with the small disturbances of skin, muscle and breath at each electrode. */
export function recordEcg(model: HeartModel, { seconds, samplingFrequencyHz, seed }: RecordingOptions): EcgRecording {
  const random = createRandom(`ecg/${seed}`);
  const rPeaksMs = beatTimes(model, seconds, random.between(0.55, 0.8) * 1000);
  const count = Math.round(seconds * samplingFrequencyHz);
  const eight = INDEPENDENT.map(() => new Float64Array(count));
  const drift = INDEPENDENT.map(() => ({ phase: random.between(0, 6.28), strength: random.between(0.008, 0.02), slow: random.between(0, 6.28) }));
  const muscle = INDEPENDENT.map(() => 0);
  for (let sample = 0; sample < count; sample += 1) {
    const ms = (sample * 1000) / samplingFrequencyHz;
    const source = sourceAt(model, rPeaksMs, ms);
    INDEPENDENT.forEach((lead, index) => {
      const field = LEAD_FIELD[lead];
      const { phase, strength, slow } = drift[index] ?? { phase: 0, strength: 0, slow: 0 };
      muscle[index] = 0.45 * (muscle[index] ?? 0) + 0.0045 * random.gaussian();
      const wander = strength * Math.sin(0.00157 * ms + phase) + strength * 0.6 * Math.sin(0.00031 * ms + slow);
      (eight[index] as Float64Array)[sample] = field[0] * source[0] + field[1] * source[1] + field[2] * source[2] + wander + (muscle[index] ?? 0);
    });
  }
  const rhythm = allLeads(eight);
  return { samplingFrequencyHz, rhythm, medianBeat: medianOf(eight, rPeaksMs, samplingFrequencyHz), rPeaksMs: rPeaksMs.filter((ms) => ms >= 0 && ms < seconds * 1000), medianRPeakMs: MEDIAN_BEFORE_MS };
}

/** R peaks from one before the start to one behind the end; the rate follows the breath. */
function beatTimes({ rateBpm, sinusArrhythmia }: HeartModel, seconds: number, firstMs: number): number[] {
  const usual = 60_000 / rateBpm;
  const times = [firstMs - usual];
  while ((times.at(-1) ?? 0) < seconds * 1000 + usual) {
    const last = times.at(-1) ?? 0;
    times.push(last + usual * (1 + sinusArrhythmia * Math.sin(0.00152 * last + 0.7)));
  }
  return times;
}

function sourceAt(model: HeartModel, rPeaksMs: readonly number[], ms: number): DipoleVector {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const peak of rPeaksMs) {
    const from = ms - peak;
    if (from < -420 || from > 520) continue;
    const [dx, dy, dz] = dipoleAt(model, from);
    x += dx;
    y += dy;
    z += dz;
  }
  return [x, y, z];
}

/** Einthoven and Goldberger: III = II − I, aVR = −(I + II)/2, aVL = I − II/2, aVF = II − I/2. */
function allLeads(eight: readonly Float64Array[]): LeadSignals {
  const [I, II, V1, V2, V3, V4, V5, V6] = eight as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const from = (formula: (one: number, two: number) => number) => I.map((one, index) => formula(one, II[index] ?? 0));
  return {
    I, II, III: from((one, two) => two - one),
    aVR: from((one, two) => -(one + two) / 2), aVL: from((one, two) => one - two / 2), aVF: from((one, two) => two - one / 2),
    V1, V2, V3, V4, V5, V6,
  };
}

function medianOf(eight: readonly Float64Array[], rPeaksMs: readonly number[], samplingFrequencyHz: number): LeadSignals {
  const count = Math.round((MEDIAN_LENGTH_MS * samplingFrequencyHz) / 1000);
  const before = Math.round((MEDIAN_BEFORE_MS * samplingFrequencyHz) / 1000);
  const length = eight[0]?.length ?? 0;
  const starts = rPeaksMs.map((ms) => Math.round((ms * samplingFrequencyHz) / 1000) - before).filter((start) => start >= 0 && start + count <= length);
  return allLeads(eight.map((signal) => {
    const beat = new Float64Array(count);
    for (let sample = 0; sample < count; sample += 1) {
      const values = starts.map((start) => (signal[start + sample] ?? 0) - baseline(signal, start, before, samplingFrequencyHz)).sort((left, right) => left - right);
      const middle = values.length >> 1;
      beat[sample] = values.length % 2 === 1 ? (values[middle] ?? 0) : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
    }
    return beat;
  }));
}

/** Mean over the 16 ms before QRS begins: the level from which ST is measured. */
function baseline(signal: Float64Array, start: number, before: number, samplingFrequencyHz: number): number {
  const onset = start + before + Math.round((QRS_ONSET_MS * samplingFrequencyHz) / 1000);
  const width = Math.round(0.016 * samplingFrequencyHz);
  let sum = 0;
  for (let sample = onset - width; sample < onset; sample += 1) sum += signal[sample] ?? 0;
  return sum / width;
}
