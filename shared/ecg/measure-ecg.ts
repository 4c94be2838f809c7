import { STANDARD_LEADS, type LeadName } from '../dicom/waveform/lead.ts';
import { averageBeats } from './beat/average-beats.ts';
import type { BeatDetection, DetectedBeat } from './beat/beat-detection.ts';
import { detectBeats } from './beat/detect-beats.ts';
import { leadSignals, usualStretch, type LeadSignals, type Stretch } from './beat/lead-signals.ts';
import { isTurn, joinTurns, leadTurns, type LeadTurn } from './beat/lead-turns.ts';
import type { MedianBeat } from './beat/median-beat.ts';
import { pacingSpikes } from './beat/pacing-spikes.ts';
import { isPConstant } from './delineation/constant-p-wave.ts';
import { beatNoiseMv, delineate } from './delineation/delineate.ts';
import { ECG_MARKS, type EcgMark, type EcgMarks, type MarkOverrides } from './delineation/ecg-marks.ts';
import type { EcgMeasurements, StLevels } from './ecg-measurements.ts';
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
/** Of the turns of a recording, that give a beat. */
const LEAST_TURNS_PART = 0.5;
/** What a heart does, ms. Outside it our own marks are doubted and nothing is given; a physician's marks are never doubted. */
const POSSIBLE_MS = { pDuration: [20, 220], pr: [50, 480], qrs: [25, 260], qt: [140, 800] } as const;

/** What an axis is made of. */
const LIMB_LEADS: readonly LeadName[] = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];

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
  /** From complex to complex, ms: of leads recorded in turns only within a turn, or along the strip beside them. */
  readonly intervalsMs: readonly number[];
  /** How many sets of leads were recorded one after another; 0 when all were at once. */
  readonly turns: number;
  /** Leads whose turn gave no beat to measure, and why. */
  readonly leadRefusals: ReadonlyMap<LeadName, NotMeasurableReason>;
}

/** One set of leads that were recorded together. */
type SignalAnalysis = Pick<EcgAnalysis, 'detection' | 'medianBeat' | 'marks' | 'refusal'>;

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
  const spikesMs = pacingSpikes(recording, stretch);
  const isPaced = (spikesMs ?? []).length >= LEAST_SPIKES;
  const turns = leadTurns(recording, stretch);
  if (turns !== undefined) return { stretch, spikesMs, ...analyseTurns(recording, turns, stretch, isPaced) };
  const analysis = analyseSignals(leadSignals(recording, stretch), isPaced);
  const { detection } = analysis;
  return { stretch, spikesMs, ...analysis, intervalsMs: detection.status === 'found' ? intervalsOf(detection.beats) : [], turns: 0, leadRefusals: new Map() };
}

function analyseSignals(signals: LeadSignals, isPaced: boolean): SignalAnalysis {
  const detection = signals.leads.size === 0 ? ({ status: 'notFound', reason: 'no-signal' } as const) : detectBeats(signals);
  if (detection.status === 'notFound') return { detection, medianBeat: undefined, marks: NO_MARKS, refusal: isPaced ? 'pacing' : detection.reason };
  const medianBeat = averageBeats(signals, detection.beats);
  const refused = (refusal: NotMeasurableReason): SignalAnalysis => ({ detection, medianBeat, marks: NO_MARKS, refusal });
  if (isPaced) return refused('pacing');
  if (medianBeat === undefined) return refused('too-few-beats');
  if (signals.lowestRateHz < LEAST_RATE_HZ) return refused('low-sampling-rate');
  if (tallestMv(medianBeat) < LEAST_HEIGHT_MV) return refused('no-signal');
  if (beatNoiseMv(medianBeat) > MOST_NOISE_MV) return refused('noise');
  return { detection, medianBeat, marks: ownMarks(signals, detection, medianBeat), refusal: undefined };
}

/** Each turn is measured for itself; the values are those of the beat that all of them make. */
function analyseTurns(recording: EcgRecording, turns: readonly LeadTurn[], stretch: Stretch, isPaced: boolean): Omit<EcgAnalysis, 'stretch' | 'spikesMs'> {
  const wholeMs = stretch.endMs - stretch.startMs;
  const each = turns.map(({ traces, window }) => ({ traces, window, ...analyseSignals(leadSignals({ ...recording, traces }, window), isPaced) }));
  const beatsOf = ({ detection }: SignalAnalysis) => (detection.status === 'found' ? detection.beats : []);
  // A strip that runs beside the turns has the whole rhythm; without one no turn knows how far its last complex is from the next turn's first.
  const strip = each.find((one) => !isTurn(one.window, wholeMs) && beatsOf(one).length > 1);
  const timed = strip === undefined ? each : [strip];
  const beats = timed.flatMap(beatsOf).toSorted((left, right) => left.timeMs - right.timeMs);
  const common = {
    detection: beats.length > 0 ? ({ status: 'found', beats } as const) : ({ status: 'notFound', reason: usualReason(each) ?? 'no-beats' } as const),
    intervalsMs: timed.flatMap((one) => intervalsOf(beatsOf(one))),
    turns: each.filter(({ window }) => isTurn(window, wholeMs)).length,
  };
  const usable = each.flatMap((one) => (one.medianBeat === undefined || one.marks.qrsOnsetMs === undefined ? [] : [{ medianBeat: one.medianBeat, marks: { ...one.marks, qrsOnsetMs: one.marks.qrsOnsetMs } }]));
  const measuredLeads = new Set(usable.flatMap(({ medianBeat }) => [...medianBeat.leads.keys()]));
  const leadRefusals = new Map(each.flatMap(({ traces, refusal }) => traces.flatMap(({ lead }) => (lead === undefined || measuredLeads.has(lead.name) ? [] : [[lead.name, refusal ?? 'no-qrs-bounds'] as const]))));
  // Two seconds of noise can look like two beats: what few turns say of themselves is not believed.
  if (usable.length < LEAST_TURNS_PART * each.length || beats.length < 2) return { ...common, medianBeat: each.find(({ medianBeat }) => medianBeat !== undefined)?.medianBeat, marks: NO_MARKS, refusal: usualReason(each) ?? 'no-qrs-bounds', leadRefusals };
  return { ...common, ...joinTurns(usable), refusal: undefined, leadRefusals };
}

/** What most turns say. */
function usualReason(each: readonly SignalAnalysis[]): NotMeasurableReason | undefined {
  const reasons = each.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]));
  const times = (reason: NotMeasurableReason) => reasons.filter((other) => other === reason).length;
  return reasons.toSorted((left, right) => times(right) - times(left))[0];
}

function intervalsOf(beats: readonly DetectedBeat[]): readonly number[] {
  return beats.slice(1).map(({ timeMs }, index) => timeMs - (beats[index]?.timeMs ?? 0));
}

/** The values of an analysis with the physician's marks in place of ours. */
export function valuesOf(analysis: EcgAnalysis, overrides: MarkOverrides = {}): EcgMeasurements {
  const { detection, medianBeat, refusal, stretch } = analysis;
  const movedMarks = ECG_MARKS.filter((mark) => Object.hasOwn(overrides, mark));
  const marks: EcgMarks = medianBeat === undefined ? NO_MARKS : { ...analysis.marks, ...overrides };
  // Complexes that a physician has marked are complexes.
  const isConfirmed = movedMarks.includes('qrsOnsetMs') && movedMarks.includes('qrsOffsetMs');
  const intervals = refusal !== 'pacing' || isConfirmed ? analysis.intervalsMs : [];
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
  /** A lead that is there and whose turn gave no beat is not missing. */
  const ofLeads = <Unit extends MeasuredUnit>(leads: readonly LeadName[], value: Measured<Unit>): Measured<Unit> => {
    const reason = leads.map((lead) => analysis.leadRefusals.get(lead)).find((one) => one !== undefined);
    return value.status === 'notMeasurable' && value.reason === 'lead-missing' && reason !== undefined ? notMeasurable(reason) : value;
  };
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
    pAxis: unless(isPDoubted, because(ofLeads(LIMB_LEADS, axes.p))),
    qrsAxis: because(ofLeads(LIMB_LEADS, axes.qrs)),
    tAxis: because(ofLeads(LIMB_LEADS, axes.t)),
    rv5: because(ofLeads(['V5'], rv5)),
    sv1: because(ofLeads(['V1'], sv1)),
    rv5PlusSv1: because(ofLeads(['V5', 'V1'], sumOf(rv5, sv1))),
    turns: analysis.turns,
    st: medianBeat === undefined ? [] : withRefused(stLevels(medianBeat, marks), analysis.leadRefusals).map(({ lead, j, jPlus60, jPlus80 }) => ({ lead, j: because(j), jPlus60: because(jPlus60), jPlus80: because(jPlus80) })),
  };
}

function ownMarks(signals: LeadSignals, detection: BeatDetection & { readonly status: 'found' }, medianBeat: MedianBeat): EcgMarks {
  const { beats } = detection;
  const first = beats[0]?.timeMs ?? 0;
  const rrMs = beats.length > 1 ? ((beats.at(-1)?.timeMs ?? 0) - first) / (beats.length - 1) : medianBeat.sampleCount;
  const marks = delineate(medianBeat, rrMs);
  return isPConstant(signals, beats, medianBeat, marks) ? marks : delineate(medianBeat, rrMs, true);
}

/** A row for each lead of the recording, also for those whose turn gave no beat. */
function withRefused(levels: readonly StLevels[], refusals: ReadonlyMap<LeadName, NotMeasurableReason>): readonly StLevels[] {
  return STANDARD_LEADS.flatMap((lead): readonly StLevels[] => {
    const reason = refusals.get(lead);
    if (reason === undefined) return levels.filter((level) => level.lead === lead);
    return [{ lead, j: notMeasurable(reason), jPlus60: notMeasurable(reason), jPlus80: notMeasurable(reason) }];
  });
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
