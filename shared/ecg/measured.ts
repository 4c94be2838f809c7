/**
 * Why a value is not given. `no-signal`: flat or nothing recorded; `noise`: no beat stands out of the noise or the beats are not alike;
 * `fibrillation`: ventricular fibrillation or flutter, no complexes; `pacing`: pacing spikes, whose complexes we do not delineate;
 * `no-beats`: no QRS complex found; `too-few-beats`: not enough alike for a median beat; `no-p-wave`, `no-t-wave`, `no-qrs-bounds`: the wave
 * has no certain bounds; `lead-missing`: the recording lacks the lead; `no-deflection`: the wave has no area in the plane; `low-sampling-rate`:
 * too coarse in time; `out-of-range`: outside what a heart does, so that the marks are doubted.
 */
export type NotMeasurableReason =
  | 'no-signal' | 'noise' | 'fibrillation' | 'pacing' | 'no-beats' | 'too-few-beats' | 'no-p-wave' | 'no-t-wave' | 'no-qrs-bounds'
  | 'lead-missing' | 'no-deflection' | 'low-sampling-rate' | 'out-of-range';

/** UCUM. */
export type MeasuredUnit = 'ms' | '/min' | 'deg' | 'mV';

/** A value with its unit, or the reason why there is none. Never a guess. */
export type Measured<Unit extends MeasuredUnit = MeasuredUnit> =
  | { readonly status: 'measured'; readonly value: number; readonly unit: Unit }
  | { readonly status: 'notMeasurable'; readonly reason: NotMeasurableReason };

export function measured<Unit extends MeasuredUnit>(value: number, unit: Unit): Measured<Unit> {
  return { status: 'measured', value, unit };
}

export function notMeasurable(reason: NotMeasurableReason): Measured<never> {
  return { status: 'notMeasurable', reason };
}

/** The number, or undefined. */
export function valueOf(value: Measured): number | undefined {
  return value.status === 'measured' ? value.value : undefined;
}
