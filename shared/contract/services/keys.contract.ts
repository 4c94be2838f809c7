import { z } from 'zod';
import { ERROR_CODES } from '../../errors/error-code.ts';
import { method } from '../base-contract.ts';
import { instant } from '../vocabulary.ts';

/**
 * Changing all keys of the seat. `studies` counts those with images on this machine. `stopped`: a person stopped it, or the program ended; what has its new
 * key keeps it, and the rest goes on from there.
 */
export const keyRotation = z.object({
  status: z.enum(['running', 'stopped', 'done']),
  startedAt: instant,
  /** Who pressed it. */
  startedBy: z.string(),
  endedAt: instant.nullable(),
  studies: z.int().nonnegative(),
  studiesDone: z.int().nonnegative(),
  bytesDone: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable(),
  /** Studies that are damaged, or were written to all the time: they keep their old key until the next time. */
  studiesLeftOut: z.int().nonnegative(),
  /** Why it stopped by itself; null when nothing was in its way. */
  failure: z.enum(ERROR_CODES).nullable(),
});
export type KeyRotationSummary = z.infer<typeof keyRotation>;

export const keyState = z.object({
  /** What keeps the wrapping key: `seat.key`, or the key chain of the operating system. */
  keeper: z.string(),
  /** Null: never, since the first start. */
  rotation: keyRotation.nullable(),
  /** `stale`: what lies in escrow opens the catalogue of before the last change of keys. */
  escrow: z.enum(['none', 'current', 'stale']),
});
export type KeyStateSummary = z.infer<typeof keyState>;

export const keysContract = {
  state: method().output(keyState),
  /** New wrapping key and catalogue at once, the packs in the background; goes on where it was stopped. */
  rotate: method('profile/in-use', 'profile/not-writable', 'store/disk-full').output(keyState),
  stop: method().output(keyState),
  /** @param pem public key or certificate of the hospital */
  renewEscrow: method('signing/key-unreadable').input(z.object({ pem: z.string().min(1).max(20_000) })).output(keyState),
};
