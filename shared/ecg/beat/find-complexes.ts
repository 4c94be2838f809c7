import type { NotMeasurableReason } from '../measured.ts';
import type { LeadSignals } from './lead-signals.ts';
import { indexOfGreatest, medianOf, movingMean, quantileOf, spatialVelocity } from './signal-math.ts';

/** Half the span of a slope: 8 ms each way passes the QRS's 10 to 40 Hz and damps what is faster. */
const SLOPE_REACH_MS = 8;
/** Mean over half a QRS. */
const SMOOTH_MS = 40;
/** Two complexes are never closer: 330 a minute. */
const REFRACTORY_MS = 180;
/** Up to here a lower peak behind a complex is its T wave. */
const T_WAVE_MS = 360;
const T_WAVE_PART = 0.5;
/** Part of the usual peak that a complex reaches; half of it where a beat is overdue. */
const THRESHOLD_PART = 0.35;
/** Pieces in which the highest peak is looked for. */
const PIECE_MS = 2000;
/** A piece whose peak is lower than this part of the highest holds no complex. */
const TALL_PART = 0.2;
/** In a rhythm with complexes the vector rests most of the time: its usual speed is a small part of its peaks. In fibrillation and noise it never rests. */
const MOST_UNREST = 0.3;
/** A lead whose whole excursion is less is flat, mV. */
const FLAT_MV = 0.05;

export type FoundComplexes =
  | { readonly status: 'found'; /** Index of greatest speed, ascending. */ readonly indices: readonly number[] }
  | { readonly status: 'notFound'; readonly reason: NotMeasurableReason };

/**
 * QRS complexes as peaks of the smoothed spatial velocity over an adaptive threshold, with a refractory time, a test for T waves and a second look where a
 * beat is overdue. After J. Pan, W. J. Tompkins, IEEE Trans Biomed Eng 1985;32:230-236, on all leads together in place of one squared lead.
 */
export function findComplexes(signals: LeadSignals): FoundComplexes {
  const leads = [...signals.leads.values()].filter((lead) => excursionOf(lead) >= FLAT_MV);
  if (leads.length === 0) return { status: 'notFound', reason: 'no-signal' };
  const speed = movingMean(spatialVelocity(leads, SLOPE_REACH_MS), SMOOTH_MS);
  const tops: number[] = [];
  const pieceMs = Math.min(PIECE_MS, signals.length);
  for (let from = 0; from + pieceMs <= signals.length; from += pieceMs) tops.push(speed[indexOfGreatest(speed, from, from + pieceMs)] ?? 0);
  const usualTop = usualOf(tops);
  if (!(usualTop > 0)) return { status: 'notFound', reason: 'no-signal' };
  const unrest = medianOf(speed) / usualTop;
  if (unrest > MOST_UNREST) return { status: 'notFound', reason: isRhythmic(leads) ? 'fibrillation' : 'noise' };

  const threshold = THRESHOLD_PART * usualTop;
  const peaks = peaksOver(speed, threshold);
  const rr = medianOf(peaks.slice(1).map((index, place) => index - (peaks[place] ?? 0)));
  const all = peaks.flatMap((index, place) => {
    const next = peaks[place + 1];
    if (next === undefined || !(next - index > 1.66 * rr)) return [index];
    return [index, ...peaksOver(speed, threshold / 2, index + REFRACTORY_MS * 1.5, next - REFRACTORY_MS * 1.5).filter((late) => late - index > T_WAVE_MS)];
  });
  return all.length === 0 ? { status: 'notFound', reason: 'no-beats' } : { status: 'found', indices: all };
}

/** The usual peak of the pieces that hold a complex: in a pause there is none. One piece alone may be an artefact, and then counts for no more than the others. */
function usualOf(tops: readonly number[]): number {
  const tall = tops.filter((top) => top >= TALL_PART * Math.max(...tops));
  return medianOf(tall.length > 1 ? tall : tops);
}

function peaksOver(speed: Float64Array, threshold: number, from = 0, end = speed.length): number[] {
  const peaks: number[] = [];
  for (let index = Math.max(0, Math.round(from)); index < end; index += 1) {
    if (!((speed[index] ?? 0) >= threshold)) continue;
    let runEnd = index;
    while (runEnd < end && (speed[runEnd] ?? 0) >= threshold) runEnd += 1;
    const peak = indexOfGreatest(speed, index, runEnd);
    const last = peaks.at(-1);
    if (last === undefined || peak - last >= T_WAVE_MS) peaks.push(peak);
    else if (peak - last < REFRACTORY_MS) {
      if ((speed[peak] ?? 0) > (speed[last] ?? 0)) peaks[peaks.length - 1] = peak;
    } else if ((speed[peak] ?? 0) >= T_WAVE_PART * (speed[last] ?? 0)) peaks.push(peak);
    index = runEnd;
  }
  return peaks;
}

/** Peak to peak without the outermost hundredth; every fourth ms. */
function excursionOf(lead: Float64Array): number {
  const some = lead.filter((_, index) => index % 4 === 0);
  const range = quantileOf(some, 0.995) - quantileOf(some, 0.005);
  return Number.isNaN(range) ? 0 : range;
}

/** 2.5 to 10 Hz: the waves of ventricular fibrillation and flutter. */
const SHORTEST_WAVE_MS = 100;
const LONGEST_WAVE_MS = 400;
const RHYTHMIC_CORRELATION = 0.3;

/** True when the leads repeat themselves after one wave of ventricular fibrillation; noise does not. */
function isRhythmic(leads: readonly Float64Array[]): boolean {
  return leads.some((lead) => {
    const slow = movingMean(lead, 400);
    const wave = movingMean(lead, 20).map((value, index) => value - (slow[index] ?? 0));
    let best = -1;
    let passedZero = false;
    for (let lag = 20; lag <= LONGEST_WAVE_MS; lag += 5) {
      const now = autocorrelation(wave, lag);
      passedZero ||= now < 0;
      if (passedZero && lag >= SHORTEST_WAVE_MS) best = Math.max(best, now);
    }
    return best > RHYTHMIC_CORRELATION;
  });
}

function autocorrelation(values: Float64Array, lag: number): number {
  let product = 0;
  let power = 0;
  // Every fourth ms: the waves are slow.
  for (let index = 0; index + lag < values.length; index += 4) {
    const value = values[index] ?? NaN;
    const later = values[index + lag] ?? NaN;
    if (Number.isNaN(value) || Number.isNaN(later)) continue;
    product += value * later;
    power += value * value;
  }
  return power > 0 ? product / power : 0;
}
