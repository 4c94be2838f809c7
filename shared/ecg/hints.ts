import type { EcgMeasurements } from './ecg-measurements.ts';

/**
 * Something that the physician should look at. Never a diagnosis. `limb-leads-reversed`: P, QRS and T of lead I point down while V6 points up (right arm
 * and left arm exchanged, or dextrocardia); `right-leg-reversed`: a limb lead is all but flat (an arm electrode on the right leg);
 * `precordial-leads-reversed`: R falls and rises again between neighbours of V1 to V6; `limb-leads-inconsistent`: III is not II - I.
 */
export type EcgHint =
  | { readonly kind: 'limb-leads-reversed' }
  | { readonly kind: 'right-leg-reversed'; readonly lead: 'I' | 'II' | 'III' }
  | { readonly kind: 'precordial-leads-reversed'; readonly leads: readonly [string, string] }
  | { readonly kind: 'limb-leads-inconsistent' }
  | { readonly kind: 'pacing-spikes'; readonly count: number; readonly timesMs: readonly number[] };

/** Hints of a measured recording. An empty list means that nothing was noticed, not that the leads are right. */
export type HintsOf = (measurements: EcgMeasurements) => readonly EcgHint[];
