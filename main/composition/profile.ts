import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { writeFileAtomically } from '../platform/write-file-atomically.ts';

/** Version of the layout of the profile folder itself. The databases count their own. */
export const PROFILE_VERSION = 1;

interface ProfileFile {
  readonly profileVersion: number;
  readonly createdAt: string;
  /** The catalogue's key, wrapped by the seat's secret store; base64. */
  readonly wrappedCatalogueKey: string;
  /**
   * HMAC of a fixed word under the catalogue's key, base64. A wrong key and a damaged first page look the same to SQLite; this tells them apart.
   */
  readonly keyCheckValue: string;
  /** While the catalogue gets another key: which of the two opens it says the catalogue. */
  readonly next?: { readonly wrappedCatalogueKey: string; readonly keyCheckValue: string };
}

/** What opens the catalogue. */
export interface ProfileKeys {
  readonly catalogueKey: Uint8Array;
  /** A change of the key was begun and not ended: this one opens it when the other does not. Never tried first: a change that was cut off is undone by the old key. */
  readonly nextCatalogueKey: Uint8Array | undefined;
  readonly isFirstStart: boolean;
}

/** Makes the folder of a seat, or says in words why not. @throws AppError `profile/not-writable` */
export function prepareProfileFolder(profileFolder: string): void {
  try {
    mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
    accessSync(profileFolder, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new AppError('profile/not-writable', 'the profile folder cannot be written', { cause, facts: { folder: profileFolder } });
  }
}

/**
 * The key of the catalogue: made on first start, unwrapped afterwards.
 * @throws AppError `profile/newer-version`, `profile/wrong-key`, `profile/damaged`
 */
export function openProfile(profileFolder: string, secrets: SecretStore, now: Date): ProfileKeys {
  const file = join(profileFolder, 'profile.json');
  if (!existsSync(file)) {
    if (existsSync(join(profileFolder, 'catalogue.sqlite'))) {
      throw new AppError('profile/damaged', 'profile.json is missing beside a catalogue', { facts: { file: 'profile.json' } });
    }
    const catalogueKey = randomBytes(32);
    writeProfile(profileFolder, secrets, catalogueKey, now);
    return { catalogueKey, nextCatalogueKey: undefined, isFirstStart: true };
  }
  const profile = readProfileFile(file);
  if (profile.profileVersion > PROFILE_VERSION) {
    throw new AppError('profile/newer-version', 'a newer version of the program has written this profile', {
      facts: { databaseVersion: profile.profileVersion, programVersion: PROFILE_VERSION },
    });
  }
  const unwrap = (wrapped: { readonly wrappedCatalogueKey: string; readonly keyCheckValue: string }): Uint8Array => {
    const key = secrets.unwrap(Buffer.from(wrapped.wrappedCatalogueKey, 'base64'));
    if (isSame(checkValue(key), Buffer.from(wrapped.keyCheckValue, 'base64'))) return key;
    throw new AppError('profile/wrong-key', 'the key does not belong to this profile');
  };
  return { catalogueKey: unwrap(profile), nextCatalogueKey: profile.next && unwrap(profile.next), isFirstStart: false };
}

/**
 * Does with the key that opens the catalogue, also when a change of it was cut off.
 * @param open throws AppError `profile/wrong-key` when the key is the other one
 */
export function withKeyThatOpens<T>({ catalogueKey, nextCatalogueKey }: Omit<ProfileKeys, 'isFirstStart'>, open: (key: Uint8Array) => T): T {
  try {
    return open(catalogueKey);
  } catch (error) {
    if (nextCatalogueKey === undefined || !isAppError(error, 'profile/wrong-key')) throw error;
    return open(nextCatalogueKey);
  }
}

/**
 * Writes `profile.json` for a catalogue whose key is known: at the first start, when a seat is restored or recovered, and when its key is changed.
 * @param nextKey from before the catalogue is encrypted anew until it is
 */
export function writeProfile(profileFolder: string, secrets: Pick<SecretStore, 'wrap'>, catalogueKey: Uint8Array, now: Date, nextKey?: Uint8Array): void {
  const wrapped = (key: Uint8Array) => ({ wrappedCatalogueKey: Buffer.from(secrets.wrap(key)).toString('base64'), keyCheckValue: checkValue(key).toString('base64') });
  const content: ProfileFile = { profileVersion: PROFILE_VERSION, createdAt: now.toISOString(), ...wrapped(catalogueKey), ...(nextKey === undefined ? {} : { next: wrapped(nextKey) }) };
  writeFileAtomically(join(profileFolder, 'profile.json'), JSON.stringify(content, undefined, 2));
}

/** The key was checked before: what SQLite then calls a wrong key is a damaged first page. */
export function explainCatalogueFailure(error: unknown): unknown {
  return isAppError(error, 'profile/wrong-key')
    ? new AppError('profile/damaged', 'the catalogue is damaged', { cause: error, facts: { file: 'catalogue.sqlite' } })
    : error;
}

function readProfileFile(file: string): ProfileFile {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProfileFile>;
    if (typeof content.profileVersion === 'number' && content.profileVersion > PROFILE_VERSION) return content as ProfileFile;
    if (typeof content.profileVersion === 'number' && typeof content.wrappedCatalogueKey === 'string' && typeof content.keyCheckValue === 'string') {
      return content as ProfileFile;
    }
  } catch (cause) {
    throw new AppError('profile/damaged', 'profile.json cannot be read', { cause, facts: { file: 'profile.json' } });
  }
  throw new AppError('profile/damaged', 'profile.json lacks a field', { facts: { file: 'profile.json' } });
}

function checkValue(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('tongyue key check').digest();
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
