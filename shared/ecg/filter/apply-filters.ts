import type { EcgRecording } from '../ecg-recording.ts';
import type { EcgFilter, FilterChoice } from './ecg-filter.ts';

/** Filters of a chain over samples: NaN stays NaN and parts the samples into stretches that are filtered each by itself. */
export type ApplyFilters = (millivolts: Float64Array, samplingFrequencyHz: number, filters: readonly EcgFilter[]) => Float64Array;

/** The same recording with every trace filtered when asked for its samples. */
export type FilterRecording = (recording: EcgRecording, choice: FilterChoice) => EcgRecording;
