import { isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Clock } from '../platform/clock.ts';

/** The coordinator's time: a seat whose own clock is an hour wrong promises no other hour than its colleagues. */
export interface ServerClock extends Clock {
  /** What is added to this machine's clock, milliseconds. */
  readonly offsetMs: () => number;
  /** Asks the coordinator again. One that is away leaves the offset as it was. */
  readonly adjust: () => Promise<void>;
  /** Sees to it from now on: each minute, and at once when this machine's clock was set or the machine slept. @returns the way to stop */
  readonly watch: (seen: { readonly onMoved: () => void; readonly onFailure: (error: unknown) => void }) => () => void;
}

/** A clock that drifts is set right so often. */
const ADJUST_MS = 60_000;
const LOOK_MS = 2_000;
/** This machine's clock has gone otherwise than the time that passed. */
const JUMP_MS = 1_000;
/** What a page need not be told. */
const UNSEEN_MS = 500;

/** @param passedMs a clock that nobody sets */
export function createServerClock(clock: Clock, coordinator: () => Pick<Coordinator, 'kind' | 'serverNowMs'> | undefined, passedMs: () => number = () => performance.now()): ServerClock {
  let offsetMs = 0;
  const server: ServerClock = {
    now: () => new Date(clock.now().getTime() + offsetMs),
    offsetMs: () => offsetMs,
    async adjust() {
      const asked = coordinator();
      if (asked === undefined || asked.kind === 'embedded') return;
      try {
        const beforeMs = clock.now().getTime();
        const serverMs = await asked.serverNowMs();
        const afterMs = clock.now().getTime();
        // The answer was written somewhere between question and receipt: the middle is wrong by half of the way at most.
        offsetMs = Math.round(serverMs - (beforeMs + afterMs) / 2);
      } catch (error) {
        if (!isAppError(error)) throw error;
      }
    },
    watch({ onMoved, onFailure }) {
      let toldMs = offsetMs;
      let adjustedAtMs = passedMs();
      let seen = { wallMs: clock.now().getTime(), passedMs: adjustedAtMs };
      const timer = setInterval(() => {
        const now = { wallMs: clock.now().getTime(), passedMs: passedMs() };
        const hasJumped = Math.abs(now.wallMs - seen.wallMs - (now.passedMs - seen.passedMs)) > JUMP_MS;
        seen = now;
        if (!hasJumped && now.passedMs - adjustedAtMs < ADJUST_MS) return;
        adjustedAtMs = now.passedMs;
        server.adjust().then(() => {
          if (Math.abs(offsetMs - toldMs) < UNSEEN_MS) return;
          toldMs = offsetMs;
          onMoved();
        }).catch(onFailure);
      }, LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
  return server;
}
