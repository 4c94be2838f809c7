import type { EcgLayout, LayoutRow } from './layout.ts';
import { heartRatePerMin } from './qtc.ts';

/** A place on the paper in the terms of the recording, so that it stays when speed, gain or scrolling change. */
export interface PaperPoint {
  /** Zero-based. */
  readonly rowIndex: number;
  /** Along the row: ms after the start of the recording, as if the row were one strip. */
  readonly timeMs: number;
  /** Above the row's baseline. */
  readonly amplitudeMv: number;
}

/** Two places in one row. `time` measures between their times, `voltage` between their amplitudes. */
export interface Caliper {
  readonly kind: 'time' | 'voltage';
  readonly from: PaperPoint;
  readonly to: PaperPoint;
}

export type CaliperReading =
  /** `ratePerMin` is undefined for an interval of nothing. */
  | { readonly kind: 'time'; readonly intervalMs: number; readonly ratePerMin: number | undefined }
  /** `to` against `from`, upwards positive. */
  | { readonly kind: 'voltage'; readonly differenceMv: number };

export function readCaliper(caliper: Caliper): CaliperReading {
  if (caliper.kind === 'voltage') return { kind: 'voltage', differenceMv: caliper.to.amplitudeMv - caliper.from.amplitudeMv };
  const intervalMs = Math.abs(caliper.to.timeMs - caliper.from.timeMs);
  return { kind: 'time', intervalMs, ratePerMin: intervalMs > 0 ? heartRatePerMin(intervalMs) : undefined };
}

/** The row under a place on the paper; the nearest one where there is none. @param yMm from the top of the paper */
export function rowIndexAt(layout: EcgLayout, yMm: number): number {
  const found = layout.rows.findIndex((row) => yMm < row.topMm + row.heightMm);
  return found < 0 ? Math.max(0, layout.rows.length - 1) : found;
}

/** @param rowIndex the row whose baseline and gain count, whatever y says */
export function toPaperPoint(layout: EcgLayout, rowIndex: number, xMm: number, yMm: number): PaperPoint {
  const baselineYMm = layout.rows[rowIndex]?.baselineYMm ?? 0;
  return {
    rowIndex,
    timeMs: layout.windowStartMs + ((xMm - layout.traceStartXMm) / layout.paperSpeedMmPerS) * 1000,
    amplitudeMv: (baselineYMm - yMm) / layout.gainMmPerMv,
  };
}

/** The inverse of `toPaperPoint`. @returns undefined when the layout has no such row */
export function fromPaperPoint(layout: EcgLayout, point: PaperPoint): { readonly row: LayoutRow; readonly xMm: number; readonly yMm: number } | undefined {
  const row = layout.rows[point.rowIndex];
  if (row === undefined) return undefined;
  return {
    row,
    xMm: layout.traceStartXMm + ((point.timeMs - layout.windowStartMs) / 1000) * layout.paperSpeedMmPerS,
    yMm: row.baselineYMm - point.amplitudeMv * layout.gainMmPerMv,
  };
}
