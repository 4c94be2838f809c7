import { useCallback, useEffect, useRef, useState } from 'react';
import { showAll, showHeld, type ShownList } from './held-rows.ts';

/** A hand that has rested this long no longer holds the list. */
const IDLE_MS = 3000;

export interface HeldList<Row> {
  readonly list: ShownList<Row>;
  /** The hand is on the list: rows keep their places until it rests. */
  readonly touch: () => void;
  /** The hand let go: what waits is shown now. */
  readonly release: () => void;
}

interface Shown<Row> {
  readonly list: ShownList<Row>;
  readonly incoming: readonly Row[];
  readonly resetKey: string;
  readonly isHeld: boolean;
}

/**
 * Keeps rows under the pointer where they are.
 * @param resetKey another view or search is another list and is shown at once
 */
export function useHeldList<Row extends { readonly studyId: number }>(incoming: readonly Row[], resetKey: string): HeldList<Row> {
  const [isHeld, setIsHeld] = useState(false);
  const [shown, setShown] = useState<Shown<Row>>(() => ({ list: showAll(incoming), incoming, resetKey, isHeld }));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const release = useCallback(() => {
    clearTimeout(timer.current);
    setIsHeld(false);
  }, []);
  const touch = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsHeld(false), IDLE_MS);
    setIsHeld(true);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  let current = shown;
  if (shown.incoming !== incoming || shown.resetKey !== resetKey || shown.isHeld !== isHeld) {
    const list = isHeld && shown.resetKey === resetKey ? showHeld(shown.list, incoming) : showAll(incoming);
    current = { list, incoming, resetKey, isHeld };
    setShown(current);
  }
  return { list: current.list, touch, release };
}
