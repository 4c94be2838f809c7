/** How often a PIN may be wrong in a row before its key rests. */
export const MAXIMUM_FAILED_TRIES = 5;
/** How long it rests. */
export const LOCK_MINUTES = 10;

export interface PinState {
  readonly failedTries: number;
  /** ISO 8601, UTC; null when the key is not locked. */
  readonly lockedUntil: string | null;
}

export interface PinTries {
  readonly triesLeft: number;
  /** ISO 8601, UTC; null when the key may be tried. */
  readonly lockedUntil: string | null;
}

/** What is left at this time. A lock that has ended gives all tries back. */
export function pinTriesLeft(state: PinState, now: Date): PinTries {
  const { failedTries, lockedUntil } = afterLock(state, now);
  return { triesLeft: lockedUntil === null ? MAXIMUM_FAILED_TRIES - failedTries : 0, lockedUntil };
}

/** The state after one more wrong PIN. A wrong PIN while the key is locked is not counted: the lock neither grows nor starts anew. */
export function afterFailedTry(state: PinState, now: Date): PinState {
  const current = afterLock(state, now);
  if (current.lockedUntil !== null) return current;
  const failedTries = current.failedTries + 1;
  const isLast = failedTries >= MAXIMUM_FAILED_TRIES;
  return { failedTries, lockedUntil: isLast ? new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString() : null };
}

/** The state after the right PIN. */
export const afterSuccess: PinState = { failedTries: 0, lockedUntil: null };

function afterLock(state: PinState, now: Date): PinState {
  if (state.lockedUntil === null || now < new Date(state.lockedUntil)) return state;
  return afterSuccess;
}
