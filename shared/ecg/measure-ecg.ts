import { averageBeats } from './beat/average-beats.ts';
import type { BeatDetection } from './beat/beat-detection.ts';
import { detectBeats } from './beat/detect-beats.ts';
import { leadSignals, usualStretch, type LeadSignals, type Stretch } from './beat/lead-signals.ts';
import type { MedianBeat } from './beat/median-beat.ts';
import { pacingSpikes } from './beat/pacing-spikes.ts';
import { isPConstant } from './delineation/constant-p-wave.ts';
import { beatNoiseMv, delineate } from './delineation/delineate.ts';
import { ECG_MARKS, type EcgMark, type EcgMarks, type MarkOverrides } from './delineation/ecg-marks.ts';
import type { EcgMeasurements } from './ecg-measurements.ts';
import type { EcgRecording } from './ecg-recording.ts';
import { frontalAxes, rAmplitude, sAmplitude, stLevels, sumOf } from './measure-amplitudes.ts';
import { measured, notMeasurable, type Measured, type MeasuredUnit, type NotMeasurableReason } from './measured.ts';
import { correctQt, heartRatePerMin, QTC_FORMULAS, type QtcFormula } from './qtc.ts';

/** Spikes from which a recording counts as paced. */
const LEAST_SPIKES = 2;
/** Slower recordings have their waves' bounds too far from a sample. */
const LEAST_RATE_HZ = 120;
/** More noise than this on the median beat hides where waves begin: the 30 microvolts that AAMI EC11 allows a recorder to add. */
const MOST_NOISE_MV = 0.03;
/** In a beat that is lower than this in its tallest lead, mV peak to peak, the slow ends of the QRS are lost between two steps of the recorder. */
const LEAST_HEIGHT_MV = 0.15;
/** What a heart does, ms. Outside it our own marks are doubted and nothing is given; a physician's marks are never doubted. */
const POSSIBLE_MS = { pDuration: [20, 220], pr: [50, 480], qrs: [25, 260], qt: [140, 800] } as const;

const NO_MARKS: EcgMarks = { pOnsetMs: undefined, pOffsetMs: undefined, qrsOnsetMs: undefined, qrsOffsetMs: undefined, tOffsetMs: undefined };

/** What a recording says before a physician moves a mark: the part that costs time. */
export interface EcgAnalysis {
  readonly stretch: Stretch;
  readonly detection: BeatDetection;
  readonly medianBeat: MedianBeat | undefined;
  /** Ours. */
  readonly marks: EcgMarks;
  /** Why there is no mark where none is; the reason for all values where the whole recording is doubted. */
  readonly refusal: NotMeasurableReason | undefined;
  /** ms after the start of the recording; undefined: the recording is too slow to tell. */
  readonly spikesMs: readonly number[] | undefined;
}

/**
 * Measures a recording: beats, median beat, marks, and every value or the reason why there is none.
 * @param overrides marks that the physician moved; every value follows
 * @param stretch ms after the start of the recording; all of it, or its first minute, when not given
 */
export function measureEcg(recording: EcgRecording, overrides: MarkOverrides = {}, stretch: Stretch = usualStretch(recording)): EcgMeasurements {
  return valuesOf(analyseEcg(recording, stretch), overrides);
}

/** Tens of milliseconds for ten seconds of twelve leads; `valuesOf` then follows a moved mark at once. */
export function analyseEcg(recording: EcgRecording, stretch: Stretch = usualStretch(recording)): EcgAnalysis {
  const signals = leadSignals(recording, stretch);
  const spikesMs = pacingSpikes(recording, stretch);
  const isPaced = (spikesMs ?? []).length >= LEAST_SPIKES;
  const detection = signals.leads.size === 0 ? ({ status: 'notFound', reason: 'no-signal' } as const) : detectBeats(signals);
  if (detection.status === 'notFound') {
    return { stretch, detection, medianBeat: undefined, marks: NO_MARKS, refusal: isPaced ? 'pacing' : detection.reason, spikesMs };
  }
  const medianBeat = averageBeats(signals, detection.beats);
  if (isPaced) return { stretch, detection, medianBeat, marks: NO_MARKS, refusal: 'pacing', spikesMs };
  if (medianBeat === undefined) return { stretch, detection, medianBeat, marks: NO_MARKS, refusal: 'too-few-beats', spikesMs };
  if (signals.lowestRateHz < LEAST_RATE_HZ) return { stretch, detection, medianBeat, marks: NO_MARKS, refusal: 'low-sampling-rate', spikesMs };
  if (tallestMv(medianBeat) < LEAST_HEIGHT_MV) return { stretch, detection, medianBeat, marks: NO_MARKS, refusal: 'no-signal', spikesMs };
  if (beatNoiseMv(medianBeat) > MOST_NOISE_MV) return { stretch, detection, medianBeat, marks: NO_MARKS, refusal: 'noise', spikesMs };
  return { stretch, detection, medianBeat, marks: ownMarks(signals, detection, medianBeat), refusal: undefined, spikesMs };
}

/** The values of an analysis with the physician's marks in place of ours. */
export function valuesOf(analysis: EcgAnalysis, overrides: MarkOverrides = {}): EcgMeasurements {
  const { detection, medianBeat, refusal, stretch } = analysis;
  const movedMarks = ECG_MARKS.filter((mark) => Object.hasOwn(overrides, mark));
  const marks: EcgMarks = medianBeat === undefined ? NO_MARKS : { ...analysis.marks, ...overrides };
  // Complexes that a physician has marked are complexes.
  const isConfirmed = movedMarks.includes('qrsOnsetMs') && movedMarks.includes('qrsOffsetMs');
  const beats = detection.status === 'found' && (refusal !== 'pacing' || isConfirmed) ? detection.beats : [];
  const intervals = beats.slice(1).map(({ timeMs }, index) => timeMs - (beats[index]?.timeMs ?? 0));
  // Two complexes of different shape may be the edges of an artefact.
  const hasRhythm = medianBeat !== undefined && intervals.length > 0;
  const rrReason: NotMeasurableReason = detection.status === 'notFound' ? (refusal ?? detection.reason) : refusal === 'pacing' ? refusal : 'too-few-beats';
  const ofIntervals = (value: () => number): Measured<'ms'> => (hasRhythm ? measured(value(), 'ms') : notMeasurable(rrReason));
  const rr = ofIntervals(() => intervals.reduce((sum, each) => sum + each, 0) / intervals.length);
  const between = (from: EcgMark, to: EcgMark, possible: readonly [number, number], missing: NotMeasurableReason): Measured<'ms'> =>
    durationOf(marks, movedMarks, from, to, possible, refusal ?? missing);
  const qrs = between('qrsOnsetMs', 'qrsOffsetMs', POSSIBLE_MS.qrs, 'no-qrs-bounds');
  const pDuration = between('pOnsetMs', 'pOffsetMs', POSSIBLE_MS.pDuration, 'no-p-wave');
  // What rests on a mark that is doubted is doubted too.
  const isQrsDoubted = isOutOfRange(qrs);
  const isPDoubted = isQrsDoubted || isOutOfRange(pDuration);
  const unless = <Unit extends MeasuredUnit>(isDoubted: boolean, value: Measured<Unit>): Measured<Unit> =>
    isDoubted && value.status === 'measured' ? notMeasurable('out-of-range') : value;
  const qt = unless(isQrsDoubted,  between('qrsOnsetMs', 'tOffsetMs', POSSIBLE_MS.qt, marks.qrsOnsetMs === undefined ? 'no-qrs-bounds' : 'no-t-wave'));
  const refuse = (reason: NotMeasurableReason) => notMeasurable(refusal ?? reason);
  const axes = medianBeat === undefined ? { p: refuse('no-beats'), qrs: refuse('no-beats'), t: refuse('no-beats') } : frontalAxes(medianBeat, marks);
  const rv5 = medianBeat === undefined ? refuse('no-beats') : rAmplitude(medianBeat, marks, 'V5');
  const sv1 = medianBeat === undefined ? refuse('no-beats') : sAmplitude(medianBeat, marks, 'V1');
  const because = <Unit extends 'ms' | 'mV' | 'deg'>(value: Measured<Unit>): Measured<Unit> =>
    value.status === 'notMeasurable' && refusal !== undefined && value.reason !== 'lead-missing' ? notMeasurable(refusal) : unless(isQrsDoubted, value);
  return {
    stretch: { startMs: stretch.startMs, endMs: stretch.endMs },
    detection,
    medianBeat,
    marks,
    movedMarks,
    heartRate: rr.status === 'measured' ? measured(heartRatePerMin(rr.value), '/min') : rr,
    rr,
    rrShortest: ofIntervals(() => Math.min(...intervals)),
    rrLongest: ofIntervals(() => Math.max(...intervals)),
    pDuration: unless(isQrsDoubted, pDuration),
    pr: unless(isPDoubted, between('pOnsetMs', 'qrsOnsetMs', POSSIBLE_MS.pr, marks.qrsOnsetMs === undefined ? 'no-qrs-bounds' : 'no-p-wave')),
    qrs,
    qt,
    qtc: Object.fromEntries(QTC_FORMULAS.map((formula) => [formula, corrected(formula, qt, rr)])) as Record<QtcFormula, Measured<'ms'>>,
    pAxis: unless(isPDoubted, because(axes.p)),
    qrsAxis: because(axes.qrs),
    tAxis: because(axes.t),
    rv5: because(rv5),
    sv1: because(sv1),
    rv5PlusSv1: because(sumOf(rv5, sv1)),
    st: medianBeat === undefined ? [] : stLevels(medianBeat, marks).map(({ lead, j, jPlus60, jPlus80 }) => ({ lead, j: because(j), jPlus60: because(jPlus60), jPlus80: because(jPlus80) })),
  };
}

function ownMarks(signals: LeadSignals, detection: BeatDetection & { readonly status: 'found' }, medianBeat: MedianBeat): EcgMarks {
  const { beats } = detection;
  const first = beats[0]?.timeMs ?? 0;
  const rrMs = beats.length > 1 ? ((beats.at(-1)?.timeMs ?? 0) - first) / (beats.length - 1) : medianBeat.sampleCount;
  const marks = delineate(medianBeat, rrMs);
  return isPConstant(signals, beats, medianBeat, marks) ? marks : delineate(medianBeat, rrMs, true);
}

function tallestMv(beat: MedianBeat): number {
  return Math.max(0, ...[...beat.leads.values()].map((lead) => lead.reduce((most, value) => Math.max(most, value), -Infinity) - lead.reduce((least, value) => Math.min(least, value), Infinity)).filter(Number.isFinite));
}

function isOutOfRange(value: Measured): boolean {
  return value.status === 'notMeasurable' && value.reason === 'out-of-range';
}

function durationOf(marks: EcgMarks, moved: readonly EcgMark[], from: EcgMark, to: EcgMark, [least, most]: readonly [number, number], missing: NotMeasurableReason): Measured<'ms'> {
  const start = marks[from];
  const end = marks[to];
  if (start === undefined || end === undefined) return notMeasurable(missing);
  const duration = end - start;
  const isOurs = !moved.includes(from) && !moved.includes(to);
  if (!(duration > 0) || (isOurs && (duration < least || duration > most))) return notMeasurable('out-of-range');
  return measured(duration, 'ms');
}

function corrected(formula: QtcFormula, qt: Measured<'ms'>, rr: Measured<'ms'>): Measured<'ms'> {
  if (qt.status === 'notMeasurable') return qt;
  if (rr.status === 'notMeasurable') return rr;
  const value = correctQt(formula, qt.value, rr.value);
  return value === undefined || !(value > 0) ? notMeasurable('out-of-range') : measured(value, 'ms');
}
