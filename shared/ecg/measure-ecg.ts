import type { MarkOverrides } from './delineation/ecg-marks.ts';
import type { EcgMeasurements } from './ecg-measurements.ts';
import type { EcgRecording } from './ecg-recording.ts';

/** @param overrides marks that the physician moved; every value follows. @param stretch ms after the start of the recording */
export type MeasureEcg = (recording: EcgRecording, overrides?: MarkOverrides, stretch?: { readonly startMs: number; readonly endMs: number }) => EcgMeasurements;
