import type { EcgTrace } from './ecg-recording.ts';

/** What the object says about the filters of its recording, over all drawn traces. We add none. */
export interface FilterSummary {
  /** The narrowest stated band; undefined where no trace states the limit. Hz. */
  readonly lowFrequencyHz: number | undefined;
  readonly highFrequencyHz: number | undefined;
  /** Notch frequency; 0: stated as off; undefined: not stated, or the traces differ. */
  readonly notchFrequencyHz: number | undefined;
  /** False when some traces state other filters than others, or none. */
  readonly isUniform: boolean;
  /** False when a stated limit lies inside 0.05 to 150 Hz: ST segments or QRS peaks may be falsified. */
  readonly isDiagnostic: boolean;
}

/** The band that an ECG for diagnosis must not be narrower than. AHA/ACC/HRS 2007 part I, for adults. */
const DIAGNOSTIC_BAND_HZ = { low: 0.05, high: 150 } as const;

export function summariseFilters(traces: readonly EcgTrace[]): FilterSummary {
  const lows = distinct(traces.map((trace) => trace.filters.lowFrequencyHz));
  const highs = distinct(traces.map((trace) => trace.filters.highFrequencyHz));
  const notches = distinct(traces.map((trace) => trace.filters.notchFrequencyHz));
  const lowFrequencyHz = lows.reduce<number | undefined>((most, each) => (each === undefined ? most : Math.max(most ?? each, each)), undefined);
  const highFrequencyHz = highs.reduce<number | undefined>((least, each) => (each === undefined ? least : Math.min(least ?? each, each)), undefined);
  return {
    lowFrequencyHz,
    highFrequencyHz,
    notchFrequencyHz: notches.length === 1 ? notches[0] : undefined,
    isUniform: lows.length <= 1 && highs.length <= 1 && notches.length <= 1,
    isDiagnostic: (lowFrequencyHz ?? 0) <= DIAGNOSTIC_BAND_HZ.low && (highFrequencyHz ?? Infinity) >= DIAGNOSTIC_BAND_HZ.high,
  };
}

function distinct(values: readonly (number | undefined)[]): readonly (number | undefined)[] {
  return [...new Set(values)];
}
