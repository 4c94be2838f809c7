import { fromPaperPoint, type Caliper, type PaperPoint } from '#shared/ecg/caliper.ts';
import type { CellContent } from '#shared/ecg/cell-content.ts';
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

/**
 * The levels that an end of a voltage caliper takes hold of, mV: the peaks of the curve under it, up and down, and the curve where a wave begins or ends. None where no lead
 * is drawn.
 */
export function snapLevelsMv(point: PaperPoint, timesMs: readonly number[], layout: EcgLayout, contents: readonly CellContent[]): readonly number[] {
  const place = fromPaperPoint(layout, point);
  const content = contents.find(({ cell }) => place !== undefined && place.row.cells.includes(cell) && place.xMm >= cell.xMm && place.xMm < cell.xMm + cell.widthMm);
  if (place === undefined || content?.kind !== 'trace') return [];
  const { cell, trace } = content;
  const reachMs = (REACH_MM / layout.paperSpeedMmPerS) * 1000;
  const timeMs = cell.startMs + ((place.xMm - cell.xMm) / layout.paperSpeedMmPerS) * 1000;
  const perMs = trace.samplingFrequencyHz / 1000;
  const first = Math.max(0, Math.ceil((timeMs - reachMs - trace.startMs) * perMs));
  const seen = [...trace.millivolts(first, Math.max(first, Math.min(trace.sampleCount, Math.floor((timeMs + reachMs - trace.startMs) * perMs) + 1)))];
  const bounds = timesMs.filter((bound) => Math.abs(bound - timeMs) <= reachMs).map((bound) => seen[Math.round((bound - trace.startMs) * perMs) - first]);
  return [Math.max(...seen), Math.min(...seen), ...bounds].flatMap((level) => (level === undefined || !Number.isFinite(level) ? [] : [level]));
}

/** A voltage caliper whose end has come near one of the levels takes it. */
export function snappedLevel(caliper: Caliper, end: CaliperEnd, levelsMv: readonly number[], layout: EcgLayout): Caliper {
  const point = caliper[end];
  const [nearest] = levelsMv.toSorted((left, right) => Math.abs(left - point.amplitudeMv) - Math.abs(right - point.amplitudeMv));
  return nearest === undefined || Math.abs(nearest - point.amplitudeMv) * layout.gainMmPerMv > REACH_MM ? caliper : { ...caliper, [end]: { ...point, amplitudeMv: nearest } };
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
