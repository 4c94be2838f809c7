import type { Choice } from './choose-next.ts';

/** One transfer on a line. */
export interface Flight {
  /** The first byte of the answer is here. May be said twice. */
  readonly answered: () => void;
  /** Given to the transfer, which stands still while the promise is open. */
  readonly hold: () => Promise<void> | undefined;
  /** So many bytes more are here. */
  readonly received: (bytes: number) => void;
  /** Aborted when it must give way altogether: what came of it is thrown away, and it is asked for again later. */
  readonly signal: AbortSignal;
  /** It is off the line. May be said twice. */
  readonly land: () => void;
}

/**
 * The transfers of one line. While something pressing is under way all others stand still where they are: nothing that came is thrown away,
 * and the line is free for the eye and for the stroke.
 */
export interface Flights {
  /** @param onAnswered there may be room for another request now */
  readonly start: (choice: Choice, onAnswered: () => void) => Flight;
  /** All transfers stand still, as for something pressing, until the returned function is called. */
  readonly hush: () => () => void;
  readonly isHushed: () => boolean;
  readonly count: () => number;
  /** @param limit how many requests fill the line; something pressing may go beyond it */
  readonly mayStart: (isPressing: boolean, limit: number) => boolean;
  /**
   * Ends the transfers that are not pressing and of which less than half is here. Standing still is not enough while somebody waits for a first
   * picture: what the sockets between here and the server hold crosses the line all the same, and that may be a whole image of each.
   * @param isKept not ended in any case
   * @param averageBytes of one object, as far as it is known
   */
  readonly clear: (isKept: (choice: Choice) => boolean, averageBytes: number | undefined) => void;
  /** Ends all transfers: the hospital was removed, or is asked in another way from now on. */
  readonly end: () => void;
  /** The eye has moved: which of the transfers are pressing now. */
  readonly rejudge: (isPressing: (choice: Choice) => boolean) => void;
}

/** A server gives up an answer that is not taken: nobody is held longer. */
const LONGEST_HOLD_MS = 15_000;
/** Held transfers keep their sockets; so many may be held. */
const MAXIMUM_HELD = 4;

interface Transfer {
  readonly choice: Choice;
  hasAnswered: boolean;
  isPressing: boolean;
  heldSinceMs: number | undefined;
  receivedBytes: number;
  readonly ending: AbortController;
}

export function createFlights(nowMs: () => number = () => performance.now()): Flights {
  const transfers = new Set<Transfer>();
  const hushes = new Set<symbol>();
  let wakers: (() => void)[] = [];
  const pressing = () => [...transfers].filter((transfer) => transfer.isPressing).length;

  /** All go on, and ask again whether they may. */
  const settle = () => {
    const isSomethingPressing = pressing() > 0 || hushes.size > 0;
    for (const transfer of transfers) {
      if (transfer.isPressing || !isSomethingPressing) transfer.heldSinceMs = undefined;
      else transfer.heldSinceMs ??= nowMs();
    }
    const waiting = wakers;
    wakers = [];
    for (const wake of waiting) wake();
  };

  const holdOf = async (transfer: Transfer): Promise<void> => {
    while (transfer.heldSinceMs !== undefined && !transfer.ending.signal.aborted) {
      const restMs = transfer.heldSinceMs + LONGEST_HOLD_MS - nowMs();
      if (restMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs);
        wakers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };

  return {
    start(choice, onAnswered) {
      const transfer: Transfer = { choice, hasAnswered: false, isPressing: choice.isPressing, heldSinceMs: undefined, receivedBytes: 0, ending: new AbortController() };
      transfers.add(transfer);
      settle();
      return {
        answered() {
          if (transfer.hasAnswered) return;
          transfer.hasAnswered = true;
          onAnswered();
        },
        received: (bytes) => void (transfer.receivedBytes += bytes),
        signal: transfer.ending.signal,
        hold: () => (transfer.heldSinceMs === undefined ? undefined : holdOf(transfer)),
        land() {
          if (transfers.delete(transfer)) settle();
          transfer.heldSinceMs = undefined;
        },
      };
    },
    hush() {
      const mark = Symbol('hush');
      hushes.add(mark);
      settle();
      return () => {
        if (hushes.delete(mark)) settle();
      };
    },
    isHushed: () => hushes.size > 0,
    count: () => transfers.size,
    mayStart(isPressing, limit) {
      // One is carried while the others wait for their first byte. Were all to wait at once, the line would stand idle, and go on doing so.
      const waiting = [...transfers].filter((transfer) => !transfer.hasAnswered && transfer.isPressing === isPressing).length;
      if (waiting >= Math.max(1, limit - 1)) return false;
      if (isPressing) return transfers.size < limit || (pressing() < limit && transfers.size < limit + MAXIMUM_HELD);
      return pressing() === 0 && hushes.size === 0 && transfers.size < limit;
    },
    clear(isKept, averageBytes) {
      for (const { choice, isPressing, receivedBytes, ending } of transfers) {
        if (!isPressing && !isKept(choice) && receivedBytes * 2 <= (averageBytes ?? 0)) ending.abort();
      }
      // What was held lets go of its line.
      settle();
    },
    end() {
      for (const { ending } of transfers) ending.abort();
      settle();
    },
    rejudge(isPressing) {
      for (const transfer of transfers) transfer.isPressing = isPressing(transfer.choice);
      settle();
    },
  };
}
