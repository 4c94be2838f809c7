import type { EcgTrace } from './ecg-recording.ts';
import type { CalibrationPulse, EcgLayout, LayoutCell } from './layout.ts';

/** Points of one unbroken line: x0, y0, x1, y1 ... in mm on the paper, y downwards. */
export type Polyline = Float64Array;

/** Samples that fall on the edge of a cell belong to it; rounding of times must not lose them. In samples. */
const EDGE_TOLERANCE = 1e-6;

/**
 * The curve of one trace in one cell. Gaps (NaN) part it into several lines. x = start of the cell + time x paper speed;
 * y = baseline - millivolts x gain.
 * @param columnsPerMm how finely the target can show x: device pixels per mm on a screen. Of the samples that share a column the first, the
 *   least, the greatest and the last are kept, so no peak is ever lost. Infinity keeps every sample.
 */
export function tracePath(trace: EcgTrace, cell: LayoutCell, layout: Pick<EcgLayout, 'paperSpeedMmPerS' | 'gainMmPerMv'>, columnsPerMm: number): readonly Polyline[] {
  const msPerSample = 1000 / trace.samplingFrequencyHz;
  const firstIndex = Math.max(0, Math.ceil((cell.startMs - trace.startMs) / msPerSample - EDGE_TOLERANCE));
  const endIndex = Math.min(trace.sampleCount, Math.floor((cell.endMs - trace.startMs) / msPerSample + EDGE_TOLERANCE) + 1);
  if (endIndex <= firstIndex) return [];

  const millivolts = trace.millivolts(firstIndex, endIndex);
  const mmPerSample = (msPerSample / 1000) * layout.paperSpeedMmPerS;
  const firstXMm = cell.xMm + ((trace.startMs + firstIndex * msPerSample - cell.startMs) / 1000) * layout.paperSpeedMmPerS;
  const xMm = (index: number) => firstXMm + index * mmPerSample;
  const yMm = (value: number) => cell.baselineYMm - value * layout.gainMmPerMv;
  // Columns are counted from the start of the trace: when the paper scrolls, a column keeps its samples and the curve does not flicker.
  const columnsPerSample = mmPerSample * columnsPerMm;
  const columnOf = (index: number) => Math.floor((firstIndex + index) * columnsPerSample);

  const lines: Polyline[] = [];
  let points: number[] = [];
  const add = (index: number) => points.push(xMm(index), yMm(millivolts[index] ?? NaN));
  const finish = () => {
    if (points.length > 0) lines.push(Float64Array.from(points));
    points = [];
  };
  let index = 0;
  while (index < millivolts.length) {
    if (Number.isNaN(millivolts[index])) {
      finish();
      index += 1;
      continue;
    }
    const last = columnsPerSample >= 1 ? index : lastInColumn(millivolts, index, columnOf);
    const least = indexOfExtreme(millivolts, index, last, -1);
    const greatest = indexOfExtreme(millivolts, index, last, 1);
    const earlier = Math.min(least, greatest);
    const later = Math.max(least, greatest);
    add(index);
    if (earlier > index) add(earlier);
    if (later > earlier) add(later);
    if (last > later) add(last);
    index = last + 1;
  }
  finish();
  return lines;
}

/** The calibration pulse as a line: shoulder, up, 1 mV, down, shoulder. */
export function calibrationPulsePath(pulse: CalibrationPulse): Polyline {
  const { xMm, baselineYMm, shoulderMm, widthMm, heightMm } = pulse;
  const upMm = xMm + shoulderMm;
  const downMm = upMm + widthMm;
  const topMm = baselineYMm - heightMm;
  return Float64Array.of(xMm, baselineYMm, upMm, baselineYMm, upMm, topMm, downMm, topMm, downMm, baselineYMm, downMm + shoulderMm, baselineYMm);
}

/** Last sample of the column that starts at `first`. A gap ends it. */
function lastInColumn(millivolts: Float64Array, first: number, columnOf: (index: number) => number): number {
  const column = columnOf(first);
  let last = first;
  while (last + 1 < millivolts.length && columnOf(last + 1) === column && !Number.isNaN(millivolts[last + 1])) last += 1;
  return last;
}

/** First index of the greatest value (`sign` 1) or of the least (-1) from `first` to `last`. */
function indexOfExtreme(millivolts: Float64Array, first: number, last: number, sign: 1 | -1): number {
  let extreme = first;
  for (let index = first + 1; index <= last; index += 1) {
    if (sign * (millivolts[index] ?? 0) > sign * (millivolts[extreme] ?? 0)) extreme = index;
  }
  return extreme;
}
