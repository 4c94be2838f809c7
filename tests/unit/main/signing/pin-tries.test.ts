import { describe, expect, test } from 'vitest';
import { afterFailedTry, afterSuccess, pinTriesLeft, type PinState } from '#main/signing/pin-tries.ts';

const at = (time: string) => new Date(`2026-11-20T${time}.000Z`);
const failedAt = (...times: readonly string[]): PinState => times.reduce((state, time) => afterFailedTry(state, at(time)), afterSuccess);

describe('a key', () => {
  test('can be tried five times', () => {
    expect(pinTriesLeft(afterSuccess, at('10:00:00'))).toEqual({ triesLeft: 5, lockedUntil: null });
  });

  test('tells how many tries are left after each wrong PIN', () => {
    const states = [1, 2, 3, 4].map((count) => failedAt(...Array.from({ length: count }, () => '10:00:00')));
    expect(states.map((state) => pinTriesLeft(state, at('10:00:00')).triesLeft)).toEqual([4, 3, 2, 1]);
  });

  test('rests for ten minutes after the fifth wrong PIN', () => {
    const state = failedAt('10:00:00', '10:00:01', '10:00:02', '10:00:03', '10:00:04');
    expect([pinTriesLeft(state, at('10:00:05')), pinTriesLeft(state, at('10:10:03'))]).toEqual([
      { triesLeft: 0, lockedUntil: '2026-11-20T10:10:04.000Z' },
      { triesLeft: 0, lockedUntil: '2026-11-20T10:10:04.000Z' },
    ]);
  });

  test('gives all tries back when the rest is over', () => {
    const state = failedAt('10:00:00', '10:00:00', '10:00:00', '10:00:00', '10:00:00');
    expect(pinTriesLeft(state, at('10:10:00'))).toEqual({ triesLeft: 5, lockedUntil: null });
    expect(pinTriesLeft(afterFailedTry(state, at('10:10:00')), at('10:10:00'))).toEqual({ triesLeft: 4, lockedUntil: null });
  });

  test('does not rest longer for a wrong PIN during its rest', () => {
    const state = failedAt('10:00:00', '10:00:00', '10:00:00', '10:00:00', '10:00:00', '10:09:59');
    expect(pinTriesLeft(state, at('10:09:59')).lockedUntil).toBe('2026-11-20T10:10:00.000Z');
  });
});
