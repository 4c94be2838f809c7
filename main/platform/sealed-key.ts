import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { destroyFile, replaceAndDestroy } from './destroy-file.ts';
import { wrapWith, type KeyWrap } from './key-wrap.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** In a profile that asks for a passphrase: its wrapping key, wrapped with what scrypt (RFC 7914) makes of the passphrase. */
export const SEALED_KEY_FILE = 'seat.sealed';
const NEXT_FILE = `${SEALED_KEY_FILE}.next`;

/** 128 MiB and half a second of one core: OWASP's first choice of scrypt parameters. */
const COST = { N: 131_072, r: 8, p: 1 } as const;
const MISSING = 'this profile asks for its passphrase (--passphrase-file FILE, or a terminal)';
const WRONG = 'the passphrase does not open this profile';
const LARGEST_N = 1_048_576;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** NIST SP 800-63B asks for 8 of a secret that is guessed over a line; this one is guessed at home. */
export const SHORTEST_PASSPHRASE = 12;

export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** What wraps a key: kept instead of the passphrase while the program runs. */
interface Lock extends ScryptCost {
  /** base64 */
  readonly salt: string;
  readonly wrapping: KeyWrap;
}

interface SealedKey extends ScryptCost {
  readonly version: 1;
  readonly salt: string;
  /** base64, as are the others */
  readonly wrappedKey: string;
  /** While this key takes the place of another: either passphrase, and the key file, opens both. */
  readonly succession?: { readonly newUnderOld: string; readonly oldUnderNew: string };
}

/** The keys of a profile that asks for a passphrase, or will once a change has ended. */
export interface SealedKeys {
  readonly current: Uint8Array;
  /** The new one, while it takes the place of the other. */
  readonly next: Uint8Array | undefined;
  /** Undefined while another passphrase takes the place of the one that was given: that one seals what comes after. */
  readonly lock: Lock | undefined;
}

/** Whether the profile asks for a passphrase. */
export function isSealed(folder: string): boolean {
  return existsSync(join(folder, SEALED_KEY_FILE));
}

/** @throws AppError `profile/wrong-key` for a passphrase that is too short */
export function lockOf(passphrase: string, cost: ScryptCost = COST): Lock {
  if (passphrase.length < SHORTEST_PASSPHRASE) throw refused('too-short', `a passphrase has ${SHORTEST_PASSPHRASE} characters or more`);
  const salt = randomBytes(SALT_BYTES).toString('base64');
  return { ...cost, salt, wrapping: derive(passphrase, salt, cost) };
}

/** Seals the first key of a profile. */
export function sealFirstKey(folder: string, lock: Lock): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  writeSealed(join(folder, SEALED_KEY_FILE), seal(key, lock));
  return key;
}

/**
 * @param fileKey the key in `seat.key`, while a passphrase takes its place
 * @returns undefined for a profile that asks for none
 * @throws AppError `profile/wrong-key` with the fact `reason`: missing, wrong, replaced; `profile/damaged`
 */
export function openSealedKeys(folder: string, passphrase: string | undefined, fileKey: Uint8Array | undefined): SealedKeys | undefined {
  const [now, next] = [readSealed(folder, SEALED_KEY_FILE), readSealed(folder, NEXT_FILE)];
  if (now === undefined) return next === undefined || fileKey === undefined ? undefined : openSuccession(next, fileKey, passphrase);
  if (passphrase === undefined) throw refused('missing', MISSING);
  const lock = lockFrom(now, passphrase);
  const current = unwrapped(lock, now.wrappedKey);
  if (next === undefined) {
    if (current === undefined) throw refused('wrong', WRONG);
    return { current, next: undefined, lock };
  }
  if (current !== undefined && next.succession !== undefined) return { current, next: required(wrapWith(current), next.succession.newUnderOld), lock: undefined };
  const nextLock = lockFrom(next, passphrase);
  const opened = unwrapped(nextLock, next.wrappedKey);
  if (opened === undefined) throw current === undefined ? refused('wrong', WRONG) : refused('replaced', 'the passphrase was replaced by another one');
  // At the very end of a change nothing is wrapped with the old key any more.
  return { current: next.succession === undefined ? opened : required(wrapWith(opened), next.succession.oldUnderNew), next: opened, lock: nextLock };
}

function openSuccession(next: SealedKey, fileKey: Uint8Array, passphrase: string | undefined): SealedKeys {
  const lock = passphrase === undefined ? undefined : lockFrom(next, passphrase);
  const opened = lock && unwrapped(lock, next.wrappedKey);
  if (lock !== undefined && opened === undefined) throw refused('wrong', WRONG);
  // Until the change has ended the key file opens it as well; at its very end, when all is wrapped anew, no more.
  if (next.succession !== undefined) return { current: fileKey, next: required(wrapWith(fileKey), next.succession.newUnderOld), lock };
  if (opened === undefined) throw refused('missing', MISSING);
  return { current: opened, next: opened, lock };
}

/** Makes the key that takes the place of `current`, sealed by `lock`. */
export function sealNextKey(folder: string, current: Uint8Array, lock: Lock): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  const succession = { newUnderOld: toBase64(wrapWith(current).wrap(key)), oldUnderNew: toBase64(wrapWith(key).wrap(current)) };
  writeSealed(join(folder, NEXT_FILE), { ...seal(key, lock), succession });
  return key;
}

/** @returns false when no sealed key takes the place of another. After it only the new passphrase opens the profile; a key file is destroyed. */
export function adoptSealedKey(folder: string, keyFile: string): boolean {
  const next = readSealed(folder, NEXT_FILE);
  if (next === undefined) return false;
  const { succession: _, ...clean } = next;
  writeSealed(join(folder, NEXT_FILE), clean);
  replaceAndDestroy(join(folder, NEXT_FILE), join(folder, SEALED_KEY_FILE));
  destroyFile(keyFile);
  return true;
}

/** For a profile whose passphrase is lost and that is recovered with the key in escrow. */
export function removeSealedKeys(folder: string): void {
  for (const name of [NEXT_FILE, SEALED_KEY_FILE]) destroyFile(join(folder, name));
}

function seal(key: Uint8Array, { N, r, p, salt, wrapping }: Lock): SealedKey {
  return { version: 1, N, r, p, salt, wrappedKey: toBase64(wrapping.wrap(key)) };
}

function lockFrom({ N, r, p, salt }: SealedKey, passphrase: string): Lock {
  return { N, r, p, salt, wrapping: derive(passphrase, salt, { N, r, p }) };
}

/** The same characters typed by two input methods are the same passphrase (RFC 8265, NFC). */
function derive(passphrase: string, salt: string, cost: ScryptCost): Lock['wrapping'] {
  return wrapWith(scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, { ...cost, maxmem: 2 * 1024 * 1024 * 1024 }));
}

function unwrapped({ wrapping }: Lock, wrapped: string): Uint8Array | undefined {
  try {
    return required(wrapping, wrapped);
  } catch (error) {
    if (isAppError(error, 'profile/wrong-key')) return undefined;
    throw error;
  }
}

function required(wrapping: KeyWrap, wrapped: string): Uint8Array {
  return wrapping.unwrap(Buffer.from(wrapped, 'base64'));
}

function writeSealed(file: string, sealed: SealedKey): void {
  writeFileAtomically(file, `${JSON.stringify(sealed, undefined, 2)}\n`, 0o600);
}

function readSealed(folder: string, name: string): SealedKey | undefined {
  const file = join(folder, name);
  if (!existsSync(file)) return undefined;
  try {
    const sealed = JSON.parse(readFileSync(file, 'utf8')) as SealedKey;
    const { N, r, p } = sealed;
    const isCost = [N, r, p].every((one) => Number.isInteger(one) && one > 0) && N <= LARGEST_N && r <= 32 && p <= 16;
    if (sealed.version === 1 && isCost && typeof sealed.salt === 'string' && typeof sealed.wrappedKey === 'string') return sealed;
  } catch (cause) {
    throw new AppError('profile/damaged', `${name} cannot be read`, { cause, facts: { file: name } });
  }
  throw new AppError('profile/damaged', `${name} lacks a field`, { facts: { file: name } });
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function refused(reason: 'missing' | 'wrong' | 'replaced' | 'too-short', message: string): AppError {
  return new AppError('profile/wrong-key', message, { facts: { file: SEALED_KEY_FILE, reason } });
}
