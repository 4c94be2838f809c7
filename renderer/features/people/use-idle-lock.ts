import { useEffect, useRef } from 'react';

/** Main is told of a hand this often at most. */
export const TOUCH_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 2_000;
const HANDS = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'touchstart'] as const;

export interface IdleLock {
  /** Undefined: nobody is signed in, nothing is locked. */
  readonly idleMinutes: number | undefined;
  readonly onIdle: () => void;
  readonly onHand: () => void;
}

/** Windows of one seat tell each other here that a hand has moved: a hand at one keeps all of them open. */
const CHANNEL = 'tongyue.hands';

/** Hears every hand at the windows of the seat and says when none has moved for too long. */
export function useIdleLock(lock: IdleLock): void {
  const latest = useRef(lock);
  useEffect(() => {
    latest.current = lock;
  });
  const { idleMinutes } = lock;
  useEffect(() => {
    if (idleMinutes === undefined) return undefined;
    let movedAt = Date.now();
    let toldAt = Date.now();
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener('message', () => {
      movedAt = Date.now();
    });
    const onHand = () => {
      const now = Date.now();
      // A machine that slept wakes idle: the hand that wakes it unlocks nothing.
      if (now - movedAt > idleMinutes * 60_000) return latest.current.onIdle();
      movedAt = now;
      if (now - toldAt < TOUCH_EVERY_MS) return undefined;
      toldAt = now;
      channel.postMessage('moved');
      return latest.current.onHand();
    };
    const timer = setInterval(() => {
      if (Date.now() - movedAt > idleMinutes * 60_000) latest.current.onIdle();
    }, LOOK_EVERY_MS);
    for (const hand of HANDS) window.addEventListener(hand, onHand, { capture: true, passive: true });
    return () => {
      channel.close();
      clearInterval(timer);
      for (const hand of HANDS) window.removeEventListener(hand, onHand, { capture: true });
    };
  }, [idleMinutes]);
}
