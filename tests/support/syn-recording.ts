import type { LeadName } from '#shared/dicom/waveform/lead.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { ecgsyn, synTiming, type SynEcg, type SynWave, type SynWaveShape } from './ecgsyn.ts';

/** Strengths of P, Q, R, S and T: an upright heart, S deep in V1 to V3, R tall in V4 to V6, T down in V1. */
export const SYN_LEADS = {
  I: { p: 0.5, q: 0.8, r: 0.7, s: 0.3, t: 0.6 }, II: { p: 1, q: 1, r: 1.1, s: 0.8, t: 1 },
  V1: { p: 0.3, q: 0, r: 0.3, s: 4, t: -0.3 }, V2: { p: 0.5, q: 0, r: 0.6, s: 5, t: 1 }, V3: { p: 0.5, q: 0, r: 0.9, s: 3, t: 1.2 },
  V4: { p: 0.5, q: 0.5, r: 1.4, s: 1.5, t: 1.2 }, V5: { p: 0.5, q: 1, r: 1.5, s: 0.5, t: 1 }, V6: { p: 0.5, q: 1, r: 1.1, s: 0.1, t: 0.8 },
} as const satisfies Partial<Record<LeadName, SynEcg['leads'][number]>>;
export const SYN_LEAD_NAMES = Object.keys(SYN_LEADS) as (keyof typeof SYN_LEADS)[];

export const USUAL_HEART: SynEcg['waves'] = {
  P: { angleDeg: -62, widthRad: 0.13, heightMv: 0.15 }, Q: { angleDeg: -12, widthRad: 0.045, heightMv: -0.12 }, R: { angleDeg: 0, widthRad: 0.06, heightMv: 1 },
  S: { angleDeg: 12, widthRad: 0.05, heightMv: -0.25 }, T: { angleDeg: 100, widthRad: 0.3, heightMv: 0.35 },
};

export type SynOptions = Partial<Omit<SynEcg, 'leads'>>;

/** mV of each of `SYN_LEAD_NAMES`. */
export function synSignals(options: SynOptions = {}): Float64Array[] {
  return ecgsyn({ waves: USUAL_HEART, rrS: 0.9, seconds: 10, samplingFrequencyHz: 500, ...options, leads: SYN_LEAD_NAMES.map((name) => SYN_LEADS[name]) });
}

/** A recording of the leads in the order of `names`. */
export function recordingOf(signals: readonly Float64Array[], samplingFrequencyHz: number, names: readonly LeadName[] = SYN_LEAD_NAMES): EcgRecording {
  const traces = signals.map((signal, index) => {
    const name = names[index] ?? 'I';
    return {
      key: name, label: name, lead: { name, source: 'by-code' as const }, startMs: 0, samplingFrequencyHz, sampleCount: signal.length, statuses: [],
      filters: { lowFrequencyHz: undefined, highFrequencyHz: undefined, notchFrequencyHz: undefined, notchBandwidthHz: undefined },
      millivolts: (firstIndex: number, endIndex: number) => signal.slice(firstIndex, endIndex),
    };
  });
  const durationMs = ((signals[0]?.length ?? 0) * 1000) / samplingFrequencyHz;
  return { sopInstanceUid: '2.25.1', acquisitionDateTime: '', durationMs, traces, medianTraces: [], undrawn: [], problems: [], bitsAllocated: [16] };
}

export function synRecording(options: SynOptions = {}): EcgRecording {
  return recordingOf(synSignals(options), options.samplingFrequencyHz ?? 500);
}

/** mV: 0.1 mm on paper at 10 mm/mV, less than the trace is thick. */
const SEEN_MV = 0.01;

/**
 * The intervals of a generated heart, ms. A Gaussian wave has no end, so the bounds are said here: P and QRS reach to where the generator's wave, in the lead that shows it most, has come down
 * to 0.01 mV; T ends where the tangent at its steepest point meets the line, which for a Gaussian is 2 standard deviations behind its centre.
 */
export function synIntervals(waves: SynEcg['waves'], rrS: number): { readonly pr: number; readonly qrs: number; readonly qt: number } {
  const strongest = (wave: SynWave, shape: SynWaveShape) => {
    const key = ({ P: 'p', Q: 'q', R: 'r', S: 's', T: 't' } as const)[wave];
    return Math.max(...SYN_LEAD_NAMES.map((name) => Math.abs(SYN_LEADS[name][key] * shape.heightMv)));
  };
  const edge = (wave: SynWave, sign: 1 | -1) => {
    const { centreMs, sigmaMs } = synTiming(waves[wave], rrS);
    return centreMs + sign * sigmaMs * Math.sqrt(2 * Math.log(strongest(wave, waves[wave]) / SEEN_MV));
  };
  const t = synTiming(waves.T, rrS);
  const qrsOnset = edge('Q', -1);
  return { pr: qrsOnset - edge('P', -1), qrs: edge('S', 1) - qrsOnset, qt: t.centreMs + 2 * t.sigmaMs - qrsOnset };
}
