import { useCallback, useRef } from 'react';

/** Two presses within this time are one double press. */
const DOUBLE_PRESS_MS = 600;

/** Tells single presses from double ones: the first press acts at once, the second does the other thing. */
export function useDoublePress(first: () => void, second: () => void): () => void {
  const lastPress = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    const now = performance.now();
    const isSecond = now - lastPress.current <= DOUBLE_PRESS_MS;
    lastPress.current = isSecond ? Number.NEGATIVE_INFINITY : now;
    if (isSecond) second();
    else first();
  }, [first, second]);
}
