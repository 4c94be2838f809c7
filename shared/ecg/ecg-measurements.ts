import type { LeadName } from '../dicom/waveform/lead.ts';
import type { BeatDetection } from './beat/beat-detection.ts';
import type { MedianBeat } from './beat/median-beat.ts';
import type { EcgMarks } from './delineation/ecg-marks.ts';
import type { Measured } from './measured.ts';
import type { QtcFormula } from './qtc.ts';

/** ST level of one lead against the level before the QRS onset, upwards positive. */
export interface StLevels {
  readonly lead: LeadName;
  readonly j: Measured<'mV'>;
  /** 60 ms after the J point. */
  readonly jPlus60: Measured<'mV'>;
  /** 80 ms after the J point. */
  readonly jPlus80: Measured<'mV'>;
}

/** What is measured on a recording. Every value is a number with its unit or the reason why there is none; none is rounded. */
export interface EcgMeasurements {
  /** The part of the recording that was measured, ms after its start: all of it, or the first minute of a longer one unless another was asked for. */
  readonly stretch: { readonly startMs: number; readonly endMs: number };
  /** How many sets of leads were recorded one after another and measured each for itself; 0 when all were recorded at once. */
  readonly turns: number;
  readonly detection: BeatDetection;
  /** undefined when nothing could be averaged. */
  readonly medianBeat: MedianBeat | undefined;
  /** On the median beat: ours, each replaced where the physician moved it. */
  readonly marks: EcgMarks;
  /** Marks that the physician gave. */
  readonly movedMarks: readonly (keyof EcgMarks)[];
  /** From the mean RR of the stretch. */
  readonly heartRate: Measured<'/min'>;
  /** Mean. */
  readonly rr: Measured<'ms'>;
  readonly rrShortest: Measured<'ms'>;
  readonly rrLongest: Measured<'ms'>;
  readonly pDuration: Measured<'ms'>;
  readonly pr: Measured<'ms'>;
  readonly qrs: Measured<'ms'>;
  readonly qt: Measured<'ms'>;
  readonly qtc: Readonly<Record<QtcFormula, Measured<'ms'>>>;
  /** Frontal plane, -180 exclusive to 180 inclusive; 0 points to the left arm, 90 to the feet. */
  readonly pAxis: Measured<'deg'>;
  readonly qrsAxis: Measured<'deg'>;
  readonly tAxis: Measured<'deg'>;
  /** Amplitude of R in V5. */
  readonly rv5: Measured<'mV'>;
  /** Depth of S in V1, positive. */
  readonly sv1: Measured<'mV'>;
  readonly rv5PlusSv1: Measured<'mV'>;
  /** The leads of the recording that have one, in standard order. */
  readonly st: readonly StLevels[];
}
