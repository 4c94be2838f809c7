import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import type { ImageStack } from '#shared/imaging-passport/split-stacks.ts';
import { cineStepAt, cineTimeOf, cineTimeOfStep, type CinePlan } from '#shared/imaging-passport/stack-cine.ts';

/** What a player needs of a viewport. Places are zero-based. */
export interface CineStage {
  /** The place that is wanted now: painted, or on its way. */
  readonly place: () => number | undefined;
  /** Scrolls of the hand so far, those at the end of the stack too: they move nothing and stop what runs all the same. */
  readonly handScrolls: () => number;
  /** The wanted place is not painted yet. */
  readonly isWaiting: () => boolean;
  /** The image at a place is on this machine, and needs no line. */
  readonly isHere: (place: number) => boolean;
  readonly goTo: (place: number) => void;
}

export interface CinePlayer {
  /** One look at the clock. @returns false when the hand has moved the stack: playing is over */
  readonly tick: (nowMs: number) => boolean;
  readonly setFactor: (factor: number) => void;
  /** More images have come: it goes on from the image that is wanted now, by the times of all of them. */
  readonly replan: (plan: CinePlan) => void;
  /** Images that came too late to be shown since the start. */
  readonly dropped: () => number;
  /** The next image has not come yet. */
  readonly isHeldUp: () => boolean;
}

/** A picture that takes longer than this is not being painted but fetched: the clock waits for it, so that no image is skipped unseen. */
const LONGEST_PAINT_MS = 150;

/**
 * Plays a stack by the clock from the place it is at: late pictures are left out, never slowed down. At the end of what is here of a film that still
 * comes it stands still until the next image is here, which is then shown at once: a run that began again before its end would look as if
 * that were all of it, and what the line has not brought was not left out.
 */
export function createCinePlayer(firstPlan: CinePlan, stage: CineStage, startMs: number, startFactor: number): CinePlayer {
  let plan = firstPlan;
  let factor = startFactor;
  let lastMs = startMs;
  let commanded = stage.place() ?? 0;
  let elapsedMs = cineTimeOf(plan, commanded);
  let waitedMs = 0;
  let step = cineStepAt(plan, elapsedMs);
  let dropped = 0;
  let isHeldUp = false;
  /** The last step up to which all images are here. */
  const reachOf = (due: number): number => {
    let reach = step;
    while (reach < due && stage.isHere(plan.order[(reach + 1) % plan.order.length] ?? 0)) reach += 1;
    return reach;
  };
  const handScrolls = stage.handScrolls();
  return {
    tick: (nowMs) => {
      const passedMs = Math.max(0, nowMs - lastMs);
      lastMs = nowMs;
      if (stage.place() !== commanded || stage.handScrolls() !== handScrolls) return false;
      waitedMs = stage.isWaiting() ? waitedMs + passedMs : 0;
      if (waitedMs > LONGEST_PAINT_MS) return true;
      elapsedMs += passedMs * factor;
      const wished = cineStepAt(plan, elapsedMs);
      const due = reachOf(wished);
      isHeldUp = due < wished;
      if (isHeldUp) elapsedMs = cineTimeOfStep(plan, due + 1);
      if (due === step || stage.isWaiting()) return true;
      dropped += due - step - 1;
      step = due;
      const place = plan.order[due % plan.order.length] ?? 0;
      if (place === commanded) return true;
      commanded = place;
      stage.goTo(place);
      return true;
    },
    setFactor: (next) => {
      factor = next;
    },
    replan: (next) => {
      plan = next;
      commanded = stage.place() ?? 0;
      elapsedMs = cineTimeOf(plan, commanded);
      step = cineStepAt(plan, elapsedMs);
    },
    dropped: () => dropped,
    isHeldUp: () => isHeldUp,
  };
}

/** Whether a stack is another one with more images: those of it, and what has come since. */
export function hasGrown({ frames: before }: Pick<ImageStack, 'frames'>, { frames: after }: Pick<ImageStack, 'frames'>): boolean {
  const nameOf = ({ image, frameNumber }: SeriesFrame) => `${image.sopInstanceUid}/${frameNumber}`;
  if (after.length <= before.length) return false;
  const names = new Set(after.map(nameOf));
  return before.every((frame) => names.has(nameOf(frame)));
}

const FACTORS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4] as const;

/** The next slower or faster factor; at the ends the same again. */
export function nextFactor(factor: number, step: 1 | -1): number {
  const here = FACTORS.findIndex((one) => one === factor);
  return FACTORS[Math.min(FACTORS.length - 1, Math.max(0, here + step))] ?? 1;
}
