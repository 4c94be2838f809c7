import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSecretStore } from '#main/hosts/electron/secrets.ts';
import { silentLog, type Log } from '#main/platform/log.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { explainStartFailure } from '#main/platform/start-failure.ts';
import { createSafeStorage } from '#tests/support/electron-stand-in.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const secret = new Uint8Array([7, 7, 7, 1, 2, 3]);
const open = (profileFolder: string, safeStorage = createSafeStorage(), log: Log = silentLog, system: NodeJS.Platform = 'linux') =>
  openSecretStore({ safeStorage, profileFolder, system, log });

/** What `openProfile` writes at the end of a first start. */
function finishFirstStart(profileFolder: string): void {
  writeFileSync(join(profileFolder, 'profile.json'), '{}');
}

test('what was wrapped on one start is unwrapped on the next', async () => {
  const folder = temporaryFolder();
  const wrapped = (await open(folder)).wrap(secret);
  finishFirstStart(folder);
  expect(new Uint8Array((await open(folder)).unwrap(wrapped))).toEqual(secret);
});

test('the keeper is named for the diagnostics page', async () => {
  expect((await open(temporaryFolder())).keeper).toBe('gnome_libsecret');
  expect((await open(temporaryFolder(), undefined, undefined, 'win32')).keeper).toBe('DPAPI');
  expect((await open(temporaryFolder(), undefined, undefined, 'darwin')).keeper).toBe('Keychain');
});

test('the profile holds no key in clear, and no key file', async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  expect(existsSync(join(folder, 'seat.key'))).toBe(false);
  // A store under the bytes of the file would open what the key opens.
  const { wrapWith } = await import('#main/platform/key-wrap.ts');
  const kept = readFileSync(join(folder, 'seat.keychain'));
  expect(() => wrapWith(kept.subarray(0, 32)).unwrap(store.wrap(secret))).toThrow();
});

test('another user of the machine does not open the profile', async () => {
  const folder = temporaryFolder();
  await open(folder, createSafeStorage({ user: 'dr-shen' }));
  await expect(open(folder, createSafeStorage({ user: 'dr-zhou' }))).rejects.toMatchObject({ code: 'profile/wrong-key' });
});

test('a profile of the key chain is not opened without it, and no key is made in its place', async () => {
  const folder = temporaryFolder();
  await open(folder);
  await expect(open(folder, createSafeStorage({ backend: 'basic_text' }))).rejects.toMatchObject({ code: 'profile/wrong-key' });
  expect(existsSync(join(folder, 'seat.key'))).toBe(false);
});

test.each([
  ['a key chain that is plain text', createSafeStorage({ backend: 'basic_text' })],
  ['no key chain', createSafeStorage({ isAvailable: false })],
  ['a key chain that only scrambles', createSafeStorage({ mark: 'v10' })],
])('with %s the key goes into a file, and the log says so', async (_what, safeStorage) => {
  const folder = temporaryFolder();
  const warnings: string[] = [];
  const store = await open(folder, safeStorage, { ...silentLog, warn: (message) => void warnings.push(message) });
  expect(store.keeper).toBe('seat.key');
  expect(existsSync(join(folder, 'seat.keychain'))).toBe(false);
  expect(warnings).toEqual(['the key of this profile lies in a file and not in a key chain']);
});

test('the mark that means scrambled on Linux is the normal one elsewhere', async () => {
  expect((await open(temporaryFolder(), createSafeStorage({ mark: 'v10' }), silentLog, 'darwin')).keeper).toBe('Keychain');
});

test('a profile that began with a key file stays with it', async () => {
  const folder = temporaryFolder();
  const wrapped = createFileSecretStore(folder).wrap(secret);
  finishFirstStart(folder);
  const store = await open(folder);
  expect(store.keeper).toBe('seat.key');
  expect(new Uint8Array(store.unwrap(wrapped))).toEqual(secret);
});

test('a key chain with a new key of its own gets ours sealed anew', async () => {
  const folder = temporaryFolder();
  const wrapped = (await open(folder)).wrap(secret);
  const before = readFileSync(join(folder, 'seat.keychain'));
  const renewed = await open(folder, createSafeStorage({ shouldReEncrypt: true, mark: 'v12' }));
  expect(new Uint8Array(renewed.unwrap(wrapped))).toEqual(secret);
  expect(readFileSync(join(folder, 'seat.keychain')).equals(before)).toBe(false);
  expect(new Uint8Array((await open(folder, createSafeStorage({ mark: 'v12' }))).unwrap(wrapped))).toEqual(secret);
});

test('the loopback host says which program opens a profile of the key chain, and makes no key', async () => {
  const folder = temporaryFolder();
  await open(folder);
  let failure: unknown;
  try {
    createFileSecretStore(folder);
  } catch (error) {
    failure = error;
  }
  expect(explainStartFailure(failure, folder)).toMatch(/desktop program/);
  expect(existsSync(join(folder, 'seat.key'))).toBe(false);
});
