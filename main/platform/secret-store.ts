import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { destroyFile, replaceAndDestroy } from './destroy-file.ts';
import { wrapWith } from './key-wrap.ts';
import { adoptSealedKey, isSealed, lockOf, openSealedKeys, SEALED_KEY_FILE, sealFirstKey, sealNextKey, type ScryptCost } from './sealed-key.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Wraps small secrets (database keys) so that a copy of the profile alone does not open it. */
export interface SecretStore {
  /** What keeps the wrapping key, in words for the diagnostics page. */
  readonly keeper: string;
  readonly wrap: (secret: Uint8Array) => Uint8Array;
  /** @throws AppError `profile/wrong-key` when it was wrapped by another key or was changed */
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array;
  readonly renewal: SecretRenewal;
}

/**
 * A new wrapping key in place of the old one. Between `begin` and `end` both open and the new one wraps, over a restart too: whatever was wrapped is
 * wrapped anew meanwhile, and only then the old key is destroyed.
 */
export interface SecretRenewal {
  readonly isUnderWay: () => boolean;
  /** Does nothing when one is under way. */
  readonly begin: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** In a profile whose wrapping key the operating system keeps: that key, encrypted (`main/hosts/electron/secrets.ts`). */
export const KEYCHAIN_FILE = 'seat.keychain';
export const KEY_FILE = 'seat.key';
/** Behind the name of either, while a renewal is under way: the new one. */
export const NEXT_ENDING = '.next';

/**
 * The secret store of the loopback host, which has no key chain: a key in a file that only the owner may read (`seat.key`). It protects packs
 * and catalogue that leave the machine without it, not against somebody who can read the owner's files. The Electron host uses the
 * operating system's key chain instead.
 * With a passphrase there is no such file: the key lies sealed in `seat.sealed`, and nobody opens the profile without the passphrase.
 * @throws AppError `profile/wrong-key` for a profile whose key is in the key chain, or whose passphrase is missing or another; `profile/damaged`
 */
export function createFileSecretStore(folder: string, { passphrase, nextPassphrase, cost }: SeatPassphrases = {}): SecretStore {
  const file = join(folder, KEY_FILE);
  const nextFile = `${file}${NEXT_ENDING}`;
  if (existsSync(join(folder, KEYCHAIN_FILE))) {
    throw new AppError('profile/wrong-key', 'the key of this profile is in the key chain', { facts: { file: KEYCHAIN_FILE } });
  }
  const isFirstStart = !existsSync(file) && !isSealed(folder);
  if (isFirstStart && passphrase !== undefined) sealFirstKey(folder, lockOf(passphrase, cost));
  else if (isFirstStart) writeFileAtomically(file, randomBytes(KEY_BYTES), 0o600);
  const sealed = openSealedKeys(folder, passphrase, existsSync(file) ? readKeyFile(file) : undefined);
  if (sealed === undefined && passphrase !== undefined) {
    throw new AppError('profile/wrong-key', 'the key of this profile lies in a file: npm run rotate-keys -- --new-passphrase-file FILE', { facts: { file: SEALED_KEY_FILE, reason: 'not-sealed' } });
  }
  // A change to a passphrase that was killed at its very end.
  if (isSealed(folder)) destroyFile(file);
  const nextLock = nextPassphrase === undefined ? sealed?.lock : lockOf(nextPassphrase, cost);
  const current = sealed?.current ?? readKeyFile(file);
  let newest = sealed?.next ?? current;
  return renewableStore(sealed === undefined ? KEY_FILE : SEALED_KEY_FILE, current, sealed === undefined && existsSync(nextFile) ? readKeyFile(nextFile) : sealed?.next, {
    async make() {
      if (nextLock !== undefined) return (newest = sealNextKey(folder, newest, nextLock));
      if (sealed !== undefined) throw new AppError('profile/wrong-key', 'the passphrase was replaced by another one: start again with that', { facts: { file: SEALED_KEY_FILE, reason: 'replaced' } });
      const key = randomBytes(KEY_BYTES);
      writeFileAtomically(nextFile, key, 0o600);
      return key;
    },
    adopt: async () => void (adoptSealedKey(folder, file) || replaceAndDestroy(nextFile, file)),
  });
}

/** Of a profile that nobody opens without one. */
export interface SeatPassphrases {
  /** What opens the profile, or a new one from its first start on. */
  readonly passphrase?: string | undefined;
  /** What opens it once its keys were changed. */
  readonly nextPassphrase?: string | undefined;
  /** Of scrypt; a test takes less. */
  readonly cost?: ScryptCost | undefined;
}

const KEY_BYTES = 32;

/** A key that others on this machine may read is closed to them first. */
function readKeyFile(file: string): Uint8Array {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  const key = readFileSync(file);
  if (key.length !== KEY_BYTES) throw new AppError('profile/damaged', 'seat.key has the wrong length', { facts: { file: KEY_FILE } });
  return key;
}

/**
 * What both hosts make of a key, and of the new one where a renewal was begun.
 * @param places where the new key is kept until it is the key: `make` makes and keeps it, `adopt` puts it in the place of the old one, which is destroyed
 */
export function renewableStore(
  keeper: string, currentKey: Uint8Array, nextKey: Uint8Array | undefined, places: { readonly make: () => Promise<Uint8Array>; readonly adopt: () => Promise<void> },
): SecretStore {
  let current = wrapWith(currentKey);
  let next = nextKey === undefined ? undefined : wrapWith(nextKey);
  return {
    keeper,
    wrap: (secret) => (next ?? current).wrap(secret),
    unwrap: (wrapped) => (next === undefined ? undefined : unwrapIfOurs(next, wrapped)) ?? current.unwrap(wrapped),
    renewal: {
      isUnderWay: () => next !== undefined,
      async begin() {
        next ??= wrapWith(await places.make());
      },
      async end() {
        if (next === undefined) return;
        await places.adopt();
        current = next;
        next = undefined;
      },
    },
  };
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
