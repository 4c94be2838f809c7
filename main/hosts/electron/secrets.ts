import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import type { Log } from '../../platform/log.ts';
import { replaceAndDestroy } from '../../platform/destroy-file.ts';
import { createFileSecretStore, KEYCHAIN_FILE, NEXT_ENDING, renewableStore, type SecretStore } from '../../platform/secret-store.ts';
import { writeFileAtomically } from '../../platform/write-file-atomically.ts';
import type { ElectronSafeStorage } from './electron-port.ts';

const KEY_BYTES = 32;

/** How Chromium marks on Linux what it only scrambled with a key that everybody knows. */
const SCRAMBLED_MARK = 'v10';

export interface SecretStoreDependencies {
  readonly safeStorage: ElectronSafeStorage;
  readonly profileFolder: string;
  readonly system: NodeJS.Platform;
  readonly log: Log;
}

/**
 * The secret store of this seat: AES-256-GCM under a random key that the operating system keeps (DPAPI, Keychain, libsecret, KWallet); the
 * profile holds that key encrypted, in `seat.keychain`. A profile stays with the keeper it began with: one that began with a key in a file (a
 * system without a key chain, or the loopback host) is opened with that file. After `ready`.
 * @throws AppError `profile/wrong-key` when this user's key chain does not open the key
 */
export async function openSecretStore(dependencies: SecretStoreDependencies): Promise<SecretStore> {
  const { safeStorage, profileFolder, system, log } = dependencies;
  const file = join(profileFolder, KEYCHAIN_FILE);
  const keeper = await findKeeper(safeStorage, system);
  if (existsSync(file)) {
    if (keeper === undefined) throw wrongKey(new Error('the key chain is not available'));
    return keyChainStore(keeper, await readKey(safeStorage, file), dependencies);
  }
  const isNewProfile = !existsSync(join(profileFolder, 'profile.json'));
  const fresh = isNewProfile && keeper !== undefined ? await sealNewKey(safeStorage, system) : undefined;
  if (keeper === undefined || fresh === undefined) {
    log.warn('the key of this profile lies in a file and not in a key chain', { isNewProfile, hasKeyChain: keeper !== undefined });
    return createFileSecretStore(profileFolder);
  }
  writeFileAtomically(file, fresh.sealed, 0o600);
  return keyChainStore(keeper, fresh.key, dependencies);
}

async function keyChainStore(keeper: string, key: Uint8Array, { safeStorage, profileFolder, system }: SecretStoreDependencies): Promise<SecretStore> {
  const file = join(profileFolder, KEYCHAIN_FILE);
  const nextFile = `${file}${NEXT_ENDING}`;
  const next = existsSync(nextFile) ? await readKey(safeStorage, nextFile) : undefined;
  return renewableStore(keeper, key, next, {
    async make() {
      const fresh = await sealNewKey(safeStorage, system);
      if (fresh === undefined) throw wrongKey(new Error('the key chain takes no new key'));
      writeFileAtomically(nextFile, fresh.sealed, 0o600);
      return fresh.key;
    },
    adopt: async () => replaceAndDestroy(nextFile, file),
  });
}

/** @returns what keeps keys here, undefined when nothing does that deserves the name */
async function findKeeper(safeStorage: ElectronSafeStorage, system: NodeJS.Platform): Promise<string | undefined> {
  const backend = system === 'linux' ? safeStorage.getSelectedStorageBackend() : system === 'darwin' ? 'Keychain' : 'DPAPI';
  if (backend === 'basic_text' || backend === 'unknown') return undefined;
  return (await safeStorage.isAsyncEncryptionAvailable()) ? backend : undefined;
}

/** @returns undefined when the key chain only scrambles, or does not give back what it took */
async function sealNewKey(safeStorage: ElectronSafeStorage, system: NodeJS.Platform) {
  const key = randomBytes(KEY_BYTES);
  try {
    const sealed = await safeStorage.encryptStringAsync(key.toString('base64'));
    if (system === 'linux' && sealed.subarray(0, SCRAMBLED_MARK.length).toString('latin1') === SCRAMBLED_MARK) return undefined;
    const { result } = await safeStorage.decryptStringAsync(sealed);
    return result === key.toString('base64') ? { key, sealed } : undefined;
  } catch {
    return undefined;
  }
}

async function readKey(safeStorage: ElectronSafeStorage, file: string): Promise<Uint8Array> {
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(file)).catch((cause: unknown) => {
    throw wrongKey(cause);
  });
  const key = Buffer.from(result, 'base64');
  if (key.length !== KEY_BYTES) throw new AppError('profile/damaged', 'the kept key has the wrong length', { facts: { file: KEYCHAIN_FILE } });
  if (shouldReEncrypt) writeFileAtomically(file, await safeStorage.encryptStringAsync(result), 0o600);
  return key;
}

function wrongKey(cause: unknown): AppError {
  return new AppError('profile/wrong-key', 'the key chain does not open the key of this profile', { cause });
}
