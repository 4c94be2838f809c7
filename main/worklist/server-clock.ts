import { isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Clock } from '../platform/clock.ts';

/** The coordinator's time: a seat whose own clock is an hour wrong promises no other hour than its colleagues. */
export interface ServerClock extends Clock {
  /** What is added to this machine's clock, milliseconds. */
  readonly offsetMs: () => number;
  /** Asks the coordinator again. One that is away leaves the offset as it was. */
  readonly adjust: () => Promise<void>;
}

export function createServerClock(clock: Clock, coordinator: () => Pick<Coordinator, 'kind' | 'serverNowMs'> | undefined): ServerClock {
  let offsetMs = 0;
  return {
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
  };
}
