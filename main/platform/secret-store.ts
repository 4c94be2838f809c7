import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Wraps small secrets (database keys) so that a copy of the profile alone does not open it. */
export interface SecretStore {
  /** What keeps the wrapping key, in words for the diagnostics page. */
  readonly keeper: string;
  readonly wrap: (secret: Uint8Array) => Uint8Array;
  /** @throws AppError `profile/wrong-key` when it was wrapped by another key or was changed */
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array;
}

/** In a profile whose wrapping key the operating system keeps: that key, encrypted (`main/hosts/electron/secrets.ts`). */
export const KEYCHAIN_FILE = 'seat.keychain';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The secret store of the loopback host, which has no key chain: a key in a file that only the owner may read (`seat.key`). It protects packs
 * and catalogue that leave the machine without it, not against somebody who can read the owner's files. The Electron host uses the
 * operating system's key chain instead.
 * @throws AppError `profile/wrong-key` for a profile whose key is in the key chain; `profile/damaged`
 */
export function createFileSecretStore(folder: string): SecretStore {
  const file = join(folder, 'seat.key');
  if (existsSync(join(folder, KEYCHAIN_FILE))) {
    throw new AppError('profile/wrong-key', 'the key of this profile is in the key chain', { facts: { file: KEYCHAIN_FILE } });
  }
  if (!existsSync(file)) writeFileAtomically(file, randomBytes(32), 0o600);
  const key = readFileSync(file);
  if (key.length !== 32) throw new AppError('profile/damaged', 'seat.key has the wrong length', { facts: { file: 'seat.key' } });
  return { keeper: 'seat.key', ...wrapWith(key) };
}

/**
 * A secret that another machine may have wrapped: a catalogue that was restored or recovered holds such.
 * @returns undefined when the wrapping key is not the one of this seat; whoever asks does without, or asks the person anew
 */
export function unwrapIfOurs({ unwrap }: Pick<SecretStore, 'unwrap'>, wrapped: Uint8Array): Uint8Array | undefined {
  try {
    return unwrap(wrapped);
  } catch (error) {
    if (isAppError(error, 'profile/wrong-key')) return undefined;
    throw error;
  }
}

/** AES-256-GCM with a random nonce: nonce, tag, cipher text. */
export function wrapWith(key: Uint8Array): Pick<SecretStore, 'wrap' | 'unwrap'> {
  return {
    wrap(secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    unwrap(wrapped) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(wrapped.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      } catch (cause) {
        throw new AppError('profile/wrong-key', 'the key does not open the wrapped secret', { cause });
      }
    },
  };
}
