import type { BeatDetection, DetectedBeat } from './beat-detection.ts';
import { findComplexes } from './find-complexes.ts';
import type { LeadSignals } from './lead-signals.ts';
import { movingMean } from './signal-math.ts';

/** What of a complex is compared, around its fastest moment. */
const BEFORE_MS = 70;
const AFTER_MS = 90;
/** A complex is moved by no more than this to lie on its likes. */
const LARGEST_SHIFT_MS = 30;
/** Correlation over all leads from which two complexes are alike. */
const ALIKE = 0.85;
/** Fewer likes than this among the found, and what was found is not beats. */
const LEAST_ALIKE_PART = 0.4;
const COMPARE_SMOOTH_MS = 6;

interface Family {
  /** Sum of its complexes, lead by lead. */
  readonly sums: Float64Array[];
  readonly members: { readonly place: number; readonly timeMs: number }[];
}

/**
 * The beats of a stretch and which of them are alike: each complex is laid on the mean of its family where the two correlate best, finer than a
 * millisecond by a parabola, so that an RR interval is as exact as the samples are.
 */
export function detectBeats(signals: LeadSignals): BeatDetection {
  const complexes = findComplexes(signals);
  if (complexes.status === 'notFound') return complexes;
  const leads = [...signals.leads.values()].map((lead) => movingMean(lead, COMPARE_SMOOTH_MS));
  const families: Family[] = [];
  const whole = complexes.indices.filter((index) => index >= BEFORE_MS + LARGEST_SHIFT_MS && index + AFTER_MS + LARGEST_SHIFT_MS < signals.length);
  whole.forEach((index, place) => {
    const scored = families.map((family) => ({ family, ...bestShift(leads, index, family.sums) }));
    const best = scored.reduce<(typeof scored)[number] | undefined>((most, one) => (most === undefined || one.correlation > most.correlation ? one : most), undefined);
    if (best !== undefined && best.correlation >= ALIKE) {
      best.family.members.push({ place, timeMs: index + best.shiftMs });
      addInto(best.family.sums, cutAll(leads, Math.round(index + best.shiftMs)));
    } else {
      families.push({ sums: cutAll(leads, index), members: [{ place, timeMs: index }] });
    }
  });
  if (whole.length === 0) return { status: 'notFound', reason: 'no-beats' };
  const dominant = families.reduce((most, family) => (family.members.length > most.members.length ? family : most), families[0] ?? { sums: [], members: [] });
  if (whole.length > 2 && dominant.members.length < Math.max(2, LEAST_ALIKE_PART * whole.length)) return { status: 'notFound', reason: 'noise' };
  const beats = families.flatMap((family): DetectedBeat[] => {
    // Once more against the finished mean: the first members were laid on less.
    return family.members.map(({ timeMs }) => {
      const index = Math.round(timeMs);
      const refined = family.members.length > 1 ? bestShift(leads, index, family.sums).shiftMs : 0;
      return { timeMs: signals.startMs + index + refined, isDominant: family === dominant };
    });
  });
  return { status: 'found', beats: beats.sort((left, right) => left.timeMs - right.timeMs) };
}

function cutAll(leads: readonly Float64Array[], index: number): Float64Array[] {
  return leads.map((lead) => {
    const piece = lead.slice(index - BEFORE_MS, index + AFTER_MS);
    let sum = 0;
    let count = 0;
    for (const value of piece) {
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    const mean = count > 0 ? sum / count : 0;
    return piece.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  });
}

function addInto(sums: readonly Float64Array[], pieces: readonly Float64Array[]): void {
  sums.forEach((sum, lead) => {
    const piece = pieces[lead];
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (piece?.[index] ?? 0);
  });
}

/** Coarse, then every ms around the best, then the top of a parabola through the three highest. */
function bestShift(leads: readonly Float64Array[], index: number, sums: readonly Float64Array[]): { readonly shiftMs: number; readonly correlation: number } {
  const known = new Map<number, number>();
  const at = (shift: number): number => {
    const found = known.get(shift) ?? correlate(leads, index + shift - BEFORE_MS, sums);
    known.set(shift, found);
    return found;
  };
  let best = 0;
  for (let shift = -LARGEST_SHIFT_MS; shift <= LARGEST_SHIFT_MS; shift += 5) if (at(shift) > at(best)) best = shift;
  for (const step of [2, 1, 1]) for (const shift of [best - step, best + step]) if (Math.abs(shift) < LARGEST_SHIFT_MS && at(shift) > at(best)) best = shift;
  const [before, top, after] = [at(best - 1), at(best), at(best + 1)];
  const bend = before - 2 * top + after;
  const part = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0;
  return { shiftMs: best + part, correlation: top };
}

/** Of the leads from `from` on with the sums, whose mean is nothing; every second ms, which the smoothing allows. */
function correlate(leads: readonly Float64Array[], from: number, sums: readonly Float64Array[]): number {
  let product = 0;
  let power = 0;
  let sumPower = 0;
  for (let lead = 0; lead < leads.length; lead += 1) {
    const values = leads[lead];
    const sum = sums[lead];
    if (values === undefined || sum === undefined) continue;
    let total = 0;
    let square = 0;
    let count = 0;
    for (let index = 0; index < sum.length; index += 2) {
      const value = values[from + index] ?? NaN;
      if (Number.isNaN(value)) continue;
      const other = sum[index] ?? 0;
      total += value;
      square += value * value;
      count += 1;
      product += value * other;
      sumPower += other * other;
    }
    power += square - (count > 0 ? (total * total) / count : 0);
  }
  return power > 0 && sumPower > 0 ? product / Math.sqrt(power * sumPower) : 0;
}
