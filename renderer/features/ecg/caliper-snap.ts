import type { Caliper, PaperPoint } from '#shared/ecg/caliper.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import type { EcgLayout } from '#shared/ecg/layout.ts';
import type { CaliperEnd } from './caliper-edit.ts';

/** How near the pointer must come to a wave for the caliper to take it, mm on the paper. */
const REACH_MM = 1.2;

/**
 * The moments that a time caliper takes hold of, ms after the start of the recording, in order: peaks of the QRS, and the bounds of P, QRS and T as the
 * marks of the median beat put them at each beat that is like it.
 */
export function snapTimesMs({ detection, medianBeat, marks }: EcgMeasurements): readonly number[] {
  if (detection.status === 'notFound') return [];
  const offsets = medianBeat === undefined ? [] : Object.values(marks).flatMap((ms: number | undefined) => (ms === undefined ? [] : [ms - medianBeat.fiducialMs]));
  return detection.beats.flatMap(({ timeMs, isDominant }) => [timeMs, ...(isDominant ? offsets.map((offset) => timeMs + offset) : [])]).toSorted((left, right) => left - right);
}

/** A caliper whose end has come near one of the moments takes it. Columns that show the same time have no such moments along the row. */
export function snapped(caliper: Caliper, end: CaliperEnd, timesMs: readonly number[], layout: EcgLayout): Caliper {
  if (caliper.kind !== 'time' || layout.timing === 'simultaneous') return caliper;
  const point: PaperPoint = caliper[end];
  const nearest = timesMs.reduce<number | undefined>((best, time) => (best === undefined || Math.abs(time - point.timeMs) < Math.abs(best - point.timeMs) ? time : best), undefined);
  const reachMs = (REACH_MM / layout.paperSpeedMmPerS) * 1000;
  return nearest === undefined || Math.abs(nearest - point.timeMs) > reachMs ? caliper : { ...caliper, [end]: { ...point, timeMs: nearest } };
}

/** Where the interval falls when it is marched out over the row, both ways: ms along the row, without the two ends of the caliper itself. */
export function marchedOutMs({ from, to }: Caliper, layout: EcgLayout): readonly number[] {
  const intervalMs = Math.abs(to.timeMs - from.timeMs);
  // Closer lines than a large box would be a smear.
  if (intervalMs < 100) return [];
  const endMs = layout.windowStartMs + layout.windowMs;
  const [first, last] = [Math.min(from.timeMs, to.timeMs), Math.max(from.timeMs, to.timeMs)];
  const before = Array.from({ length: Math.max(0, Math.floor((first - layout.windowStartMs) / intervalMs)) }, (_, index) => first - (index + 1) * intervalMs);
  const after = Array.from({ length: Math.max(0, Math.floor((endMs - last) / intervalMs)) }, (_, index) => last + (index + 1) * intervalMs);
  return [...before.toReversed(), ...after];
}
