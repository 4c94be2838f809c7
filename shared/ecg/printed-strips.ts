import { findTrace } from './derived-lead.ts';
import type { EcgRecording, EcgTrace } from './ecg-recording.ts';
import type { FilterChoice } from './filter/ecg-filter.ts';
import { layoutEcg, type EcgLayout, type Gain, type LayoutKind, type PaperSpeed } from './layout.ts';

/** The curves as they are printed: filtered, in whole microvolts. With the layout's numbers they give the paper again, to the last point. */
export interface PrintedStrips {
  readonly layout: LayoutKind;
  readonly paperSpeedMmPerS: PaperSpeed;
  readonly gainMmPerMv: Gain;
  readonly windowStartMs: number;
  /** What the program did to the samples; null: off. */
  readonly filters: { readonly [Kind in keyof FilterChoice]: Exclude<FilterChoice[Kind], undefined> | null };
  /** Narrower than 0.05 to 100 Hz: the paper says so. */
  readonly isDiagnostic: boolean;
  /** What the device had done to them before, as printed words: `设备 0.05–150 Hz`; '' when it does not say. */
  readonly deviceFilters: string;
  /** How many sets of leads were recorded one after another; absent when all were recorded at once, and in reports from before it was said. */
  readonly leadTurns?: number;
  readonly traces: readonly PrintedTrace[];
}

export interface PrintedTrace {
  /** `EcgTrace.key`. */
  readonly key: string;
  readonly label: string;
  /** Of the first sample, after the start of the recording. */
  readonly startMs: number;
  readonly samplingFrequencyHz: number;
  /** null: nothing was recorded. */
  readonly microvolts: readonly (number | null)[];
}

/** The trace on the report's paper: A4 across, between margins of 10 mm. Ten seconds at 25 mm/s and their pulse take 261 mm. */
export const PRINTED_TRACE = { widthMm: 277, heightMm: 114 } as const;
/** Rows beside each other that a sheet can hold and still be read. */
const MOST_ROWS = 6;

/** The layout that is printed for what is on the screen: rows of 12 leads are too low for paper of this size. */
export function printedLayoutKind(kind: LayoutKind): LayoutKind {
  return kind === '12x1' || kind === 'rhythm' ? '3x4+1' : kind;
}

/** Cuts what is printed out of a (filtered) recording, in whole microvolts: a hundredth of a millimetre on paper. */
export function toPrintedTraces(recording: EcgRecording, strips: Omit<PrintedStrips, 'traces'>): readonly PrintedTrace[] {
  const layout = layoutOf(strips, recording.durationMs, recording.traces.map(({ key }) => key));
  const spans = new Map<string, { startMs: number; endMs: number }>();
  for (const { key, startMs, endMs } of layout.rows.flatMap((row) => row.cells)) {
    const known = spans.get(key);
    spans.set(key, { startMs: Math.min(startMs, known?.startMs ?? startMs), endMs: Math.max(endMs, known?.endMs ?? endMs) });
  }
  return [...spans].flatMap(([key, span]) => {
    const trace = findTrace(recording, key);
    return trace === undefined ? [] : [cut(trace, span.startMs, span.endMs)];
  });
}

/** The paper of a report: where everything stands, mm, origin at the top left of the grid. @param durationMs of the recording */
export function layoutOfStrips(strips: PrintedStrips, durationMs: number): EcgLayout {
  return layoutOf(strips, durationMs, strips.traces.map(({ key }) => key));
}

/** The printed curves as a recording that can be drawn like any other. */
export function recordingOfStrips(strips: PrintedStrips, durationMs: number): EcgRecording {
  return {
    sopInstanceUid: '',
    acquisitionDateTime: '',
    durationMs,
    traces: strips.traces.map(toTrace),
    medianTraces: [],
    undrawn: [],
    problems: [],
    bitsAllocated: [],
  };
}

function layoutOf(strips: Omit<PrintedStrips, 'traces'>, durationMs: number, traceKeys: readonly string[]): EcgLayout {
  return layoutEcg({
    kind: strips.layout,
    paperSpeedMmPerS: strips.paperSpeedMmPerS,
    gainMmPerMv: strips.gainMmPerMv,
    paperWidthMm: PRINTED_TRACE.widthMm,
    paperHeightMm: PRINTED_TRACE.heightMm,
    durationMs,
    windowStartMs: strips.windowStartMs,
    traceKeys: traceKeys.slice(0, MOST_ROWS),
  });
}

function cut(trace: EcgTrace, fromMs: number, toMs: number): PrintedTrace {
  const msPerSample = 1000 / trace.samplingFrequencyHz;
  const firstIndex = Math.min(trace.sampleCount, Math.max(0, Math.ceil((fromMs - trace.startMs) / msPerSample - 1e-6)));
  const endIndex = Math.max(firstIndex, Math.min(trace.sampleCount, Math.floor((toMs - trace.startMs) / msPerSample + 1e-6) + 1));
  return {
    key: trace.key,
    label: trace.label,
    startMs: trace.startMs + firstIndex * msPerSample,
    samplingFrequencyHz: trace.samplingFrequencyHz,
    microvolts: Array.from(trace.millivolts(firstIndex, endIndex), (millivolts) => (Number.isNaN(millivolts) ? null : Math.round(millivolts * 1000) + 0)),
  };
}

function toTrace({ key, label, startMs, samplingFrequencyHz, microvolts }: PrintedTrace): EcgTrace {
  return {
    key, label, lead: undefined, startMs, samplingFrequencyHz,
    sampleCount: microvolts.length,
    filters: { lowFrequencyHz: undefined, highFrequencyHz: undefined, notchFrequencyHz: undefined, notchBandwidthHz: undefined },
    statuses: [],
    millivolts: (firstIndex, endIndex) => Float64Array.from(microvolts.slice(firstIndex, endIndex), (value) => (value === null ? NaN : value / 1000)),
  };
}
