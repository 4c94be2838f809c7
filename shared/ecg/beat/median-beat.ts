import type { LeadName } from '../../dicom/waveform/lead.ts';

/** The averaged beat of a recording: the median of the dominant beats, sample by sample, aligned on the QRS. */
export interface MedianBeat {
  /** Always 1000: the beats are interpolated before they are aligned. */
  readonly samplingFrequencyHz: number;
  readonly sampleCount: number;
  /** Place of the QRS's main deflection in the median beat, ms after its start. */
  readonly fiducialMs: number;
  /** Beats that it was made of. */
  readonly beatCount: number;
  /** mV of each lead, `sampleCount` values each. */
  readonly leads: ReadonlyMap<LeadName, Float64Array>;
}
