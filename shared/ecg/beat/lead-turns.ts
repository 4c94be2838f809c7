import type { LeadName } from '../../dicom/waveform/lead.ts';
import type { EcgRecording, EcgTrace } from '../ecg-recording.ts';
import type { EcgMarks } from '../delineation/ecg-marks.ts';
import type { Stretch } from './lead-signals.ts';
import type { MedianBeat } from './median-beat.ts';
import { medianOf } from './signal-math.ts';

/** Leads that were recorded together, and when: ms after the start of the recording. */
export interface LeadTurn {
  readonly traces: readonly EcgTrace[];
  readonly window: Stretch;
}

/** Ends of a window that are so near are one. */
const SAME_END_MS = 60;
/** A turn is shorter than this part of the stretch; what is longer runs beside the turns, as a rhythm strip does. */
const TURN_PART = 0.6;
/** Turns follow each other: they share no more than this part of the shorter one. */
const SHARED_PART = 0.1;

/**
 * The sets of a recorder that writes three or six leads at a time, each set after the other, with a strip beside them or none.
 * @returns in order of time, the longest first; undefined when the leads were recorded at once
 */
export function leadTurns(recording: EcgRecording, stretch: Stretch): readonly LeadTurn[] | undefined {
  const turns: { traces: EcgTrace[]; window: Stretch }[] = [];
  for (const trace of recording.traces) {
    if (trace.lead === undefined) continue;
    const window = recordedPart(trace, stretch);
    if (window === undefined) continue;
    const known = turns.find(({ window: other }) => Math.abs(other.startMs - window.startMs) <= SAME_END_MS && Math.abs(other.endMs - window.endMs) <= SAME_END_MS);
    if (known === undefined) turns.push({ traces: [trace], window });
    else known.traces.push(trace);
  }
  const wholeMs = Math.min(stretch.endMs, recording.durationMs) - stretch.startMs;
  const short = turns.filter(({ window }) => lengthMs(window) < TURN_PART * wholeMs);
  const follow = short.length > 1 && short.every((one, place) => short.slice(place + 1).every((other) => sharedMs(one.window, other.window) <= SHARED_PART * Math.min(lengthMs(one.window), lengthMs(other.window))));
  if (!follow) return undefined;
  return turns.toSorted((left, right) => (isTurn(left.window, wholeMs) ? 1 : 0) - (isTurn(right.window, wholeMs) ? 1 : 0) || left.window.startMs - right.window.startMs);
}

/** How many sets of leads of the usual stretch follow each other; 0 when all leads were recorded at once. */
export function countLeadTurns(recording: EcgRecording, stretch: Stretch): number {
  const wholeMs = stretch.endMs - stretch.startMs;
  return (leadTurns(recording, stretch) ?? []).filter(({ window }) => isTurn(window, wholeMs)).length;
}

/** Samples that are looked at at once for the first and the last that hold something. */
const PIECE = 500;

/** From the first to the last sample of a stretch that holds something: a recorder may keep its turns in one group, with padding where a lead was not on. */
function recordedPart(trace: EcgTrace, stretch: Stretch): Stretch | undefined {
  const perMs = trace.samplingFrequencyHz / 1000;
  const first = Math.max(0, Math.ceil((stretch.startMs - trace.startMs) * perMs));
  const end = Math.min(trace.sampleCount, Math.ceil((stretch.endMs - trace.startMs) * perMs));
  for (let from = first; from < end; from += PIECE) {
    const found = trace.millivolts(from, Math.min(end, from + PIECE)).findIndex((value) => !Number.isNaN(value));
    if (found < 0) continue;
    for (let to = end; to > from; to -= PIECE) {
      const start = Math.max(from, to - PIECE);
      const last = trace.millivolts(start, to).findLastIndex((value) => !Number.isNaN(value));
      if (last >= 0) return { startMs: trace.startMs + (from + found) / perMs, endMs: trace.startMs + (start + last + 1) / perMs };
    }
  }
  return undefined;
}

/** Whether a window is one of several that follow each other. */
export function isTurn(window: Stretch, wholeMs: number): boolean {
  return lengthMs(window) < TURN_PART * wholeMs;
}

/** A beat that was averaged over one turn. */
export interface TurnBeat {
  readonly medianBeat: MedianBeat;
  readonly marks: EcgMarks & { readonly qrsOnsetMs: number };
}

/**
 * One beat of all turns, each laid on the onset of its QRS. A mark of it stands where the median of the turns has it: no lead of one turn saw a beat of another.
 * @param beats at least one
 */
export function joinTurns(beats: readonly TurnBeat[]): { readonly medianBeat: MedianBeat; readonly marks: EcgMarks } {
  const onset = Math.min(...beats.map(({ marks }) => Math.round(marks.qrsOnsetMs)));
  const after = Math.min(...beats.map(({ medianBeat, marks }) => medianBeat.sampleCount - Math.round(marks.qrsOnsetMs)));
  const leads = new Map<LeadName, Float64Array>();
  for (const { medianBeat, marks } of beats) {
    const from = Math.round(marks.qrsOnsetMs) - onset;
    for (const [name, values] of medianBeat.leads) leads.set(name, values.slice(from, from + onset + after));
  }
  /** Between the onset of the QRS and another mark, where a turn has it. */
  const placed = (mark: keyof EcgMarks): number | undefined => {
    const distances = beats.flatMap(({ marks }) => (marks[mark] === undefined ? [] : [(marks[mark] ?? 0) - marks.qrsOnsetMs]));
    return distances.length === 0 ? undefined : onset + medianOf(distances);
  };
  return {
    medianBeat: {
      samplingFrequencyHz: 1000, sampleCount: onset + after, leads,
      fiducialMs: onset + Math.round(medianOf(beats.map(({ medianBeat, marks }) => medianBeat.fiducialMs - marks.qrsOnsetMs))),
      beatCount: Math.min(...beats.map(({ medianBeat }) => medianBeat.beatCount)),
    },
    marks: { pOnsetMs: placed('pOnsetMs'), pOffsetMs: placed('pOffsetMs'), qrsOnsetMs: onset, qrsOffsetMs: placed('qrsOffsetMs'), tOffsetMs: placed('tOffsetMs') },
  };
}

function lengthMs({ startMs, endMs }: Stretch): number {
  return endMs - startMs;
}

function sharedMs(one: Stretch, other: Stretch): number {
  return Math.max(0, Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs));
}
