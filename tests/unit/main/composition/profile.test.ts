import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProfile, PROFILE_VERSION } from '#main/composition/profile.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const now = new Date('2026-11-21T00:00:00Z');
const newProfile = () => {
  const folder = temporaryFolder();
  return { folder, ...openProfile(folder, createFileSecretStore(folder), now) };
};

test('the key of the first start is the key of every later one', () => {
  const { folder, catalogueKey, isFirstStart } = newProfile();
  const again = openProfile(folder, createFileSecretStore(folder), now);
  expect(isFirstStart).toBe(true);
  expect(again.isFirstStart).toBe(false);
  expect(Buffer.from(again.catalogueKey)).toEqual(Buffer.from(catalogueKey));
});

test('the key does not stand in the profile in the clear', () => {
  const { folder, catalogueKey } = newProfile();
  const text = readFileSync(join(folder, 'profile.json'), 'utf8');
  expect(text).not.toContain(Buffer.from(catalogueKey).toString('base64'));
  expect(text).not.toContain(Buffer.from(catalogueKey).toString('hex'));
});

test('another machine cannot open it', () => {
  const { folder } = newProfile();
  writeFileSync(join(folder, 'seat.key'), randomBytes(32));
  expect(() => openProfile(folder, createFileSecretStore(folder), now)).toThrow(expect.objectContaining({ code: 'profile/wrong-key' }));
});

test('a profile of a newer version is refused before anything else is looked at', () => {
  const { folder } = newProfile();
  writeFileSync(join(folder, 'profile.json'), JSON.stringify({ profileVersion: PROFILE_VERSION + 1 }));
  expect(() => openProfile(folder, createFileSecretStore(folder), now)).toThrow(
    expect.objectContaining({ code: 'profile/newer-version', facts: { databaseVersion: PROFILE_VERSION + 1, programVersion: PROFILE_VERSION } }),
  );
});

test('garbage in profile.json is called damage', () => {
  const { folder } = newProfile();
  writeFileSync(join(folder, 'profile.json'), '{"profileVersion":');
  expect(() => openProfile(folder, createFileSecretStore(folder), now)).toThrow(expect.objectContaining({ code: 'profile/damaged' }));
});

test('a catalogue without its profile.json never gets a new key', () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'catalogue.sqlite'), 'x');
  expect(() => openProfile(folder, createFileSecretStore(folder), now)).toThrow(expect.objectContaining({ code: 'profile/damaged' }));
});
