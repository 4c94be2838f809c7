import type { CineTiming } from '../dicom/image/cine-timing.ts';
import { objectOf, placesOf } from './series-frame.ts';
import type { ImageStack } from './split-stacks.ts';

/** How a stack runs by itself. */
export interface CinePlan {
  /** What decided: an attribute, the times of images at one place, or nobody (`none`: ten a second). */
  readonly source: Extract<CineTiming, { kind: 'timed' }>['source'] | 'image-times' | 'none';
  /** Places in the stack in the order in which they are shown, over and over; sweeping runs there and back. */
  readonly order: readonly number[];
  /** How long each of `order` stays, ms. */
  readonly durationsMs: readonly number[];
}

const UNKNOWN_MS = 100;

/** The natural speed of a stack. @returns undefined for less than two images */
export function cinePlanOf({ frames }: Pick<ImageStack, 'frames'>): CinePlan | undefined {
  const first = frames[0];
  if (first === undefined || frames.length < 2) return undefined;
  const { cine } = first.image.series;
  const isWhole = frames.length === first.image.frames.length && frames.every((frame) => objectOf(frame) === objectOf(first));
  if (isWhole && cine.kind === 'timed') {
    const forward = frames.map((_, index) => index).filter((index) => index >= cine.firstIndex && index <= cine.lastIndex);
    const order = cine.isSweeping ? [...forward, ...forward.slice(1, -1).toReversed()] : forward;
    return { source: cine.source, order, durationsMs: order.map((index) => cine.durationsMs[(frames[index]?.frameNumber ?? 1) - 1] ?? UNKNOWN_MS) };
  }
  const order = frames.map((_, index) => index);
  const measured = timesBetween(frames.map(({ description }) => description.dimensions.timeOffsetMs));
  if (measured !== undefined && placesOf(frames)?.length === 1) return { source: 'image-times', order, durationsMs: measured };
  return { source: 'none', order, durationsMs: order.map(() => UNKNOWN_MS) };
}

function timesBetween(times: readonly (number | undefined)[]): readonly number[] | undefined {
  const durations = times.slice(1).map((time, index) => (time ?? Number.NaN) - (times[index] ?? Number.NaN));
  const last = durations.at(-1);
  return last !== undefined && durations.every((duration) => duration > 0 && duration < 60_000) ? [...durations, last] : undefined;
}

/** How many images are over after so much time, those of earlier rounds included. @param elapsedMs as in `cinePlaceAt` */
export function cineStepAt({ durationsMs }: CinePlan, elapsedMs: number): number {
  const cycleMs = durationsMs.reduce((sum, duration) => sum + duration, 0);
  const rounds = Math.floor(elapsedMs / cycleMs);
  let left = elapsedMs - rounds * cycleMs;
  const step = durationsMs.findIndex((duration) => {
    left -= duration;
    return left < 0;
  });
  return rounds * durationsMs.length + (step === -1 ? durationsMs.length - 1 : step);
}

/** When a step is first due, ms; the opposite of `cineStepAt`. */
export function cineTimeOfStep({ durationsMs }: CinePlan, step: number): number {
  const cycleMs = durationsMs.reduce((sum, duration) => sum + duration, 0);
  const rounds = Math.floor(step / durationsMs.length);
  return rounds * cycleMs + durationsMs.slice(0, step - rounds * durationsMs.length).reduce((sum, duration) => sum + duration, 0);
}

/** Which place is due after so much time. @param elapsedMs since the first of `order` was shown, at natural speed */
export function cinePlaceAt({ order, durationsMs }: CinePlan, elapsedMs: number): number {
  const cycleMs = durationsMs.reduce((sum, duration) => sum + duration, 0);
  let left = ((elapsedMs % cycleMs) + cycleMs) % cycleMs;
  for (const [step, duration] of durationsMs.entries()) {
    if (left < duration) return order[step] ?? 0;
    left -= duration;
  }
  return order.at(-1) ?? 0;
}

/** When a place is first due, ms; 0 for one that is never shown. */
export function cineTimeOf({ order, durationsMs }: CinePlan, place: number): number {
  const step = order.indexOf(place);
  return step === -1 ? 0 : durationsMs.slice(0, step).reduce((sum, duration) => sum + duration, 0);
}

/** Mean number of images in a second at natural speed. */
export function cineRateOf({ durationsMs }: CinePlan): number {
  return (durationsMs.length * 1000) / durationsMs.reduce((sum, duration) => sum + duration, 0);
}
