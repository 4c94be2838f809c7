import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What wraps and unwraps with one key. */
export interface KeyWrap {
  readonly wrap: (secret: Uint8Array) => Uint8Array;
  /** @throws AppError `profile/wrong-key` when it was wrapped by another key or was changed */
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array;
}

/** AES-256-GCM with a random nonce: nonce, tag, cipher text. */
export function wrapWith(key: Uint8Array): KeyWrap {
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
