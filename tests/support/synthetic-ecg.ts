import { mdcLead, MILLIVOLT, STANDARD_LEAD_NUMBERS, type GivenChannel, type GivenGroup } from './build-waveform.ts';

/** Waves of a made-up beat: centre after the R peak in seconds, width in seconds, height in mV. A drawing aid with known numbers, no physiology. */
const WAVES = [[-0.17, 0.022, 0.12], [-0.028, 0.009, -0.1], [0, 0.011, 1], [0.03, 0.011, -0.25], [0.26, 0.045, 0.3]] as const;
/** Height of the beat in I, II, III, aVR, aVL, aVF, V1 to V6. */
const HEIGHTS = [0.7, 1.1, 0.4, -0.9, 0.15, 0.75, -0.8, -1.1, 0.5, 1.3, 1.5, 1.1] as const;

export interface SyntheticEcg {
  readonly seconds: number;
  readonly samplingFrequencyHz?: number;
  /** RR interval, s. */
  readonly rrS?: number;
  /** mV of one raw step. */
  readonly sensitivityMv?: number;
  /** Changes one channel; undefined leaves it out. @param lead number as in STANDARD_LEAD_NUMBERS */
  readonly change?: (channel: GivenChannel, lead: number) => GivenChannel | undefined;
}

/** A twelve-lead group with R peaks of known place (rrS / 2, then every rrS) and a beat of known height. */
export function syntheticGroup({ seconds, samplingFrequencyHz = 500, rrS = 1, sensitivityMv = 0.005, change = (channel) => channel }: SyntheticEcg): GivenGroup {
  const count = Math.round(seconds * samplingFrequencyHz);
  const channels = STANDARD_LEAD_NUMBERS.map((lead, index) => {
    const raw = Array.from({ length: count }, (_, sample) => Math.round((beatMv(sample / samplingFrequencyHz, rrS) * (HEIGHTS[index] ?? 1)) / sensitivityMv));
    return change({ raw, source: mdcLead(lead), sensitivity: sensitivityMv, unit: MILLIVOLT, correctionFactor: 1, baseline: 0, filters: { low: 0.05, high: 150, notch: 50 } }, lead);
  });
  return { channels: channels.filter((channel) => channel !== undefined), samplingFrequencyHz, label: 'RHYTHM' };
}

function beatMv(timeS: number, rrS: number): number {
  const sinceFirst = timeS - rrS / 2;
  const sincePeak = sinceFirst - Math.round(sinceFirst / rrS) * rrS;
  return WAVES.reduce((sum, [centre, width, height]) => sum + height * Math.exp(-0.5 * ((sincePeak - centre) / width) ** 2), 0);
}
