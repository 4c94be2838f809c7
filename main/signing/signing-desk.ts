import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { KeySource } from './key-source.ts';
import { pinTriesLeft } from './pin-tries.ts';
import type { SignerRepository, StoredSigner } from './signer.repository.ts';

/** Who may sign here, and how often a PIN may be wrong, whatever is signed. */
export interface SigningDesk {
  /** @throws AppError `signing/unknown-signer`, `signing/key-locked` */
  readonly requireSigner: (signerId: number) => Promise<StoredSigner>;
  /**
   * Uses a key and keeps the count of wrong PINs.
   * @throws AppError `signing/wrong-pin` with the tries left, `signing/key-locked`, and what `act` throws
   */
  readonly withTries: <T>(signer: StoredSigner, act: (source: KeySource) => Promise<T>) => Promise<T>;
}

export function createSigningDesk({ signers, clock }: { readonly signers: Remote<SignerRepository>; readonly clock: Clock }): SigningDesk {
  return {
    async requireSigner(signerId) {
      const signer = await signers.find(signerId);
      if (signer === undefined) throw new AppError('signing/unknown-signer', 'no such signer');
      const { lockedUntil } = pinTriesLeft(signer, clock.now());
      if (lockedUntil !== null) throw new AppError('signing/key-locked', 'the key is locked after wrong PINs', { facts: { lockedUntil } });
      return signer;
    },

    async withTries(signer, act) {
      try {
        const made = await act(signer.source);
        await signers.recordSuccess(signer.id);
        return made;
      } catch (error) {
        if (!isAppError(error, 'signing/wrong-pin')) throw error;
        const { triesLeft, lockedUntil } = pinTriesLeft(await signers.recordFailedTry(signer.id, clock.now().toISOString()), clock.now());
        if (lockedUntil !== null) throw new AppError('signing/key-locked', 'the key is locked after wrong PINs', { facts: { lockedUntil } });
        throw new AppError('signing/wrong-pin', 'the PIN does not open the key', { facts: { triesLeft } });
      }
    },
  };
}
