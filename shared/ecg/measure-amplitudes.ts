import { STANDARD_LEADS, type LeadName } from '../dicom/waveform/lead.ts';
import type { MedianBeat } from './beat/median-beat.ts';
import { movingMean } from './beat/signal-math.ts';
import type { EcgMarks } from './delineation/ecg-marks.ts';
import type { StLevels } from './ecg-measurements.ts';
import { measured, notMeasurable, valueOf, type Measured } from './measured.ts';

/** The quiet line that amplitudes are measured from: this much before the QRS begins. */
const QUIET_MS = { from: 14, to: 2 } as const;
/** A level is the mean over this. */
const LEVEL_SMOOTH_MS = 5;
/** A wave whose mean vector is smaller has no direction, mV. */
const LEAST_VECTOR_MV = 0.008;
/** T's direction is taken from here behind the J point: before it is the ST segment's. */
const T_AFTER_J_MS = 80;

/** mV above the quiet line before the QRS; undefined without the lead or a QRS onset. */
export function amplitudesFrom(beat: MedianBeat, marks: EcgMarks, lead: LeadName): Float64Array | undefined {
  const values = beat.leads.get(lead);
  if (values === undefined || marks.qrsOnsetMs === undefined) return undefined;
  const end = Math.round(marks.qrsOnsetMs) - QUIET_MS.to;
  const level = meanOf(values, Math.max(0, end - QUIET_MS.from + QUIET_MS.to), Math.max(1, end));
  return values.map((value) => value - level);
}

export function stLevels(beat: MedianBeat, marks: EcgMarks): readonly StLevels[] {
  return STANDARD_LEADS.filter((lead) => beat.leads.has(lead)).map((lead) => {
    const smooth = movingMean(amplitudesFrom(beat, marks, lead) ?? new Float64Array(), LEVEL_SMOOTH_MS);
    const at = (afterMs: number): Measured<'mV'> => {
      if (marks.qrsOffsetMs === undefined || marks.qrsOnsetMs === undefined) return notMeasurable('no-qrs-bounds');
      const place = marks.qrsOffsetMs + afterMs;
      const value = valueAt(smooth, place);
      return Number.isNaN(value) || (marks.tOffsetMs !== undefined && place > marks.tOffsetMs) ? notMeasurable('out-of-range') : measured(value, 'mV');
    };
    return { lead, j: at(0), jPlus60: at(60), jPlus80: at(80) };
  });
}

/** Height of the tallest upward deflection of the QRS; 0 when there is none. */
export function rAmplitude(beat: MedianBeat, marks: EcgMarks, lead: LeadName): Measured<'mV'> {
  return qrsExtreme(beat, marks, lead, 1);
}

/** Depth of the deepest downward deflection of the QRS, positive: S, or QS where there is no R. 0 when there is none. */
export function sAmplitude(beat: MedianBeat, marks: EcgMarks, lead: LeadName): Measured<'mV'> {
  return qrsExtreme(beat, marks, lead, -1);
}

export function sumOf(left: Measured<'mV'>, right: Measured<'mV'>): Measured<'mV'> {
  const [one, other] = [valueOf(left), valueOf(right)];
  if (one !== undefined && other !== undefined) return measured(one + other, 'mV');
  return left.status === 'notMeasurable' ? left : right;
}

/** Directions of the mean vectors of P, QRS and T in the frontal plane, from the areas in leads I and II (Einthoven's triangle). */
export function frontalAxes(beat: MedianBeat, marks: EcgMarks): { readonly p: Measured<'deg'>; readonly qrs: Measured<'deg'>; readonly t: Measured<'deg'> } {
  const { pOnsetMs, pOffsetMs, qrsOnsetMs, qrsOffsetMs, tOffsetMs } = marks;
  const one = frontalLead(beat, marks, 'I');
  const two = frontalLead(beat, marks, 'II');
  const axis = (from: number | undefined, to: number | undefined, reason: 'no-p-wave' | 'no-qrs-bounds' | 'no-t-wave', isOnSlope: boolean): Measured<'deg'> => {
    if (one === undefined || two === undefined) return notMeasurable(qrsOnsetMs === undefined ? 'no-qrs-bounds' : 'lead-missing');
    if (from === undefined || to === undefined || !(to > from)) return notMeasurable(reason);
    const [ofOne, ofTwo] = [areaMean(one, from, to, isOnSlope), areaMean(two, from, to, isOnSlope)];
    // x to the left arm, y to the feet: x = I, y = (II + III) / sqrt(3) = (2 II - I) / sqrt(3).
    const [x, y] = [ofOne, (2 * ofTwo - ofOne) / Math.sqrt(3)];
    return Math.hypot(x, y) < LEAST_VECTOR_MV ? notMeasurable('no-deflection') : measured((Math.atan2(y, x) * 180) / Math.PI, 'deg');
  };
  const tFromMs = qrsOffsetMs === undefined || tOffsetMs === undefined ? undefined : Math.min(qrsOffsetMs + T_AFTER_J_MS, tOffsetMs - T_AFTER_J_MS);
  return { p: axis(pOnsetMs, pOffsetMs, 'no-p-wave', true), qrs: axis(qrsOnsetMs, qrsOffsetMs, 'no-qrs-bounds', false), t: axis(tFromMs, tOffsetMs, 'no-t-wave', false) };
}

/** A limb lead from whatever limb leads there are: I and II are sums of the others (Einthoven, Goldberger). */
function frontalLead(beat: MedianBeat, marks: EcgMarks, name: 'I' | 'II'): Float64Array | undefined {
  const lead = (wanted: LeadName) => amplitudesFrom(beat, marks, wanted);
  const combine = (first: Float64Array | undefined, second: Float64Array | undefined, ofFirst: number, ofSecond: number) =>
    first === undefined || second === undefined ? undefined : first.map((value, index) => ofFirst * value + ofSecond * (second[index] ?? NaN));
  // I = II - III = (2/3) (aVL - aVR); II = I + III = (2/3) (aVF - aVR).
  if (name === 'I') return lead('I') ?? combine(lead('II'), lead('III'), 1, -1) ?? combine(lead('aVL'), lead('aVR'), 2 / 3, -2 / 3);
  return lead('II') ?? combine(lead('I'), lead('III'), 1, 1) ?? combine(lead('aVF'), lead('aVR'), 2 / 3, -2 / 3) ?? combine(lead('aVF'), lead('I'), 1, 0.5);
}

function qrsExtreme(beat: MedianBeat, marks: EcgMarks, lead: LeadName, sign: 1 | -1): Measured<'mV'> {
  if (!beat.leads.has(lead)) return notMeasurable('lead-missing');
  const { qrsOnsetMs, qrsOffsetMs } = marks;
  const values = amplitudesFrom(beat, marks, lead);
  if (values === undefined || qrsOnsetMs === undefined || qrsOffsetMs === undefined) return notMeasurable('no-qrs-bounds');
  let most = 0;
  for (let index = Math.ceil(qrsOnsetMs); index <= qrsOffsetMs; index += 1) {
    const value = values[index] ?? NaN;
    if (Number.isNaN(value)) return notMeasurable('no-signal');
    most = Math.max(most, sign * value);
  }
  return measured(most, 'mV');
}

/** Mean over a stretch; `isOnSlope`: above the straight line between its ends. */
function areaMean(values: Float64Array, from: number, to: number, isOnSlope: boolean): number {
  const first = Math.max(0, Math.round(from));
  const last = Math.min(values.length - 1, Math.round(to));
  const mean = meanOf(values, first, last + 1);
  return isOnSlope ? mean - ((values[first] ?? 0) + (values[last] ?? 0)) / 2 : mean;
}

function meanOf(values: Float64Array, from: number, end: number): number {
  let sum = 0;
  for (let index = from; index < end; index += 1) sum += values[index] ?? NaN;
  return sum / Math.max(1, end - from);
}

function valueAt(values: Float64Array, place: number): number {
  const index = Math.floor(place);
  const low = values[index] ?? NaN;
  return low + ((values[index + 1] ?? NaN) - low) * (place - index);
}
