import { chmodSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAudit } from '#main/composition/audit-command.ts';
import { runRotateCommand } from '#main/composition/rotate-command.ts';
import { readPassphrase } from '#main/platform/seat-passphrase.ts';
import { createFileSecretStore, type SeatPassphrases } from '#main/platform/secret-store.ts';
import { explainStartFailure } from '#main/platform/start-failure.ts';
import { readSeat, seatToRotate } from '#tests/support/key-rotation/seat-to-rotate.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const OLD = '云岫 远程 阅片 中心 的 口令';
const NEW = 'correct horse battery staple';
const SECRET = new TextEncoder().encode('the key of a catalogue');
/** A millisecond instead of half a second. */
const cost = { N: 1024, r: 8, p: 1 };

const open = (folder: string, passphrases: Omit<SeatPassphrases, 'cost'> = {}) => createFileSecretStore(folder, { ...passphrases, cost });
const reasonOf = (folder: string, passphrase?: string): unknown => {
  try {
    open(folder, { passphrase });
    return 'opens';
  } catch (error) {
    return (error as { facts?: Record<string, unknown> }).facts?.['reason'];
  }
};
const words = (wrapped: Uint8Array, folder: string, passphrase?: string) => new TextDecoder().decode(open(folder, { passphrase }).unwrap(wrapped));

test('a profile that was begun with a passphrase has no key file, opens with it, and says in words why it does not', () => {
  const folder = temporaryFolder();
  const wrapped = open(folder, { passphrase: OLD }).wrap(SECRET);
  expect([existsSync(join(folder, 'seat.key')), statSync(join(folder, 'seat.sealed')).mode & 0o077]).toEqual([false, 0]);
  expect(words(wrapped, folder, OLD)).toBe('the key of a catalogue');
  expect([reasonOf(folder, NEW), reasonOf(folder), reasonOf(folder, 'short')]).toEqual(['wrong', 'missing', 'wrong']);
  // No key was made in its place.
  expect(existsSync(join(folder, 'seat.key'))).toBe(false);
  for (const [passphrase, chinese, english] of [[undefined, '需要口令', 'asks for its passphrase'], [NEW, '口令不对', 'not the one of this profile']] as const) {
    let failure: unknown;
    try {
      open(folder, { passphrase });
    } catch (error) {
      failure = error;
    }
    expect(explainStartFailure(failure, folder)).toContain(chinese);
    expect(explainStartFailure(failure, folder)).toContain(english);
  }
});

test('the same characters typed by two input methods are the same passphrase', () => {
  const folder = temporaryFolder();
  open(folder, { passphrase: 'Müllerstraße 12'.normalize('NFC') });
  expect(reasonOf(folder, 'Müllerstraße 12'.normalize('NFD'))).toBe('opens');
});

test('a passphrase of eleven characters is too short for a new profile, and one is not taken in silence for a profile with a key file', () => {
  expect(reasonOf(temporaryFolder(), 'elevenchars')).toBe('too-short');
  const folder = temporaryFolder();
  const wrapped = open(folder).wrap(SECRET);
  expect(reasonOf(folder, OLD)).toBe('not-sealed');
  expect(words(wrapped, folder)).toBe('the key of a catalogue');
});

test('a sealed key that was changed by a byte, or asks for more memory than a machine has, is damaged or does not open', () => {
  const folder = temporaryFolder();
  open(folder, { passphrase: OLD });
  const file = join(folder, 'seat.sealed');
  const whole = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const other = String(whole['wrappedKey']).replace(/.(?==*$)/, (last) => (last === 'A' ? 'Q' : 'A'));
  writeFileSync(file, JSON.stringify({ ...whole, wrappedKey: `B${other.slice(1)}` }));
  expect(reasonOf(folder, OLD)).toBe('wrong');
  for (const broken of [{ ...whole, N: 2 ** 40 }, { ...whole, N: '1024' }, { ...whole, salt: 4 }, {}]) {
    writeFileSync(file, JSON.stringify(broken));
    expect(() => open(folder, { passphrase: OLD })).toThrow(expect.objectContaining({ code: 'profile/damaged' }));
  }
});

/** Where a kill can leave a change of the wrapping key: before each step of it. */
async function stagesOf(folder: string, passphrases: SeatPassphrases) {
  const store = open(folder, passphrases);
  const wrappedBefore = store.wrap(SECRET);
  await store.renewal.begin();
  const begun = temporaryFolder();
  cpSync(folder, begun, { recursive: true });
  const rewrapped = store.wrap(SECRET);
  // The last step: what the old key opens is taken out, then the file gets its name, then the key file goes.
  const last = temporaryFolder();
  cpSync(folder, last, { recursive: true });
  const next = join(last, 'seat.sealed.next');
  const { succession, ...clean } = JSON.parse(readFileSync(next, 'utf8')) as Record<string, unknown>;
  expect(succession).toBeDefined();
  writeFileSync(next, JSON.stringify(clean));
  await store.renewal.end();
  return { wrappedBefore, rewrapped, begun, last };
}

test('a passphrase takes the place of another; killed at its beginning either opens all, at its end the new one alone', async () => {
  const folder = temporaryFolder();
  open(folder, { passphrase: OLD });
  const { wrappedBefore, rewrapped, begun, last } = await stagesOf(folder, { passphrase: OLD, nextPassphrase: NEW });
  expect([reasonOf(folder, OLD), reasonOf(folder)]).toEqual(['wrong', 'missing']);
  expect(words(rewrapped, folder, NEW)).toBe('the key of a catalogue');
  expect(() => open(folder, { passphrase: NEW }).unwrap(wrappedBefore)).toThrow('does not open');
  for (const passphrase of [OLD, NEW]) {
    expect([words(wrappedBefore, begun, passphrase), words(rewrapped, begun, passphrase)]).toEqual(['the key of a catalogue', 'the key of a catalogue']);
    expect(open(begun, { passphrase }).renewal.isUnderWay()).toBe(true);
  }
  expect([reasonOf(last, OLD), reasonOf(last, 'another passphrase'), words(rewrapped, last, NEW)]).toEqual(['replaced', 'wrong', 'the key of a catalogue']);
  for (const [stage, passphrase] of [[begun, OLD], [last, NEW]] as const) {
    await open(stage, { passphrase }).renewal.end();
    expect([reasonOf(stage, OLD), words(rewrapped, stage, NEW), existsSync(join(stage, 'seat.sealed.next'))]).toEqual(['wrong', 'the key of a catalogue', false]);
  }
});

test('a passphrase takes the place of a key file, which is destroyed; killed before that, nothing is lost', async () => {
  const folder = temporaryFolder();
  const { wrappedBefore, rewrapped, begun, last } = await stagesOf(folder, { nextPassphrase: NEW });
  expect([existsSync(join(folder, 'seat.key')), reasonOf(folder), words(rewrapped, folder, NEW)]).toEqual([false, 'missing', 'the key of a catalogue']);
  expect([words(wrappedBefore, begun), words(rewrapped, begun), words(wrappedBefore, begun, NEW), reasonOf(begun, OLD)]).toEqual(['the key of a catalogue', 'the key of a catalogue', 'the key of a catalogue', 'wrong']);
  expect([reasonOf(last), reasonOf(last, OLD), words(rewrapped, last, NEW)]).toEqual(['missing', 'wrong', 'the key of a catalogue']);
  // The file has its name, the key file is still there.
  const named = temporaryFolder();
  cpSync(folder, named, { recursive: true });
  cpSync(join(begun, 'seat.key'), join(named, 'seat.key'));
  expect([reasonOf(named), words(rewrapped, named, NEW), existsSync(join(named, 'seat.key'))]).toEqual(['missing', 'the key of a catalogue', false]);
  // A change goes on in a second run, and another follows it: the passphrase stays.
  await open(begun).renewal.end();
  const store = open(begun, { passphrase: NEW });
  await store.renewal.begin();
  await store.renewal.end();
  await store.renewal.begin();
  await store.renewal.end();
  expect(new TextDecoder().decode(open(begun, { passphrase: NEW }).unwrap(store.wrap(SECRET)))).toBe('the key of a catalogue');
});

test('rotate-keys gives a seat a passphrase that is told apart from a wrong one by every command, and refuses a file that others may read', async () => {
  const folder = temporaryFolder();
  const profile = join(folder, 'profile');
  await seatToRotate(profile);
  const before = await readSeat(profile);
  const file = join(folder, 'passphrase');
  writeFileSync(file, `${NEW}\r\nsecond line\n`, { mode: 0o644 });
  const said: string[] = [];
  const rotate = () => runRotateCommand(['--profile', profile, '--new-passphrase-file', file], (line) => void said.push(line));
  if (process.platform !== 'win32') {
    expect([await rotate(), said.pop()]).toEqual([1, expect.stringContaining('chmod 600')]);
    expect(await readSeat(profile)).toEqual(before);
  }
  chmodSync(file, 0o600);
  expect(readPassphrase(file)).toBe(NEW);
  expect(await rotate()).toBe(0);
  expect(said.at(-1)).toBe('the profile is opened by the new passphrase alone');
  expect([await runRotateCommand(['--profile', profile], (line) => void said.push(line)), said.at(-1)]).toEqual([1, expect.stringContaining('asks for its passphrase')]);
  const audit = openAudit(profile, NEW);
  expect(audit.verdict()).toMatchObject({ status: 'holds', records: 3 });
  audit.close();
});
