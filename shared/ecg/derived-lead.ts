import { traceEndMs, type EcgRecording, type EcgTrace } from './ecg-recording.ts';
import type { LeadName } from '../dicom/waveform/lead.ts';

type LimbLead = 'I' | 'II' | 'III' | 'aVR' | 'aVL' | 'aVF';

/**
 * Limb leads from I and II (Einthoven: III = II - I; Goldberger: aVR = -(I + II) / 2, aVL = I - II / 2, aVF = II - I / 2).
 * Columns: weight of I, weight of II.
 */
const FROM_I_AND_II: Readonly<Record<LimbLead, readonly [number, number]>> = {
  I: [1, 0], II: [0, 1], III: [-1, 1], aVR: [-0.5, -0.5], aVL: [1, -0.5], aVF: [-0.5, 1],
};
const LIMB_LEADS: readonly LimbLead[] = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];

/**
 * The limb leads that a recording lacks and that can be computed, each marked `derived`. Needs I and II that were sampled together: same rate,
 * same start, same count. Asked for by a person, never done by itself.
 */
export function deriveLimbLeads(recording: EcgRecording): readonly EcgTrace[] {
  const one = findTrace(recording, 'I');
  const two = findTrace(recording, 'II');
  if (one === undefined || two === undefined || !areSampledTogether(one, two)) return [];
  return LIMB_LEADS.filter((name) => findTrace(recording, name) === undefined).map((name) => {
    const [ofOne, ofTwo] = FROM_I_AND_II[name];
    return {
      ...one,
      key: name,
      label: name,
      lead: { name, source: 'derived' },
      statuses: [...new Set([...one.statuses, ...two.statuses])],
      millivolts: (firstIndex, endIndex) => {
        const second = two.millivolts(firstIndex, endIndex);
        return one.millivolts(firstIndex, endIndex).map((value, index) => ofOne * value + ofTwo * (second[index] ?? NaN));
      },
    };
  });
}

/** A recording with further traces, which never replace what was recorded. */
export function withTraces(recording: EcgRecording, traces: readonly EcgTrace[]): EcgRecording {
  const added = traces.filter((trace) => findTrace(recording, trace.key) === undefined);
  const all = [...recording.traces, ...added];
  return { ...recording, traces: all, durationMs: Math.max(0, ...all.map(traceEndMs)) };
}

/**
 * The trace of a layout cell. Cabrera's -aVR is the recorded aVR upside down where the object does not hold -aVR itself.
 * @param key a lead's name or another `EcgTrace.key`
 */
export function findTrace(recording: EcgRecording, key: LeadName | (string & {})): EcgTrace | undefined {
  const trace = recording.traces.find((candidate) => candidate.key === key);
  if (trace !== undefined || key !== '-aVR') return trace;
  const upright = recording.traces.find((candidate) => candidate.key === 'aVR');
  if (upright?.lead === undefined) return undefined;
  return {
    ...upright,
    key,
    label: key,
    lead: { name: '-aVR', source: upright.lead.source },
    millivolts: (firstIndex, endIndex) => upright.millivolts(firstIndex, endIndex).map((value) => -value),
  };
}

function areSampledTogether(left: EcgTrace, right: EcgTrace): boolean {
  return left.samplingFrequencyHz === right.samplingFrequencyHz && left.startMs === right.startMs && left.sampleCount === right.sampleCount;
}
