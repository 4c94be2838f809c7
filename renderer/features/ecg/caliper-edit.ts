import { fromPaperPoint, rowIndexAt, toPaperPoint, type Caliper, type PaperPoint } from '#shared/ecg/caliper.ts';
import type { EcgLayout } from '#shared/ecg/layout.ts';

export type CaliperKind = Caliper['kind'];
export type CaliperEnd = 'from' | 'to';
/** At most one caliper of each kind lies on the paper. */
export type Calipers = { readonly [Kind in CaliperKind]?: Caliper };

const FIRST_INTERVAL_MS = 1000;
const FIRST_AMPLITUDE_MV = 1;
/** One press of an arrow key moves an end by one sample, or by this. Shift makes ten of it. */
const AMPLITUDE_STEP_MV = 0.01;
const LARGE_STEP = 10;

/** The caliper that appears when its tool is taken: an interval of 1 s, or 1 mV, in the middle of the last row. */
export function firstCaliper(kind: CaliperKind, layout: EcgLayout): Caliper {
  const rowIndex = Math.max(0, layout.rows.length - 1);
  const middleMs = layout.windowStartMs + layout.windowMs / 2;
  const halfMs = Math.min(FIRST_INTERVAL_MS, layout.windowMs) / 2;
  return kind === 'time'
    ? { kind, from: { rowIndex, timeMs: middleMs - halfMs, amplitudeMv: 0 }, to: { rowIndex, timeMs: middleMs + halfMs, amplitudeMv: 0 } }
    : { kind, from: { rowIndex, timeMs: middleMs, amplitudeMv: 0 }, to: { rowIndex, timeMs: middleMs, amplitudeMv: FIRST_AMPLITUDE_MV } };
}

/** A caliper of no length where the pointer went down. */
export function caliperAt(kind: CaliperKind, layout: EcgLayout, xMm: number, yMm: number): Caliper {
  const point = toPaperPoint(layout, rowIndexAt(layout, yMm), xMm, yMm);
  return { kind, from: point, to: point };
}

/** An end follows the pointer; it stays in its row. */
export function withEndAt(caliper: Caliper, end: CaliperEnd, layout: EcgLayout, xMm: number, yMm: number): Caliper {
  return { ...caliper, [end]: toPaperPoint(layout, caliper[end].rowIndex, xMm, yMm) };
}

/** @param stepMs of one press; @returns undefined for a key that means nothing to this caliper */
export function withEndMoved(caliper: Caliper, end: CaliperEnd, key: string, isLarge: boolean, stepMs: number): Caliper | undefined {
  const sign = key === 'ArrowRight' || key === 'ArrowUp' ? 1 : key === 'ArrowLeft' || key === 'ArrowDown' ? -1 : 0;
  if (sign === 0) return undefined;
  const steps = sign * (isLarge ? LARGE_STEP : 1);
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const moved = (point: PaperPoint): PaperPoint =>
    isAcross ? { ...point, timeMs: point.timeMs + steps * stepMs } : { ...point, amplitudeMv: point.amplitudeMv + steps * AMPLITUDE_STEP_MV };
  if (caliper.kind === 'time') return isAcross ? { ...caliper, [end]: moved(caliper[end]) } : undefined;
  // Sideways the whole voltage caliper goes along: only its height measures.
  return isAcross ? { ...caliper, from: moved(caliper.from), to: moved(caliper.to) } : { ...caliper, [end]: moved(caliper[end]) };
}

export function withoutCaliper(calipers: Calipers, kind: CaliperKind): Calipers {
  const { [kind]: _removed, ...others } = calipers;
  return others;
}

/** Where a caliper stands on the paper, mm; undefined when the layout has no such row, or the caliper lies outside the time on the paper. */
export function caliperPlace(caliper: Caliper, layout: EcgLayout) {
  const from = fromPaperPoint(layout, caliper.from);
  const to = fromPaperPoint(layout, caliper.to);
  if (from === undefined || to === undefined) return undefined;
  const endXMm = layout.traceStartXMm + (layout.windowMs / 1000) * layout.paperSpeedMmPerS;
  const isOutside = Math.max(from.xMm, to.xMm) < layout.traceStartXMm || Math.min(from.xMm, to.xMm) > endXMm;
  return isOutside ? undefined : { from, to, row: from.row };
}
