import type { EcgRecording } from '../ecg-recording.ts';
import type { Stretch } from './lead-signals.ts';
import { medianOf } from './signal-math.ts';

/** Widest spike. A pulse of 0.5 to 2 ms leaves the recorder's low-pass no wider than this; the narrowest QRS of a newborn is three times as wide. */
const WIDEST_MS = 8;
/** Least height, mV, and in multiples of what the same measure finds elsewhere in the lead. */
const LEAST_MV = 0.15;
const LEAST_TIMES_USUAL = 12;
/** Part of the excursion around it that is the spike's: the tip of a tall narrow R stands on the R, a spike stands by itself. */
const LEAST_PART = 0.55;
const AROUND_MS = 12;
/** Spikes of the leads this close together are one. */
const TOGETHER_MS = 12;
const LEAST_LEADS_PART = 0.25;
/** Slower recordings cannot tell a spike from a QRS. */
const LEAST_RATE_HZ = 240;

/**
 * Pacing spikes: narrow peaks that stand out of a lead when all that is wider than `WIDEST_MS` is taken away (morphological top-hat, both signs), in several
 * leads at once.
 * @returns ms after the start of the recording, ascending; undefined where the recording is too slow to tell
 */
export function pacingSpikes(recording: EcgRecording, stretch: Stretch): readonly number[] | undefined {
  const traces = recording.traces.filter((trace) => trace.lead !== undefined && trace.samplingFrequencyHz >= LEAST_RATE_HZ);
  if (traces.length === 0) return undefined;
  const found: { timeMs: number; key: string }[] = [];
  for (const trace of traces) {
    const perMs = trace.samplingFrequencyHz / 1000;
    const firstIndex = Math.max(0, Math.floor((stretch.startMs - trace.startMs) * perMs));
    const endIndex = Math.min(trace.sampleCount, Math.ceil((stretch.endMs - trace.startMs) * perMs));
    const values = trace.millivolts(firstIndex, Math.max(firstIndex, endIndex));
    const residue = topHat(values, Math.max(3, Math.ceil(WIDEST_MS * perMs) + 1));
    const usual = medianOf(residue.map(Math.abs));
    const least = Math.max(LEAST_MV, LEAST_TIMES_USUAL * (Number.isNaN(usual) ? 0 : usual));
    for (let index = 0; index < residue.length; index += 1) {
      if (Math.abs(residue[index] ?? 0) < least) continue;
      const peak = peakOfRun(residue, index, least);
      const around = Math.ceil(AROUND_MS * perMs);
      const height = Math.abs(residue[peak.index] ?? 0);
      if (height >= LEAST_PART * (height + excursion(values, residue, peak.index - around, peak.index + around))) {
        found.push({ timeMs: trace.startMs + (firstIndex + peak.index) / perMs, key: trace.key });
      }
      index = peak.end;
    }
  }
  return together(found, Math.max(2, Math.ceil(traces.length * LEAST_LEADS_PART)), traces.length);
}

function together(found: readonly { readonly timeMs: number; readonly key: string }[], leastLeads: number, leadCount: number): readonly number[] {
  const sorted = [...found].sort((left, right) => left.timeMs - right.timeMs);
  const times: number[] = [];
  let group: typeof sorted = [];
  const close = () => {
    if (new Set(group.map(({ key }) => key)).size >= Math.min(leastLeads, leadCount)) times.push(medianOf(group.map(({ timeMs }) => timeMs)));
    group = [];
  };
  for (const one of sorted) {
    if (group.length > 0 && one.timeMs - (group[0]?.timeMs ?? 0) > TOGETHER_MS) close();
    group.push(one);
  }
  if (group.length > 0) close();
  return times;
}

/** What the lead does from `first` to `last` besides its narrow peaks, mV. */
function excursion(values: Float64Array, residue: Float64Array, first: number, last: number): number {
  let least = Infinity;
  let greatest = -Infinity;
  for (let index = Math.max(0, first); index <= Math.min(values.length - 1, last); index += 1) {
    const rest = (values[index] ?? NaN) - (residue[index] ?? 0);
    if (rest < least) least = rest;
    if (rest > greatest) greatest = rest;
  }
  return Math.max(0, greatest - least);
}

function peakOfRun(values: Float64Array, from: number, least: number): { readonly index: number; readonly end: number } {
  let index = from;
  let end = from;
  while (end + 1 < values.length && Math.abs(values[end + 1] ?? 0) >= least) {
    end += 1;
    if (Math.abs(values[end] ?? 0) > Math.abs(values[index] ?? 0)) index = end;
  }
  return { index, end };
}

/** What an opening (below) and a closing (above) with a flat element of `width` samples take away: only what is narrower. */
function topHat(values: Float64Array, width: number): Float64Array {
  const opened = slide(slide(values, width, Math.min), width, Math.max);
  const closed = slide(slide(values, width, Math.max), width, Math.min);
  return values.map((value, index) => {
    const above = value - (opened[index] ?? value);
    const below = (closed[index] ?? value) - value;
    const residue = above > below ? above : -below;
    return Number.isNaN(residue) ? 0 : residue;
  });
}

function slide(values: Float64Array, width: number, pick: (left: number, right: number) => number): Float64Array {
  const before = width >> 1;
  return values.map((_, index) => {
    let best = values[index] ?? NaN;
    const end = Math.min(values.length, index - before + width);
    for (let other = Math.max(0, index - before); other < end; other += 1) best = pick(best, values[other] ?? NaN);
    return best;
  });
}
