import { useEffect, useRef, useState } from 'react';
import { cinePlanOf, cineRateOf, type CinePlan } from '#shared/imaging-passport/stack-cine.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { isPlaceHere } from '#renderer/imaging/engine/viewport-state.ts';
import { fellowPlace } from './fellow-place.ts';
import { createCinePlayer, hasGrown, nextFactor, type CinePlayer } from './cine-player.ts';

const COUNT_MS = 1000;

/** What runs by itself now. */
export interface RunningCine {
  /** Zero-based place on the desk. */
  readonly index: number;
  readonly source: CinePlan['source'];
  readonly factor: number;
  readonly framesPerSecond: number;
  /** Images that came too late to be shown, as of the last second. */
  readonly dropped: number;
  /** It stands at the end of what has come, as of the last second. */
  readonly isHeldUp: boolean;
  /** Other viewports that run with this one, zero-based. */
  readonly fellows: readonly number[];
}

export interface Cine {
  readonly running: RunningCine | undefined;
  /** Starts or stops the stack that hangs in a viewport; stacks of `fellows` go along, each by its own length. @returns false when there is nothing to run */
  readonly toggle: (index: number, fellows?: readonly number[]) => boolean;
  readonly stop: () => void;
  readonly changeSpeed: (step: 1 | -1) => void;
}

/** Runs one stack of the desk at its natural speed. It stops as soon as the hand moves it, or another stack hangs there. */
export function useCine(viewportOf: (index: number) => StackViewport | undefined): Cine {
  const [running, setRunning] = useState<RunningCine>();
  const player = useRef<CinePlayer>(undefined);
  const index = running?.index;

  useEffect(() => {
    if (index === undefined) return undefined;
    let request = requestAnimationFrame(function look(now) {
      if (player.current?.tick(now) === true) request = requestAnimationFrame(look);
      else setRunning(undefined);
    });
    const counting = setInterval(() => {
      const dropped = player.current?.dropped() ?? 0;
      const isHeldUp = player.current?.isHeldUp() === true;
      setRunning((before) => (before === undefined || (before.dropped === dropped && before.isHeldUp === isHeldUp) ? before : { ...before, dropped, isHeldUp }));
    }, COUNT_MS);
    return () => {
      cancelAnimationFrame(request);
      clearInterval(counting);
    };
  }, [index]);

  return {
    running,
    toggle: (wanted, fellows = []) => {
      if (running?.index === wanted) {
        setRunning(undefined);
        return true;
      }
      const stack = viewportOf(wanted)?.now().stack?.passport.stack;
      const plan = stack === undefined ? undefined : cinePlanOf(stack);
      if (stack === undefined || plan === undefined) return false;
      /** Ultrasound and fluoroscopy run while they still arrive. */
      let hung = stack;
      const stateOf = () => {
        const now = viewportOf(wanted)?.now();
        const next = now?.stack?.passport.stack;
        const more = next === undefined || next === hung || !hasGrown(hung, next) ? undefined : cinePlanOf(next);
        if (next !== undefined && more !== undefined) {
          hung = next;
          player.current?.replan(more);
          setRunning((before) => before && { ...before, source: more.source, framesPerSecond: cineRateOf(more) });
        }
        return next === hung ? now : undefined;
      };
      player.current = createCinePlayer(
        plan,
        {
          place: () => stateOf()?.wantedIndex ?? stateOf()?.shown?.stackIndex,
          handScrolls: () => viewportOf(wanted)?.handScrolls() ?? 0,
          isWaiting: () => stateOf()?.wantedIndex !== undefined,
          isHere: (place) => isPlaceHere(viewportOf(wanted)?.now().stack, place),
          goTo: (place) => {
            viewportOf(wanted)?.scrollTo(place);
            for (const fellow of fellows) viewportOf(fellow)?.scrollTo(fellowPlace(place, hung.frames.length, viewportOf(fellow)?.now().stackSize ?? 0));
          },
        },
        performance.now(),
        1,
      );
      setRunning({ index: wanted, source: plan.source, factor: 1, framesPerSecond: cineRateOf(plan), dropped: 0, isHeldUp: false, fellows });
      return true;
    },
    stop: () => setRunning(undefined),
    changeSpeed: (step) => {
      if (running === undefined) return;
      const factor = nextFactor(running.factor, step);
      player.current?.setFactor(factor);
      setRunning({ ...running, factor });
    },
  };
}
