import type { EcgRecording, EcgTrace } from '../ecg-recording.ts';
import { filterBothWays, highPass, lowPass, notch, type Biquad } from './biquad.ts';
import { filtersOf, type EcgFilter, type FilterChoice } from './ecg-filter.ts';

/** Half the width of the notch at -3 dB, Hz. */
const NOTCH_HALF_WIDTH_HZ = 1;
/** A corner nearer to half the sampling rate than this leaves nothing to take away: the filter does nothing. */
const HIGHEST_CORNER = 0.96;
/** Time constants after which a filter has forgotten: e^-7 is a thousandth. */
const TIME_CONSTANTS = 7;

/**
 * True when the filter changes anything at this rate: a recording of 250 Hz holds nothing above 125 Hz, so 150 Hz cannot be switched on.
 */
export function isEffective(filter: EcgFilter, samplingFrequencyHz: number): boolean {
  return cornerOf(filter) < (samplingFrequencyHz / 2) * HIGHEST_CORNER;
}

/**
 * Filters of a chain, in the order given. Each is an infinite-impulse-response section of second order (Butterworth high-pass and low-pass, notch of
 * 2 Hz) passed forwards and backwards: no phase shift, so that no wave moves; 3 dB down at its name's frequency, 24 dB an octave beyond it.
 * NaN stays NaN and parts the samples into stretches that are filtered each by itself.
 */
export function applyFilters(millivolts: Float64Array, samplingFrequencyHz: number, filters: readonly EcgFilter[]): Float64Array {
  const sections = filters.filter((filter) => isEffective(filter, samplingFrequencyHz)).map((filter) => ({
    section: sectionOf(filter, samplingFrequencyHz), reach: settlingSamples(filter, samplingFrequencyHz), levelSamples: filter.startsWith('high-pass') ? Math.ceil(samplingFrequencyHz) : 1,
  }));
  if (sections.length === 0) return millivolts;
  const result = Float64Array.from(millivolts);
  for (const [from, end] of stretchesOf(millivolts)) {
    const filtered = sections.reduce<Float64Array>((values, { section, reach, levelSamples }) => filterBothWays(values, section, reach, levelSamples), millivolts.slice(from, end));
    result.set(filtered, from);
  }
  return result;
}

/** The same recording with every trace filtered when its samples are asked for; median beats too. Nothing is copied before. */
export function filterRecording(recording: EcgRecording, choice: FilterChoice): EcgRecording {
  const filters = filtersOf(choice);
  if (filters.length === 0) return recording;
  return {
    ...recording,
    traces: recording.traces.map((trace) => filterTrace(trace, filters)),
    medianTraces: recording.medianTraces.map((trace) => filterTrace(trace, filters.filter((filter) => !filter.startsWith('high-pass')))),
  };
}

/** Whole recordings up to this length are filtered once and kept; of longer ones the part that is asked for, with what the filters need around it. */
const KEPT_WHOLE_S = 60;

function filterTrace(trace: EcgTrace, filters: readonly EcgFilter[]): EcgTrace {
  const { samplingFrequencyHz, sampleCount } = trace;
  if (sampleCount <= KEPT_WHOLE_S * samplingFrequencyHz) {
    let whole: Float64Array | undefined;
    return {
      ...trace,
      millivolts: (firstIndex, endIndex) => {
        whole ??= applyFilters(trace.millivolts(0, sampleCount), samplingFrequencyHz, filters);
        return cut(whole, firstIndex, endIndex);
      },
    };
  }
  const margin = Math.ceil(Math.max(...filters.map((filter) => settlingSamples(filter, samplingFrequencyHz))));
  let held: { readonly from: number; readonly end: number; readonly values: Float64Array } | undefined;
  return {
    ...trace,
    millivolts: (firstIndex, endIndex) => {
      // Whole blocks, so that a picture and its neighbour filter the same samples and a curve does not shift when it scrolls.
      const from = Math.max(0, Math.floor(firstIndex / margin - 1) * margin);
      const end = Math.min(sampleCount, Math.ceil(endIndex / margin + 1) * margin);
      if (held?.from !== from || held.end !== end) held = { from, end, values: applyFilters(trace.millivolts(from, end), samplingFrequencyHz, filters) };
      return cut(held.values, firstIndex - from, endIndex - from);
    },
  };
}

/** As `EcgTrace.millivolts`: NaN behind the ends. */
function cut(values: Float64Array, firstIndex: number, endIndex: number): Float64Array {
  const result = new Float64Array(Math.max(0, endIndex - firstIndex)).fill(NaN);
  const from = Math.max(0, firstIndex);
  const end = Math.min(values.length, endIndex);
  if (end > from) result.set(values.subarray(from, end), from - firstIndex);
  return result;
}

function cornerOf(filter: EcgFilter): number {
  return Number(filter.slice(filter.lastIndexOf('-') + 1));
}

function sectionOf(filter: EcgFilter, samplingFrequencyHz: number): Biquad {
  const cornerHz = cornerOf(filter);
  if (filter.startsWith('high-pass')) return highPass(cornerHz, samplingFrequencyHz);
  return filter.startsWith('low-pass') ? lowPass(cornerHz, samplingFrequencyHz) : notch(cornerHz, NOTCH_HALF_WIDTH_HZ, samplingFrequencyHz);
}

/** A pole's time constant is about 1 / (2 pi f) for corners, 1 / (pi bandwidth) for the notch. */
function settlingSamples(filter: EcgFilter, samplingFrequencyHz: number): number {
  const widthHz = filter.startsWith('notch') ? NOTCH_HALF_WIDTH_HZ : cornerOf(filter);
  return (TIME_CONSTANTS * Math.SQRT2 * samplingFrequencyHz) / (2 * Math.PI * widthHz);
}

/** First index and end of each stretch without NaN. */
function stretchesOf(values: Float64Array): readonly (readonly [from: number, end: number])[] {
  const stretches: [number, number][] = [];
  let from = -1;
  for (let index = 0; index <= values.length; index += 1) {
    const isGap = index === values.length || Number.isNaN(values[index]);
    if (!isGap && from < 0) from = index;
    if (isGap && from >= 0) {
      stretches.push([from, index]);
      from = -1;
    }
  }
  return stretches;
}
