import type { LeadName } from '../../dicom/waveform/lead.ts';
import { STANDARD_LEADS } from '../../dicom/waveform/lead.ts';
import { traceEndMs, type EcgRecording, type EcgTrace } from '../ecg-recording.ts';

/** A stretch of a recording, all leads on one clock of 1000 samples a second: an index is a millisecond. */
export interface LeadSignals {
  /** Of index 0, ms after the start of the recording. */
  readonly startMs: number;
  readonly length: number;
  /** mV, NaN where nothing was recorded. */
  readonly leads: ReadonlyMap<LeadName, Float64Array>;
  /** Lowest rate that a lead was recorded with. */
  readonly lowestRateHz: number;
}

export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** Longest stretch that is measured unless somebody asks for another: all of a resting record, a minute of a long one. */
const USUAL_STRETCH_MS = 60_000;

export function usualStretch(recording: EcgRecording): Stretch {
  return { startMs: 0, endMs: Math.min(recording.durationMs, USUAL_STRETCH_MS) };
}

/** The known leads of a stretch (calibrated, not disconnected), interpolated by cubic Hermite splines through the samples. */
export function leadSignals(recording: EcgRecording, stretch: Stretch): LeadSignals {
  const startMs = Math.max(0, Math.floor(stretch.startMs));
  const length = Math.max(0, Math.ceil(Math.min(stretch.endMs, recording.durationMs)) - startMs);
  const traces = recording.traces.filter((trace) => trace.lead !== undefined && !trace.statuses.some((status) => UNUSABLE.has(status)));
  const ordered = [...traces].sort((left, right) => placeOf(left) - placeOf(right));
  return {
    startMs,
    length,
    leads: new Map(ordered.flatMap((trace) => (trace.lead === undefined ? [] : [[trace.lead.name, onMilliseconds(trace, startMs, length)] as const]))),
    lowestRateHz: Math.min(...traces.map((trace) => trace.samplingFrequencyHz)),
  };
}

/** Channel Status (003A,0205) of a channel that must not be measured. PS3.3 C.10.9.1.3 */
const UNUSABLE: ReadonlySet<string> = new Set(['DISCONNECTED', 'INVALID', 'TEST DATA']);

function placeOf(trace: EcgTrace): number {
  const place = (STANDARD_LEADS as readonly string[]).indexOf(trace.key);
  return place < 0 ? STANDARD_LEADS.length : place;
}

function onMilliseconds(trace: EcgTrace, startMs: number, length: number): Float64Array {
  const result = new Float64Array(length).fill(NaN);
  const perMs = trace.samplingFrequencyHz / 1000;
  const firstIndex = Math.max(0, Math.floor((startMs - trace.startMs) * perMs) - 1);
  const endIndex = Math.min(trace.sampleCount, Math.ceil((Math.min(startMs + length, traceEndMs(trace)) - trace.startMs) * perMs) + 2);
  if (endIndex <= firstIndex) return result;
  const samples = trace.millivolts(firstIndex, endIndex);
  const at = (index: number) => samples[Math.min(samples.length - 1, Math.max(0, index))] ?? NaN;
  for (let ms = 0; ms < length; ms += 1) {
    const position = (startMs + ms - trace.startMs) * perMs - firstIndex;
    const index = Math.floor(position + 1e-9);
    if (index < 0 || index >= samples.length) continue;
    const part = position - index;
    // More than a sample a millisecond: their mean.
    if (perMs > 1) result[ms] = meanOf(samples, position - perMs / 2, position + perMs / 2);
    else if (part < 1e-6) result[ms] = at(index);
    else result[ms] = hermite(at(index - 1), at(index), at(index + 1), at(index + 2), part);
  }
  return result;
}

function meanOf(samples: Float64Array, from: number, to: number): number {
  const first = Math.max(0, Math.ceil(from));
  const last = Math.min(samples.length - 1, Math.max(first, Math.ceil(to) - 1));
  let sum = 0;
  for (let index = first; index <= last; index += 1) sum += samples[index] ?? NaN;
  return sum / (last - first + 1);
}

/** Catmull-Rom between `b` and `c`; a missing neighbour is taken as its nearer one. */
function hermite(a: number, b: number, c: number, d: number, part: number): number {
  const left = Number.isNaN(a) ? b : a;
  const right = Number.isNaN(d) ? c : d;
  const square = part * part;
  const cube = square * part;
  return 0.5 * (2 * b + (c - left) * part + (2 * left - 5 * b + 4 * c - right) * square + (3 * b - left - 3 * c + right) * cube);
}
