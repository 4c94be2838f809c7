import type { MedianBeat } from '../beat/median-beat.ts';
import { indexOfGreatest, medianOf, movingMean, quantileOf, slopeOf, spatialVelocity } from '../beat/signal-math.ts';
import type { EcgMarks } from './ecg-marks.ts';
import { principalSignal, principalSignals } from './principal-component.ts';

/** More unrest than this part of the peak, and no edge of the QRS can be told from what moves around it. */
const MOST_REST_PART = 0.1;
/** The QRS's slope is taken over this much to both sides, after a mean over as much. */
const QRS_REACH_MS = 3;
const QRS_SMOOTH_MS = 5;
/** The complex reaches as far as the speed comes back over the core part within the gap, and ends where it falls under the edge part. */
const CORE_PART = 0.2;
const CORE_GAP_MS = 36;
const QRS_EDGE_PART = { onset: 0.025, offset: 0.05 } as const;
/** The speed stays low for so long behind an edge. */
const QRS_REST_MS = 20;
/** Behind an edge the speed is less than this part of the edge's in the mean. */
const REST_PART = 0.9;
/** An edge is never nearer to the speed of the noise than this: times the speed of the quietest tenth and fifth of the beat. */
const EDGE_OVER_REST = { p: 2.4, qrs: 1.9 } as const;
/** The same of the quietest twentieth: in a fast heart the fifth is already waves. Of noise alone, three normal components, both are the same edge. */
const EDGE_OVER_QUIETEST = 3.2;
/** The flank whose slope is followed under the noise, and how far at most. */
const FLANK_MS = 8;
const MOST_HIDDEN_MS = 4;
/** Where two waves touch, the slowest moment between them parts them, if it is slower than this part of the peak. */
const TOUCHING_PART = 0.15;
/** Between two waves the vector is slow for longer than where one wave turns round. */
const PARTING_SMOOTH_MS = 15;
/** What moves on for longer is another wave. */
const TOUCHING_WAVE_MS = 55;
/** Where a fibrillating atrium is seen alone, before the fiducial point. */
const UNREST_MS = { from: 300, to: 110 } as const;
const QUIET_OF_QRS_MS = 110;
const AFTER_T_MS = 10;
/** Farthest bounds from the fiducial point. */
const QRS_REACH_BEFORE_MS = 140;
const QRS_REACH_AFTER_MS = 180;

/** Least height of P and T, mV a lead (root mean square over the leads), and over the noise. */
const LEAST_P_MV = 0.025;
const LEAST_T_MV = 0.04;
const LEAST_OVER_NOISE = 5;
const P_SMOOTH_MS = 10;
const P_REACH_MS = 5;
const P_EDGE_PART = 0.2;
const P_REST_MS = 14;
/** An edge that noise pushes higher says nothing of where P begins. */
const MOST_P_EDGE_PART = 0.35;
const P_HALF_MS = 70;
/** Components of the vector that are followed. */
const P_COMPONENTS = 2;
const QRS_COMPONENTS = 3;
/** P has two humps; between them its vector rests. */
const P_GAP_MS = 40;
const P_LONGEST_SIDE_MS = 130;
const T_SMOOTH_MS = 20;
/** Where P is looked for before the QRS, and T behind it. */
const P_FARTHEST_MS = 380;
const P_NEAREST_MS = 12;
const T_NEAREST_MS = 50;
/** An opposite second part of a wave that counts. */
const SECOND_PART = 0.35;

/**
 * The bounds of the waves on the median beat, all leads together.
 * P and QRS: where the vector's speed falls under a part of the wave's own greatest speed (P 20 %, QRS onset 2.5 %, J point 5 %), or to the noise: the thresholds on
 * the slope of P. Laguna et al., Comput Biomed Res 1994;27:45-60, and J. P. Martinez et al., IEEE Trans Biomed Eng 2004;51:570-581, on the slopes of all leads
 * together in place of one lead. The parts were set on the shared recording that holds its device's own marks.
 * T: where the tangent to the steepest part of its last flank meets the quiet line (E. Lepeschkin, B. Surawicz, Circulation 1952;6:378-388), on the wave's first
 * principal component over the leads.
 * @param isWithoutP no P stands before the beats: what moves there is a fibrillating atrium, and the QRS has to stand out of it
 * @returns marks that could not be found are undefined
 */
export function delineate(beat: MedianBeat, rrMs: number, isWithoutP = false): EcgMarks {
  const leads = wholeLeads(beat);
  const nothing: EcgMarks = { pOnsetMs: undefined, pOffsetMs: undefined, qrsOnsetMs: undefined, qrsOffsetMs: undefined, tOffsetMs: undefined };
  if (leads.length === 0) return nothing;
  const { fiducialMs: fiducial } = beat;
  const qrs = qrsBounds(leads, fiducial, isWithoutP);
  if (qrs === undefined) return nothing;
  const noise = noiseOf(leads, qrs);
  const latest = (nextP: number) => Math.min(beat.sampleCount, fiducial + rrMs - nextP);
  const firstT = tEnd(leads, qrs, latest(Math.min(120, rrMs * 0.2)), noise);
  // The T before this beat ends where this one's T does, a beat earlier.
  const p = isWithoutP ? undefined : pBounds(leads, qrs.onset, firstT === undefined ? 0 : firstT - rrMs + AFTER_T_MS, noise);
  const nextPOnset = p === undefined ? Infinity : p.onset + rrMs;
  const tOffsetMs = firstT !== undefined && firstT > nextPOnset ? tEnd(leads, qrs, latest(fiducial - (p?.onset ?? fiducial)), noise) : firstT;
  return { pOnsetMs: p?.onset, pOffsetMs: p?.offset, qrsOnsetMs: qrs.onset, qrsOffsetMs: qrs.offset, tOffsetMs };
}

/** Standard deviation of what is fast on the median beat outside its QRS, root mean square over the leads, mV. */
export function beatNoiseMv(beat: MedianBeat): number {
  return noiseOf(wholeLeads(beat), { onset: beat.fiducialMs - QUIET_OF_QRS_MS, offset: beat.fiducialMs + QUIET_OF_QRS_MS });
}

function wholeLeads(beat: MedianBeat): readonly Float64Array[] {
  return [...beat.leads.values()].filter((lead) => lead.every((value) => !Number.isNaN(value)));
}

interface Bounds {
  readonly onset: number;
  readonly offset: number;
}

function qrsBounds(leads: readonly Float64Array[], fiducial: number, isWithoutP: boolean): Bounds | undefined {
  const vector = principalSignals(leads, Math.max(0, fiducial - QRS_REACH_BEFORE_MS), Math.min(leads[0]?.length ?? 0, fiducial + QRS_REACH_BEFORE_MS), QRS_COMPONENTS);
  const speed = spatialVelocity(vector.map((component) => movingMean(component, QRS_SMOOTH_MS)), QRS_REACH_MS);
  const first = Math.max(0, fiducial - QRS_REACH_BEFORE_MS);
  const last = Math.min(speed.length - 1, fiducial + QRS_REACH_AFTER_MS);
  const peak = indexOfGreatest(speed, fiducial - 60, fiducial + 60);
  const top = speed[peak] ?? 0;
  if (!(top > 0)) return undefined;
  const before = speed.subarray(Math.max(0, fiducial - UNREST_MS.from), Math.max(1, fiducial - UNREST_MS.to));
  const floor = Math.min(EDGE_OVER_REST.qrs * quantileOf(speed, 0.2), EDGE_OVER_QUIETEST * quantileOf(speed, 0.05));
  const rest = Math.max(floor, isWithoutP ? quantileOf(before, 0.9) : 0);
  if (rest > MOST_REST_PART * top) return undefined;
  const core = coreAround(speed, peak, CORE_PART * top, CORE_GAP_MS, first, last);
  const onset = edgeFrom(speed, { from: core.from, step: -1, edge: Math.max(QRS_EDGE_PART.onset * top, rest), wanted: QRS_EDGE_PART.onset * top, limit: first, restMs: QRS_REST_MS, top });
  const offset = edgeFrom(speed, { from: core.to, step: 1, edge: Math.max(QRS_EDGE_PART.offset * top, rest), wanted: QRS_EDGE_PART.offset * top, limit: last, restMs: QRS_REST_MS, top });
  return onset === undefined || offset === undefined ? undefined : { onset, offset };
}

/** From where to where the speed comes back to a level with no longer pause than `gapMs`. */
function coreAround(speed: Float64Array, peak: number, level: number, gapMs: number, first: number, last: number): { readonly from: number; readonly to: number } {
  let from = peak;
  let to = peak;
  for (let index = peak; index >= first && from - index <= gapMs; index -= 1) if ((speed[index] ?? 0) >= level) from = index;
  for (let index = peak; index <= last && index - to <= gapMs; index += 1) if ((speed[index] ?? 0) >= level) to = index;
  return { from, to };
}

interface EdgeSearch {
  readonly from: number;
  readonly step: 1 | -1;
  readonly edge: number;
  /** Where the edge would lie without noise; not above it. */
  readonly wanted: number;
  readonly limit: number;
  readonly restMs: number;
  /** Greatest speed of the wave. */
  readonly top: number;
}

/** Outwards to where the speed stays under the edge, between samples by a straight line; else the slowest moment before the next wave. */
function edgeFrom(speed: Float64Array, { from, step, edge, wanted, limit, restMs, top }: EdgeSearch): number | undefined {
  for (let index = from; step * (limit - index) > 0; index += step) {
    if (!isRestAhead(speed, index, step, edge, restMs)) continue;
    const parting = partingBefore(speed, from, index, step);
    if (parting !== undefined) return parting;
    const inside = speed[index] ?? 0;
    const outside = speed[index + step] ?? 0;
    const crossing = index + (inside > edge && inside > outside ? (step * (inside - edge)) / (inside - outside) : 0);
    return crossing + step * hiddenMs(speed, index, step, edge - wanted);
  }
  const parting = partingBefore(speed, from, limit, step);
  return parting !== undefined && (speed[parting] ?? 0) < TOUCHING_PART * top ? parting : undefined;
}

/** What of the flank lies under the noise: it is followed down by its own slope, which grows less, so that this is the least that it takes. */
function hiddenMs(speed: Float64Array, index: number, step: 1 | -1, hidden: number): number {
  if (!(hidden > 0)) return 0;
  const fallPerMs = ((speed[index - step * FLANK_MS] ?? NaN) - (speed[index] ?? NaN)) / FLANK_MS;
  return fallPerMs > 0 ? Math.min(MOST_HIDDEN_MS, hidden / fallPerMs) : 0;
}

/** Under the edge at once and in the mean of what follows: a bump of noise does not carry the edge on. */
function isRestAhead(speed: Float64Array, index: number, step: 1 | -1, edge: number, restMs: number): boolean {
  let sum = 0;
  for (let ahead = 1; ahead <= restMs; ahead += 1) sum += speed[index + step * ahead] ?? 0;
  return (speed[index + step] ?? 0) < edge && sum / restMs < REST_PART * edge;
}

/**
 * The slowest moment on the way outwards, if behind it the vector moves faster again for longer than a part of the same wave would: there another
 * wave begins that touches this one, as a P close to its QRS does.
 */
function partingBefore(moving: Float64Array, from: number, end: number, step: 1 | -1): number | undefined {
  const speed = movingMean(moving, PARTING_SMOOTH_MS);
  let slowest: number | undefined;
  for (let index = from; step * (end - index) > TOUCHING_WAVE_MS; index += step) {
    if (slowest === undefined || (speed[index] ?? 0) < (speed[slowest] ?? 0)) slowest = index;
  }
  if (slowest === undefined || slowest === from) return undefined;
  let fastestBehind = 0;
  for (let index = slowest; step * (end - index) > 0; index += step) fastestBehind = Math.max(fastestBehind, speed[index] ?? 0);
  return (speed[slowest] ?? 0) < fastestBehind / 2 ? slowest : undefined;
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

function pBounds(leads: readonly Float64Array[], qrsOnset: number, earliest: number, noise: number): Bounds | undefined {
  const end = Math.floor(qrsOnset - P_NEAREST_MS);
  const from = Math.max(0, end - P_FARTHEST_MS, Math.ceil(earliest));
  if (end - from < 40) return undefined;
  const smooth = leads.map((lead) => movingMean(lead, P_SMOOTH_MS));
  const quiet = smooth.map((lead) => lead[end] ?? 0);
  const raised = smooth.map((lead, row) => lead.map((value) => value - (quiet[row] ?? 0)));
  const signal = principalSignal(raised, from, end);
  const peak = indexOfGreatest(signal, from, end);
  const height = signal[peak] ?? 0;
  if (height < Math.max(LEAST_P_MV * Math.sqrt(leads.length), LEAST_OVER_NOISE * noise) || peak - from < 15) return undefined;
  const vector = principalSignals(raised, Math.max(from, peak - P_HALF_MS), Math.min(end, peak + P_HALF_MS), P_COMPONENTS);
  const speed = spatialVelocity(vector.map((component) => movingMean(component, P_SMOOTH_MS)), P_REACH_MS);
  const fastest = indexOfGreatest(speed, Math.max(from, peak - 70), Math.min(end, peak + 70));
  const top = speed[fastest] ?? 0;
  const edge = Math.max(P_EDGE_PART * top, EDGE_OVER_REST.p * quantileOf(speed, 0.1));
  if (!(edge < MOST_P_EDGE_PART * top)) return undefined;
  const core = coreAround(speed, peak, top / 2, P_GAP_MS, from, end);
  const search = { edge, wanted: edge, restMs: P_REST_MS, top };
  const onset = edgeFrom(speed, { ...search, from: core.from, step: -1, limit: Math.max(from, peak - P_LONGEST_SIDE_MS) });
  const offset = edgeFrom(speed, { ...search, from: core.to, step: 1, limit: Math.min(end, peak + P_LONGEST_SIDE_MS) }) ?? end;
  return onset === undefined || offset <= onset ? undefined : { onset, offset: Math.min(offset, qrsOnset) };
}

function tEnd(leads: readonly Float64Array[], qrs: Bounds, limit: number, noise: number): number | undefined {
  const from = Math.ceil(qrs.offset + T_NEAREST_MS);
  const end = Math.floor(limit);
  if (end - from < 60) return undefined;
  const quiet = Math.max(0, Math.round(qrs.onset) - P_SMOOTH_MS);
  const raised = leads.map((lead) => {
    const level = movingMean(lead, P_SMOOTH_MS)[quiet] ?? 0;
    return movingMean(lead, T_SMOOTH_MS).map((value) => value - level);
  });
  const signal = principalSignal(raised, from, end);
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
