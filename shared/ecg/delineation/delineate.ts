import type { MedianBeat } from '../beat/median-beat.ts';
import { indexOfGreatest, medianOf, movingMean, quantileOf, slopeOf, spatialVelocity } from '../beat/signal-math.ts';
import type { EcgMarks } from './ecg-marks.ts';
import { principalSignal } from './principal-component.ts';

/** The QRS's slope is taken over this much to both sides, after a mean over as much. */
const QRS_REACH_MS = 3;
const QRS_SMOOTH_MS = 5;
/** The complex reaches as far as the speed comes back over the core part within the gap, and ends where it falls under the edge part. */
const CORE_PART = 0.2;
const CORE_GAP_MS = 36;
const EDGE_PART = 0.05;
/** The speed stays under the edge for so long. */
const EDGE_REST_MS = 6;
/** Farthest bounds from the fiducial point. */
const QRS_REACH_BEFORE_MS = 140;
const QRS_REACH_AFTER_MS = 180;

/** Least height of P and T, mV a lead (root mean square over the leads), and over the noise. */
const LEAST_P_MV = 0.025;
const LEAST_T_MV = 0.04;
const LEAST_OVER_NOISE = 5;
const P_SMOOTH_MS = 12;
const T_SMOOTH_MS = 20;
/** Where P is looked for before the QRS, and T behind it. */
const P_FARTHEST_MS = 380;
const P_NEAREST_MS = 12;
const T_NEAREST_MS = 50;
/** An opposite second part of a wave that counts. */
const SECOND_PART = 0.35;

/**
 * The bounds of the waves on the median beat, all leads together.
 * QRS: where the spatial velocity falls under 5 % of its peak, or under the noise; the threshold on the slope is that of J. P. Martinez et al., IEEE Trans Biomed Eng
 * 2004;51:570-581 (5 % of the first and last slopes of the complex), on the vector in place of a wavelet scale of one lead.
 * P and T: where the tangent to the steepest part of the flank meets the quiet line (E. Lepeschkin, B. Surawicz, Circulation 1952;6:378-388), on the
 * wave's first principal component over the leads.
 * @returns marks that could not be found are undefined
 */
export function delineate(beat: MedianBeat, rrMs: number): EcgMarks {
  const leads = [...beat.leads.values()].filter((lead) => lead.every((value) => !Number.isNaN(value)));
  const nothing: EcgMarks = { pOnsetMs: undefined, pOffsetMs: undefined, qrsOnsetMs: undefined, qrsOffsetMs: undefined, tOffsetMs: undefined };
  if (leads.length === 0) return nothing;
  const qrs = qrsBounds(leads, beat.fiducialMs);
  if (qrs === undefined) return nothing;
  const noise = noiseOf(leads, qrs);
  const p = pBounds(leads, qrs.onset, noise);
  const tLimit = Math.min(beat.sampleCount, beat.fiducialMs + rrMs - (p === undefined ? Math.min(120, rrMs * 0.2) : beat.fiducialMs - p.onset));
  const tOffsetMs = tEnd(leads, qrs, tLimit, noise);
  return { pOnsetMs: p?.onset, pOffsetMs: p?.offset, qrsOnsetMs: qrs.onset, qrsOffsetMs: qrs.offset, tOffsetMs };
}

interface Bounds {
  readonly onset: number;
  readonly offset: number;
}

function qrsBounds(leads: readonly Float64Array[], fiducial: number): Bounds | undefined {
  const speed = spatialVelocity(leads.map((lead) => movingMean(lead, QRS_SMOOTH_MS)), QRS_REACH_MS);
  const first = Math.max(0, fiducial - QRS_REACH_BEFORE_MS);
  const last = Math.min(speed.length - 1, fiducial + QRS_REACH_AFTER_MS);
  const peak = indexOfGreatest(speed, fiducial - 60, fiducial + 60);
  const top = speed[peak] ?? 0;
  if (!(top > 0)) return undefined;
  const rest = quantileOf(speed, 0.2);
  const edge = Math.max(EDGE_PART * top, 1.6 * rest);
  if (edge > CORE_PART * top) return undefined;
  const core = { from: peak, to: peak };
  for (let index = peak, gap = 0; index >= first && gap <= CORE_GAP_MS; index -= 1) {
    gap = (speed[index] ?? 0) >= CORE_PART * top ? 0 : gap + 1;
    if (gap === 0) core.from = index;
  }
  for (let index = peak, gap = 0; index <= last && gap <= CORE_GAP_MS; index += 1) {
    gap = (speed[index] ?? 0) >= CORE_PART * top ? 0 : gap + 1;
    if (gap === 0) core.to = index;
  }
  const onset = edgeFrom(speed, core.from, -1, edge, first);
  const offset = edgeFrom(speed, core.to, 1, edge, last);
  return onset === undefined || offset === undefined ? undefined : { onset, offset };
}

/** Outwards to where the speed stays under the edge; between samples by a straight line. */
function edgeFrom(speed: Float64Array, from: number, step: 1 | -1, edge: number, limit: number): number | undefined {
  for (let index = from; step * (limit - index) > 0; index += step) {
    let isRest = true;
    for (let ahead = 1; ahead <= EDGE_REST_MS && isRest; ahead += 1) isRest = (speed[index + step * ahead] ?? 0) < edge;
    if (!isRest) continue;
    const inside = speed[index] ?? 0;
    const outside = speed[index + step] ?? 0;
    return index + (inside > edge && inside > outside ? (step * (inside - edge)) / (inside - outside) : 0);
  }
  return undefined;
}

/** Standard deviation of what is fast outside the complex, mV a lead. */
function noiseOf(leads: readonly Float64Array[], qrs: Bounds): number {
  const each = leads.map((lead) => {
    const smooth = movingMean(lead, P_SMOOTH_MS);
    const rest = lead.map((value, index) => (index > qrs.onset - 15 && index < qrs.offset + 15 ? NaN : Math.abs(value - (smooth[index] ?? 0))));
    // The median of the absolute deviations of a normal distribution is 0.6745 standard deviations.
    return medianOf(rest) / 0.6745;
  });
  return Math.sqrt(each.reduce((sum, value) => sum + value * value, 0) / Math.max(1, each.length));
}

function pBounds(leads: readonly Float64Array[], qrsOnset: number, noise: number): Bounds | undefined {
  const end = Math.floor(qrsOnset - P_NEAREST_MS);
  const from = Math.max(0, end - P_FARTHEST_MS);
  if (end - from < 40) return undefined;
  const smooth = leads.map((lead) => movingMean(lead, P_SMOOTH_MS));
  const quiet = smooth.map((lead) => lead[end] ?? 0);
  const signal = principalSignal(smooth.map((lead, row) => lead.map((value) => value - (quiet[row] ?? 0))), from, end);
  const peak = indexOfGreatest(signal, from, end);
  const height = signal[peak] ?? 0;
  if (height < Math.max(LEAST_P_MV * Math.sqrt(leads.length), LEAST_OVER_NOISE * noise) || peak - from < 15) return undefined;
  const slope = slopeOf(signal, 5);
  const before = tangent(signal, slope, peak, -1, Math.max(from, peak - 120), quietLevel(signal, peak - 160, peak - 60));
  const after = tangent(signal, slope, peak, 1, end, Math.min(0, signal[end] ?? 0));
  if (before === undefined || after === undefined || before < from || after <= before) return undefined;
  return { onset: before, offset: Math.min(after, qrsOnset) };
}

function quietLevel(signal: Float64Array, from: number, to: number): number {
  return quantileOf(signal.subarray(Math.max(0, from), Math.max(1, to)), 0.25);
}

function tEnd(leads: readonly Float64Array[], qrs: Bounds, limit: number, noise: number): number | undefined {
  const from = Math.ceil(qrs.offset + T_NEAREST_MS);
  const end = Math.floor(limit);
  if (end - from < 60) return undefined;
  const signal = principalSignal(leads.map((lead) => movingMean(lead, T_SMOOTH_MS)), from, end);
  const peak = indexOfGreatest(signal, from, end);
  const height = signal[peak] ?? 0;
  if (height < Math.max(LEAST_T_MV * Math.sqrt(leads.length), LEAST_OVER_NOISE * noise) || end - peak < 20) return undefined;
  // A biphasic T ends with its second part.
  const turned = signal.map((value) => -value);
  const second = indexOfGreatest(turned, peak, Math.min(end, peak + 180));
  const isBiphasic = (turned[second] ?? 0) > SECOND_PART * height && end - second > 20;
  const wave = isBiphasic ? turned : signal;
  const top = isBiphasic ? second : peak;
  const stop = Math.min(end, top + 220);
  return tangent(wave, slopeOf(wave, 8), top, 1, stop, 0);
}

/** Where the tangent at the steepest place of a flank meets a level. */
function tangent(signal: Float64Array, slope: Float64Array, peak: number, step: 1 | -1, limit: number, level: number): number | undefined {
  let steepest = peak;
  for (let index = peak; step * (limit - index) >= 0; index += step) {
    // The next wave's flank rises again.
    if ((signal[index] ?? 0) < level + 0.1 * ((signal[peak] ?? 0) - level)) break;
    if (-step * (slope[index] ?? 0) > -step * (slope[steepest] ?? 0)) steepest = index;
  }
  const fall = -step * (slope[steepest] ?? 0);
  if (!(fall > 0)) return undefined;
  const reach = ((signal[steepest] ?? 0) - level) / fall;
  const place = steepest + step * reach;
  return step * (place - limit) > 15 ? undefined : place;
}
