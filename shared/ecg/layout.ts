import { CABRERA_LEADS, STANDARD_LEADS } from '../dicom/waveform/lead.ts';

export type LayoutKind = '3x4+1' | '3x4+3' | '6x2' | '12x1' | 'cabrera' | 'rhythm' | 'all-channels';
/** mm/s */
export type PaperSpeed = 12.5 | 25 | 50;
/** mm/mV */
export type Gain = 5 | 10 | 20;

export const PAPER_SPEEDS = [25, 50, 12.5] as const satisfies readonly PaperSpeed[];
export const GAINS = [10, 20, 5] as const satisfies readonly Gain[];
export const DEFAULT_PAPER_SPEED: PaperSpeed = 25;
export const DEFAULT_GAIN: Gain = 10;

/** The grid of ECG paper, mm. */
export const PAPER_GRID = { minorMm: 1, majorMm: 5 } as const;

/** The calibration pulse: 1 mV for 200 ms, between two pieces of baseline. Everything in mm but these two. */
const PULSE = { amplitudeMv: 1, durationMs: 200, leftMarginMm: 2, shoulderMm: 1.5, gapMm: 1, headroomMm: 1 } as const;
/** The name of a lead stands here from the start of its cell, and above its baseline. */
const LABEL_OFFSET_MM = { x: 1.2, up: 9.6 } as const;
/** Where the two strokes of a column separator run, mm from the baseline, upwards positive. */
export const SEPARATOR_STROKES_MM = [[5, 7], [-3, -5]] as const;
/** The part of a row's height above its baseline: R waves are taller than S waves are deep. */
const ABOVE_BASELINE = 0.6;

interface LayoutPlan {
  /** Rows of columns of trace keys. */
  readonly rows: readonly (readonly string[])[];
  /** Last rows that each show one lead over the whole width. */
  readonly rhythmKeys: readonly string[];
  /** Seconds of one column on standard paper. Infinity: as long as the paper is wide. */
  readonly columnSeconds: number;
  /** Under this a row would be unreadable; the paper then becomes higher than the screen. */
  readonly minimumRowMm: number;
}

export interface EcgLayoutRequest {
  readonly kind: LayoutKind;
  readonly paperSpeedMmPerS: PaperSpeed;
  readonly gainMmPerMv: Gain;
  readonly paperWidthMm: number;
  readonly paperHeightMm: number;
  /** Free space above the first row, for the words on the paper. */
  readonly topMarginMm?: number;
  readonly durationMs: number;
  /** First moment on the paper, after the start of the recording. Clamped to what the recording holds. */
  readonly windowStartMs?: number;
  /** Lead of the rhythm strip; II when not given. */
  readonly rhythmKey?: string;
  /** Trace keys in the object's order; for `all-channels`. */
  readonly traceKeys?: readonly string[];
}

/** Baseline, up, 1 mV, down, baseline. All in mm on the paper, y downwards. */
export interface CalibrationPulse {
  readonly xMm: number;
  readonly baselineYMm: number;
  readonly shoulderMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** One stretch of one lead. mm on the paper, origin at the top left, y downwards. */
export interface LayoutCell {
  /** `EcgTrace.key`. The cell stays, blank, when the recording lacks the lead. */
  readonly key: string;
  readonly xMm: number;
  readonly widthMm: number;
  readonly baselineYMm: number;
  /** The stretch of the recording, ms after its start. */
  readonly startMs: number;
  readonly endMs: number;
  readonly labelXMm: number;
  readonly labelYMm: number;
}

export interface LayoutRow {
  readonly topMm: number;
  readonly heightMm: number;
  readonly baselineYMm: number;
  readonly pulse: CalibrationPulse;
  readonly cells: readonly LayoutCell[];
  /** Where columns meet. */
  readonly separatorsXMm: readonly number[];
  readonly isRhythmStrip: boolean;
}

export interface EcgLayout {
  readonly kind: LayoutKind;
  readonly paperSpeedMmPerS: PaperSpeed;
  readonly gainMmPerMv: Gain;
  readonly widthMm: number;
  /** At least the requested paper height. */
  readonly heightMm: number;
  readonly rows: readonly LayoutRow[];
  /** x of the first moment on the paper, mm. */
  readonly traceStartXMm: number;
  readonly windowStartMs: number;
  /** ms from the left to the right end of a row. */
  readonly windowMs: number;
  /** Largest window start that still shows the end of the recording; 0 when all of it is on the paper. */
  readonly lastWindowStartMs: number;
  /**
   * `consecutive`: columns follow each other in time, the rhythm strip runs under them. `simultaneous`: every column starts at the window's
   * start, because the recording is no longer than one column.
   */
  readonly timing: 'consecutive' | 'simultaneous';
}

/** Where everything stands on the paper. Nothing here knows a screen or a page: the screen and the PDF draw the same layout. */
export function layoutEcg(request: EcgLayoutRequest): EcgLayout {
  const { kind, paperSpeedMmPerS, gainMmPerMv, paperWidthMm, durationMs } = request;
  const plan = planOf(kind, request.rhythmKey ?? 'II', request.traceKeys ?? []);
  const columnCount = Math.max(1, ...plan.rows.map((row) => row.length));
  const pulseWidthMm = (PULSE.durationMs / 1000) * paperSpeedMmPerS;
  const traceStartXMm = PULSE.leftMarginMm + 2 * PULSE.shoulderMm + pulseWidthMm + PULSE.gapMm;
  const availableMs = (Math.max(0, paperWidthMm - traceStartXMm) / paperSpeedMmPerS) * 1000;
  const columnMs = Math.floor(Math.min(plan.columnSeconds * 1000, availableMs / columnCount, Math.max(durationMs, 1000)));
  const isShort = columnCount > 1 && durationMs <= columnMs;
  const windowMs = columnMs * columnCount;
  const lastWindowStartMs = isShort ? 0 : Math.max(0, durationMs - windowMs);
  const windowStartMs = Math.min(Math.max(0, request.windowStartMs ?? 0), lastWindowStartMs);
  const msToMm = (ms: number) => (ms / 1000) * paperSpeedMmPerS;

  const keysOfRows = [...plan.rows, ...plan.rhythmKeys.map((key) => [key])];
  const pulseHeightMm = PULSE.amplitudeMv * gainMmPerMv;
  const rowHeightBelow = (marginMm: number) => Math.max(plan.minimumRowMm, (request.paperHeightMm - marginMm) / Math.max(1, keysOfRows.length));
  const lackOf = (heightMm: number) => Math.max(0, pulseHeightMm + PULSE.headroomMm - heightMm * ABOVE_BASELINE);
  // The first pulse, and what is as tall, stays below the margin; between rows curves may overlap, as on paper.
  const topMarginMm = (request.topMarginMm ?? 0) + lackOf(rowHeightBelow(request.topMarginMm ?? 0));
  const rowHeightMm = rowHeightBelow(topMarginMm);
  const rows = keysOfRows.map((keys, rowIndex): LayoutRow => {
    const topMm = topMarginMm + rowIndex * rowHeightMm;
    // On a grid line, so that an amplitude can be counted in boxes.
    const baselineYMm = Math.round(topMm + rowHeightMm * ABOVE_BASELINE);
    const isRhythmStrip = rowIndex >= plan.rows.length;
    const cellMs = isRhythmStrip ? windowMs : columnMs;
    const cells = keys.map((key, columnIndex): LayoutCell => {
      const xMm = traceStartXMm + msToMm(columnIndex * cellMs);
      const startMs = windowStartMs + (isShort ? 0 : columnIndex * cellMs);
      return {
        key, xMm, widthMm: msToMm(cellMs), baselineYMm, startMs, endMs: startMs + cellMs,
        labelXMm: xMm + LABEL_OFFSET_MM.x,
        labelYMm: Math.max(topMm, baselineYMm - LABEL_OFFSET_MM.up),
      };
    });
    return {
      topMm, heightMm: rowHeightMm, baselineYMm, cells, isRhythmStrip,
      separatorsXMm: cells.slice(1).map((cell) => cell.xMm),
      pulse: {
        xMm: PULSE.leftMarginMm, baselineYMm, shoulderMm: PULSE.shoulderMm, widthMm: pulseWidthMm, heightMm: pulseHeightMm,
      },
    };
  });
  return {
    kind, paperSpeedMmPerS, gainMmPerMv, rows, traceStartXMm, windowStartMs, windowMs, lastWindowStartMs,
    widthMm: paperWidthMm,
    heightMm: Math.max(request.paperHeightMm, topMarginMm + rows.length * rowHeightMm),
    timing: isShort ? 'simultaneous' : 'consecutive',
  };
}

/** The order in which a person steps through the layouts; `all-channels` only for recordings with channels outside the twelve leads. */
export function layoutKindsFor(traceKeys: readonly string[]): readonly LayoutKind[] {
  const hasOthers = hasFewStandard(traceKeys) || traceKeys.some((key) => !isStandardKey(key));
  return ['3x4+1', '3x4+3', '6x2', '12x1', 'cabrera', 'rhythm', ...(hasOthers ? (['all-channels'] as const) : [])];
}

/** The layout to open with: the twelve leads, unless the recording has less than half of them: a day of three leads has a row for each. */
export function defaultLayoutKind(traceKeys: readonly string[]): LayoutKind {
  return hasFewStandard(traceKeys) ? 'all-channels' : '3x4+1';
}

function hasFewStandard(traceKeys: readonly string[]): boolean {
  return traceKeys.length > 0 && traceKeys.filter(isStandardKey).length < STANDARD_LEADS.length / 2;
}

function isStandardKey(key: string): boolean {
  return (STANDARD_LEADS as readonly string[]).includes(key) || key === '-aVR';
}

function planOf(kind: LayoutKind, rhythmKey: string, traceKeys: readonly string[]): LayoutPlan {
  switch (kind) {
    case '3x4+1': return { rows: inColumns(STANDARD_LEADS, 3), rhythmKeys: [rhythmKey], columnSeconds: 2.5, minimumRowMm: 24 };
    case '3x4+3': return { rows: inColumns(STANDARD_LEADS, 3), rhythmKeys: ['V1', rhythmKey, 'V5'], columnSeconds: 2.5, minimumRowMm: 18 };
    case 'rhythm': return { rows: inColumns(['V1', rhythmKey, 'V5'], 3), rhythmKeys: [], columnSeconds: Infinity, minimumRowMm: 24 };
    case '6x2': return { rows: inColumns(STANDARD_LEADS, 6), rhythmKeys: [], columnSeconds: 5, minimumRowMm: 18 };
    case '12x1': return { rows: inColumns(STANDARD_LEADS, 12), rhythmKeys: [], columnSeconds: Infinity, minimumRowMm: 12 };
    case 'cabrera': return { rows: inColumns(CABRERA_LEADS, 6), rhythmKeys: [], columnSeconds: 5, minimumRowMm: 18 };
    case 'all-channels': return { rows: inColumns(traceKeys, traceKeys.length), rhythmKeys: [], columnSeconds: Infinity, minimumRowMm: 12 };
    default: return kind satisfies never;
  }
}

/** Fills columns from top to bottom, as ECG paper does: I, II, III, then aVR, aVL, aVF. */
function inColumns(keys: readonly string[], rowCount: number): readonly (readonly string[])[] {
  return Array.from({ length: rowCount }, (_, rowIndex) => keys.filter((_key, index) => index % rowCount === rowIndex));
}
