import type { Millimetres } from '../dicom/geometry/vector3.ts';

/** A step between two neighbouring slices that is wider than the others. */
export interface SliceGap {
  /** Positions of its two sides along the normal of the stack, mm, rising. */
  readonly fromMm: Millimetres;
  readonly toMm: Millimetres;
  /** How many slices are missing there; undefined where the step is no multiple of the usual one. */
  readonly missingSlices: number | undefined;
}

/** Distances between parallel slices. */
export interface SliceSteps {
  /** `even`: one distance; `holes`: one distance but for missing slices; `uneven`: anything else. */
  readonly kind: 'even' | 'holes' | 'uneven';
  /** The usual distance along the normal, mm. */
  readonly stepMm: Millimetres;
  readonly smallestMm: Millimetres;
  readonly largestMm: Millimetres;
  readonly gaps: readonly SliceGap[];
}

/** A slice along its stack. */
export interface SlicePosition {
  /** Along the normal, mm. */
  readonly atMm: Millimetres;
  readonly instanceNumber: number | undefined;
}

/** Positions are rounded to a tenth of a millimetre by some devices: from a straight line of positions they may deviate by so much. */
const ROUNDING_MM = 0.06;
const ROUNDING_OF_STEP = 0.02;

/**
 * Judges the distances of at least two slices. A step that is a multiple of the usual one is a hole where the instance numbers skip as
 * many, or where it stands alone among usual steps of a long stack; a device that goes on at twice the distance makes an uneven stack.
 * @param slices rising along the normal
 */
export function sliceStepsOf(slices: readonly SlicePosition[]): SliceSteps | undefined {
  const steps = slices.slice(1).map(({ atMm }, index) => atMm - (slices[index]?.atMm ?? atMm));
  const first = slices[0];
  const last = slices.at(-1);
  if (first === undefined || last === undefined || steps.length === 0) return undefined;
  const smallestMm = Math.min(...steps);
  const largestMm = Math.max(...steps);
  const meanMm = (last.atMm - first.atMm) / steps.length;
  if (meanMm > 0 && slices.every(({ atMm }, index) => Math.abs(atMm - first.atMm - index * meanMm) <= toleranceOf(meanMm))) {
    return { kind: 'even', stepMm: meanMm, smallestMm, largestMm, gaps: [] };
  }
  const stepMm = usualStep(steps);
  if (stepMm <= 0) return { kind: 'uneven', stepMm, smallestMm, largestMm, gaps: [] };
  const wide = steps.map((step) => step > stepMm * 1.5);
  const gaps = slices.slice(1).flatMap((slice, index): readonly SliceGap[] => {
    const before = slices[index];
    return before === undefined || wide[index] !== true ? [] : [{ fromMm: before.atMm, toMm: slice.atMm, missingSlices: missingIn(slice.atMm - before.atMm, stepMm) }];
  });
  const usualIncrement = usualNumberStep(slices, wide);
  const isHole = (step: number, index: number): boolean => {
    const missing = missingIn(step, stepMm);
    if (missing === undefined) return false;
    const increment = numberStep(slices, index);
    if (increment !== undefined && usualIncrement !== undefined && increment === usualIncrement * (missing + 1)) return true;
    const standsAlone = wide[index - 1] !== true && wide[index + 1] !== true && index > 0 && index < steps.length - 1;
    const isNumbered = increment !== undefined && usualIncrement !== undefined;
    return standsAlone && (!isNumbered || gaps.length * 10 <= steps.length);
  };
  const isEvenBesides = steps.every((step, index) => Math.abs(step - stepMm) <= 2 * toleranceOf(stepMm) || isHole(step, index));
  return { kind: isEvenBesides && gaps.length > 0 ? 'holes' : 'uneven', stepMm, smallestMm, largestMm, gaps };
}

function toleranceOf(stepMm: number): number {
  return Math.min(Math.max(ROUNDING_MM, ROUNDING_OF_STEP * stepMm), 0.25 * stepMm);
}

/** How many slices of the usual distance fit into a step, less the one that is there; undefined when they do not fit. */
function missingIn(step: number, stepMm: number): number | undefined {
  const multiple = Math.round(step / stepMm);
  return multiple >= 2 && Math.abs(step - multiple * stepMm) <= 2 * toleranceOf(stepMm) ? multiple - 1 : undefined;
}

/** The distance that occurs most often, within rounding; of several the smallest. */
function usualStep(steps: readonly number[]): number {
  const rising = steps.toSorted((left, right) => left - right);
  let best: readonly number[] = [];
  let start = 0;
  for (let end = 0; end < rising.length; end += 1) {
    while ((rising[end] ?? 0) - (rising[start] ?? 0) > 2 * toleranceOf(rising[end] ?? 0)) start += 1;
    if (end - start + 1 > best.length) best = rising.slice(start, end + 1);
  }
  return best.reduce((sum, step) => sum + step, 0) / Math.max(1, best.length);
}

function numberStep(slices: readonly SlicePosition[], index: number): number | undefined {
  const from = slices[index]?.instanceNumber;
  const to = slices[index + 1]?.instanceNumber;
  return from === undefined || to === undefined ? undefined : to - from;
}

/** By how much the numbers go on over a usual step; undefined where they do not go on evenly. */
function usualNumberStep(slices: readonly SlicePosition[], wide: readonly boolean[]): number | undefined {
  const increments = new Set<number | undefined>();
  for (const [index, isWide] of wide.entries()) if (!isWide) increments.add(numberStep(slices, index));
  const [increment] = increments;
  return increments.size === 1 && increment !== 0 ? increment : undefined;
}
