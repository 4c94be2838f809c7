import type { LeadName } from '../../dicom/waveform/lead.ts';
import type { DetectedBeat } from './beat-detection.ts';
import type { LeadSignals } from './lead-signals.ts';
import type { MedianBeat } from './median-beat.ts';
import { medianOf, movingMean, spatialVelocity } from './signal-math.ts';

/** What of a beat is averaged, around the QRS: never more than this, and never more than the rhythm has room for. */
const MOST_BEFORE_MS = 500;
const MOST_AFTER_MS = 800;
const BEFORE_PART_OF_RR = 0.6;
const AFTER_PART_OF_RR = 0.95;
/** A QRS with some rest behind it. */
const LEAST_AFTER_MS = 200;
/** Where the quiet line before the QRS is looked for, before its fastest moment. */
const QUIET_FROM_MS = 130;
const QUIET_TO_MS = 40;
const QUIET_WIDTH_MS = 16;
/** What a beat of another shape takes up around its fiducial point. */
const OTHER_BEAT_MS = { before: 120, after: 450 } as const;

/**
 * The median of the dominant beats, each laid on its QRS, after the line through the quiet points before the QRS complexes was taken
 * away (C. R. Meyer, H. N. Keiser, Comput Biomed Res 1977;10:459-470; straight between the points). Beats cut off by an end of the stretch take part as far as they go.
 * @returns undefined with less than two dominant beats
 */
export function averageBeats(signals: LeadSignals, beats: readonly DetectedBeat[]): MedianBeat | undefined {
  const dominant = beats.filter(({ isDominant }) => isDominant);
  if (dominant.length < 2) return undefined;
  const times = beats.map(({ timeMs }) => timeMs - signals.startMs);
  const rr = medianOf(times.slice(1).map((time, place) => time - (times[place] ?? 0)));
  const speed = movingMean(spatialVelocity(signals.leads.values(), 8), QUIET_WIDTH_MS);
  // Before a beat of another shape nothing may be quiet.
  const quietTimes = dominant.map(({ timeMs }) => timeMs - signals.startMs);
  const quiet = quietOffset(speed, quietTimes);
  const spans = beats.flatMap((beat, index) => (beat.isDominant ? [spanOf(beats, index, signals.startMs)] : []));
  // Where a beat of another shape follows each, as in bigeminy, the beat ends before it: its QRS would be taken for a T.
  const before = Math.round(Math.min(MOST_BEFORE_MS, BEFORE_PART_OF_RR * rr));
  const after = Math.round(Math.min(MOST_AFTER_MS, AFTER_PART_OF_RR * rr, Math.max(LEAST_AFTER_MS, ownAfter(spans))));
  const leads = new Map<LeadName, Float64Array>();
  for (const [name, signal] of signals.leads) {
    const flat = withoutBaseline(signal, quietTimes, quiet);
    leads.set(name, medianBeatOf(flat, spans, before, after));
  }
  return { samplingFrequencyHz: 1000, sampleCount: before + after, fiducialMs: before, beatCount: dominant.length, leads };
}

/** The quietest moment before the usual complex, ms before its fastest. */
function quietOffset(speed: Float64Array, times: readonly number[]): number {
  let best = QUIET_TO_MS;
  let least = Infinity;
  for (let offset = QUIET_TO_MS; offset <= QUIET_FROM_MS; offset += 2) {
    const usual = medianOf(times.map((time) => speed[Math.round(time) - offset] ?? NaN));
    if (usual < least * 0.9) [best, least] = [offset, usual];
  }
  return best;
}

function withoutBaseline(signal: Float64Array, times: readonly number[], quiet: number): Float64Array {
  const levels = movingMean(signal, QUIET_WIDTH_MS);
  const points = times
    .map((time) => Math.round(time) - quiet)
    .filter((index) => index >= 0 && index < signal.length && !Number.isNaN(levels[index]))
    .map((index) => [index, levels[index] ?? 0] as const);
  const [first] = points;
  if (first === undefined) return signal;
  const slopes = slopesAt(points);
  let next = 0;
  return signal.map((value, index) => {
    while (next < points.length && (points[next]?.[0] ?? 0) <= index) next += 1;
    const left = points[next - 1];
    const right = points[next];
    if (left === undefined) return value - first[1];
    if (right === undefined) return value - left[1];
    return value - between(left, right, index, slopes[next - 1] ?? 0, slopes[next] ?? 0);
  });
}

type Point = readonly [index: number, level: number];

/** On the cubic through two points with these slopes. */
function between([fromIndex, from]: Point, [toIndex, to]: Point, index: number, fromSlope: number, toSlope: number): number {
  const width = toIndex - fromIndex;
  const part = (index - fromIndex) / width;
  const rest = 1 - part;
  return rest * rest * (1 + 2 * part) * from + part * part * (3 - 2 * part) * to + part * rest * width * (rest * fromSlope - part * toSlope);
}

/** At each point that of the line through its neighbours; at the ends of the line to the next. */
function slopesAt(points: readonly Point[]): readonly number[] {
  return points.map((point, place) => {
    const [before, after] = [points[place - 1] ?? point, points[place + 1] ?? point];
    return after[0] > before[0] ? (after[1] - before[1]) / (after[0] - before[0]) : 0;
  });
}

/** A beat and what of the signal around it is its own. */
interface BeatSpan {
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

/** A neighbour of another shape ends what belongs to a beat: its QRS, and its T behind it. */
function spanOf(beats: readonly DetectedBeat[], index: number, startMs: number): BeatSpan {
  const previous = beats[index - 1];
  const next = beats[index + 1];
  return {
    place: (beats[index]?.timeMs ?? 0) - startMs,
    from: previous?.isDominant === false ? previous.timeMs - startMs + OTHER_BEAT_MS.after : -Infinity,
    to: next?.isDominant === false ? next.timeMs - startMs - OTHER_BEAT_MS.before : Infinity,
  };
}

/** How far behind their QRS two beats at least are alone, ms. */
function ownAfter(spans: readonly BeatSpan[]): number {
  return spans.map(({ place, to }) => to - place).toSorted((left, right) => right - left)[1] ?? Infinity;
}

function medianBeatOf(signal: Float64Array, spans: readonly BeatSpan[], before: number, after: number): Float64Array {
  const beat = new Float64Array(before + after);
  const own = new Float64Array(spans.length);
  const all = new Float64Array(spans.length);
  for (let ms = 0; ms < beat.length; ms += 1) {
    spans.forEach(({ place, from, to }, row) => {
      const position = place - before + ms;
      const index = Math.floor(position);
      const low = signal[index] ?? NaN;
      const part = position - index;
      const value = part === 0 ? low : low + ((signal[index + 1] ?? NaN) - low) * part;
      all[row] = value;
      own[row] = position >= from && position <= to ? value : NaN;
    });
    const middle = medianOf(own);
    // Where no beat is alone, as in bigeminy, there is nothing better.
    beat[ms] = Number.isNaN(middle) ? medianOf(all) : middle;
  }
  return beat;
}
