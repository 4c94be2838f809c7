import { STANDARD_LEADS, type LeadIdentity, type LeadName } from '../dicom/waveform/lead.ts';
import type { NotCalibratedReason } from '../dicom/waveform/channel-calibration.ts';
import {
  channelMillivolts, type ChannelFilters, type GroupProblem, type GroupRefusal, type ReadableGroup, type WaveformChannel, type WaveformRecord,
} from '../dicom/waveform/waveform-record.ts';

/** One curve that may be drawn and measured: millivolts at a fixed rate. */
export interface EcgTrace {
  /** The lead's name; `channel:GROUP.CHANNEL` for a channel that is none of the leads we know. Unique in a recording. */
  readonly key: string;
  /** What stands beside the curve: the lead's name, else what the device calls the channel. */
  readonly label: string;
  readonly lead: LeadIdentity | undefined;
  /** Start of the first sample after the start of the recording. */
  readonly startMs: number;
  readonly samplingFrequencyHz: number;
  readonly sampleCount: number;
  readonly filters: ChannelFilters;
  /** Channel Status values other than OK. */
  readonly statuses: readonly string[];
  /**
   * Millivolts, NaN where nothing was recorded; decoded when asked, so that a day's recording costs no more than what is looked at.
   * @param firstIndex first sample, zero-based
   * @param endIndex one behind the last sample
   */
  readonly millivolts: (firstIndex: number, endIndex: number) => Float64Array;
}

/** A channel of the object that is not drawn, and why. */
export interface UndrawnChannel {
  /** As `EcgTrace.key`. */
  readonly key: string;
  readonly label: string;
  readonly reason: NotCalibratedReason | 'same-lead-twice';
}

export type RecordingProblem =
  | { readonly kind: 'group-refused'; readonly groupNumber: number; readonly reason: GroupRefusal }
  | { readonly kind: 'group'; readonly groupNumber: number; readonly problem: GroupProblem }
  | { readonly kind: 'unreadable-skew'; readonly label: string }
  | { readonly kind: 'assumed-calibration'; readonly label: string };

/** What a reader sees of a waveform object: one trace for each lead, wherever in the object it was. */
export interface EcgRecording {
  readonly sopInstanceUid: string;
  readonly acquisitionDateTime: string;
  /** From the start of the earliest trace to the end of the last. */
  readonly durationMs: number;
  /** The twelve leads first, in standard order; then the others as the object lists them. */
  readonly traces: readonly EcgTrace[];
  /** The device's averaged beat, if the object holds one. */
  readonly medianTraces: readonly EcgTrace[];
  readonly undrawn: readonly UndrawnChannel[];
  readonly problems: readonly RecordingProblem[];
  /** Distinct bits per sample of the drawn groups, as recorded. */
  readonly bitsAllocated: readonly number[];
}

/** Groups that hold one averaged beat and no passage of time. Multiplex Group Label is free text; these are the words in use. */
const MEDIAN_LABEL = /median|average|averaged|representative|template|中位|平均/i;
const BITS: Readonly<Record<ReadableGroup['samples']['format'], number>> = { SB: 8, UB: 8, SS: 16, US: 16, SL: 32, UL: 32 };

/**
 * Gathers the leads of an object. A lead that several groups hold is taken from the longest; groups named a median beat are kept apart. A lead
 * that one group holds twice is not drawn at all, because nobody can say which of the two it is.
 */
export function readEcgRecording(record: WaveformRecord): EcgRecording {
  const readable = record.groups.filter((group) => group.status === 'readable');
  const medianGroups = readable.filter((group) => MEDIAN_LABEL.test(group.label));
  const others = readable.filter((group) => !medianGroups.includes(group));
  const originals = others.filter((group) => group.originality !== 'DERIVED');
  const rhythmGroups = originals.length > 0 ? originals : others;

  const rhythm = gather(rhythmGroups);
  const median = gather(medianGroups);
  const startMs = Math.min(...rhythm.traces.map((trace) => trace.startMs));
  const traces = rhythm.traces.map((trace) => ({ ...trace, startMs: trace.startMs - startMs }));
  return {
    sopInstanceUid: record.sopInstanceUid,
    acquisitionDateTime: record.acquisitionDateTime,
    durationMs: Math.max(0, ...traces.map(traceEndMs)),
    traces,
    medianTraces: median.traces,
    undrawn: rhythm.undrawn,
    problems: [
      ...record.groups.flatMap((group) => groupProblems(group)),
      ...rhythmGroups.flatMap((group) => group.channels.flatMap(channelProblems)),
    ],
    bitsAllocated: [...new Set(rhythmGroups.map((group) => BITS[group.samples.format]))],
  };
}

/** Time of one step behind the last sample, after the start of the recording. */
export function traceEndMs(trace: EcgTrace): number {
  return trace.startMs + (trace.sampleCount * 1000) / trace.samplingFrequencyHz;
}

interface Gathered {
  readonly traces: readonly EcgTrace[];
  readonly undrawn: readonly UndrawnChannel[];
}

function gather(groups: readonly ReadableGroup[]): Gathered {
  const traceByKey = new Map<string, EcgTrace>();
  const undrawn: UndrawnChannel[] = [];
  for (const group of groups) {
    for (const channel of group.channels) {
      const key = keyOf(group, channel);
      const label = labelOf(channel, key);
      if (channel.lead !== undefined && group.channels.filter((other) => other.lead?.name === channel.lead?.name).length > 1) {
        undrawn.push({ key, label, reason: 'same-lead-twice' });
      } else if (channel.calibration.kind === 'not-calibrated') {
        undrawn.push({ key, label, reason: channel.calibration.reason });
      } else {
        const trace = traceOf(group, channel, key, label);
        const known = traceByKey.get(key);
        if (known === undefined || lengthMs(trace) > lengthMs(known)) traceByKey.set(key, trace);
      }
    }
  }
  return {
    traces: [...traceByKey.values()].sort((left, right) => standardPlace(left.key) - standardPlace(right.key)),
    undrawn: undrawn.filter(({ key }) => !traceByKey.has(key)),
  };
}

function traceOf(group: ReadableGroup, channel: WaveformChannel, key: string, label: string): EcgTrace {
  return {
    key,
    label,
    lead: channel.lead,
    startMs: group.timeOffsetMs + channel.skewMs,
    samplingFrequencyHz: group.samplingFrequencyHz,
    sampleCount: group.sampleCount,
    filters: channel.filters,
    statuses: channel.statuses,
    millivolts: (firstIndex, endIndex) => channelMillivolts(group, channel.channelNumber, firstIndex, endIndex) ?? new Float64Array(),
  };
}

function keyOf(group: ReadableGroup, channel: WaveformChannel): string {
  return channel.lead?.name ?? `channel:${group.groupNumber}.${channel.channelNumber}`;
}

function labelOf(channel: WaveformChannel, key: string): string {
  if (channel.lead !== undefined) return channel.lead.name;
  return channel.label !== '' ? channel.label : channel.channelSource?.meaning || channel.channelSource?.value || key;
}

function lengthMs(trace: EcgTrace): number {
  return trace.sampleCount / trace.samplingFrequencyHz;
}

function standardPlace(key: string): number {
  const place = (STANDARD_LEADS as readonly LeadName[]).indexOf(key as LeadName);
  return place < 0 ? STANDARD_LEADS.length : place;
}

function groupProblems(group: WaveformRecord['groups'][number]): readonly RecordingProblem[] {
  if (group.status === 'refused') return [{ kind: 'group-refused', groupNumber: group.groupNumber, reason: group.reason }];
  return group.problems.map((problem) => ({ kind: 'group', groupNumber: group.groupNumber, problem }));
}

function channelProblems(channel: WaveformChannel): readonly RecordingProblem[] {
  const label = labelOf(channel, String(channel.channelNumber));
  return [
    ...(channel.hasUnreadableSkew ? [{ kind: 'unreadable-skew', label } as const] : []),
    ...(channel.calibration.kind === 'millivolts' && channel.calibration.assumed.length > 0 ? [{ kind: 'assumed-calibration', label } as const] : []),
  ];
}
