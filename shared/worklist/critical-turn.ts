/** Where a critical value of a colleague stands, and who is here. */
export interface CriticalTurn {
  /** 0 to 3: 0, 5, 10, 15 minutes without anybody closing it. */
  readonly step: number;
  readonly raisedBy: string;
  /** Seats that were heard of within a lease. */
  readonly here: readonly string[];
  readonly own: string;
}

/**
 * Whether this seat is told of it: after five minutes the second seat, which is the next after the one that raised it among those here, in the order of
 * their names; after ten everybody. A seat that is gone cannot call: then everybody is told at once after five.
 */
export function turnOf({ step, raisedBy, here, own }: CriticalTurn): boolean {
  if (own === raisedBy || step === 0) return false;
  if (step > 1 || !here.includes(raisedBy)) return true;
  const others = here.filter((seatId) => seatId !== raisedBy).toSorted();
  return (others.find((seatId) => seatId > raisedBy) ?? others[0] ?? own) === own;
}
