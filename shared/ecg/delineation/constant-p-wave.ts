import type { DetectedBeat } from '../beat/beat-detection.ts';
import type { LeadSignals } from '../beat/lead-signals.ts';
import type { MedianBeat } from '../beat/median-beat.ts';
import { medianOf, movingMean } from '../beat/signal-math.ts';
import type { EcgMarks } from './ecg-marks.ts';

/** What of a beat is compared, beyond the marks. */
const AROUND_MS = 15;
const SMOOTH_MS = 20;
/** Correlation with the median beat that the usual beat has before its QRS. */
const LEAST_CORRELATION = 0.55;

/**
 * True when the P of the median beat stands before each of its beats. The median of a fibrillating atrium's waves can look like a P; in the single
 * beats nothing of the kind stands at that place.
 */
export function isPConstant(signals: LeadSignals, beats: readonly DetectedBeat[], beat: MedianBeat, marks: EcgMarks): boolean {
  const { pOnsetMs, pOffsetMs } = marks;
  if (pOnsetMs === undefined || pOffsetMs === undefined) return false;
  const from = Math.max(0, Math.round(pOnsetMs) - AROUND_MS);
  const length = Math.round(pOffsetMs) + AROUND_MS - from;
  const pairs = [...beat.leads].flatMap(([name, values]) => {
    const smooth = movingMean(values, SMOOTH_MS).slice(from, from + length);
    return hasGap(smooth) ? [] : [{ model: withoutLine(smooth), signal: movingMean(signals.leads.get(name) ?? new Float64Array(), SMOOTH_MS) }];
  });
  const correlations = beats.filter(({ isDominant }) => isDominant).map(({ timeMs }) => {
    const start = Math.round(timeMs - signals.startMs - beat.fiducialMs) + from;
    if (start < 0 || start + length > signals.length) return NaN;
    let isRecorded = false;
    let product = 0;
    let power = 0;
    let modelPower = 0;
    for (const { model, signal } of pairs) {
      const own = signal.slice(start, start + length);
      // A lead that was not recorded here says nothing of this beat.
      if (hasGap(own)) continue;
      isRecorded = true;
      const piece = withoutLine(own);
      for (let index = 0; index < length; index += 1) {
        const [value, other] = [piece[index] ?? 0, model[index] ?? 0];
        product += value * other;
        power += value * value;
        modelPower += other * other;
      }
    }
    if (!isRecorded) return NaN;
    return power > 0 && modelPower > 0 ? product / Math.sqrt(power * modelPower) : 0;
  });
  return medianOf(correlations) >= LEAST_CORRELATION;
}

function hasGap(values: Float64Array): boolean {
  return values.some((value) => Number.isNaN(value));
}

/** Without the straight line between its ends: the end of the T before, or a drift. */
function withoutLine(values: Float64Array): Float64Array {
  const first = values[0] ?? 0;
  const last = values[values.length - 1] ?? 0;
  return values.map((value, index) => value - first - ((last - first) * index) / Math.max(1, values.length - 1));
}
