import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '#shared/errors/app-error.ts';
import { isSealed, SEALED_KEY_FILE } from './sealed-key.ts';

/**
 * The passphrase of a profile: from a file, or from whoever sits at the terminal where the profile asks for one.
 * @param asks a new profile is to have one
 * @returns undefined for a profile without; for one that asks where there is nobody to ask, who opens it says so
 * @throws AppError `profile/wrong-key`, reasons `unreadable`, `readable-by-others`, `not-the-same`
 */
export async function seatPassphrase(profileFolder: string, file: string | undefined, asks = false): Promise<string | undefined> {
  if (file !== undefined) return readPassphrase(file);
  if (!process.stdin.isTTY || !(asks || isSealed(profileFolder))) return undefined;
  const passphrase = await ask('通阅 · 口令 / passphrase: ');
  if (!isSealed(profileFolder) && (await ask('再输入一次 / again: ')) !== passphrase) throw refused('not-the-same', 'the two are not the same');
  return passphrase;
}

/** Its first line. @throws AppError `profile/wrong-key` for a file that cannot be read, or that others may read */
export function readPassphrase(file: string): string {
  const path = resolve(file);
  try {
    const found = statSync(path);
    if (process.platform !== 'win32' && found.isFile() && (found.mode & 0o077) !== 0) throw refused('readable-by-others', `others may read the file of the passphrase: chmod 600 ${file}`);
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refused('unreadable', `the file of the passphrase cannot be read: ${file}`);
  }
}

/** What is typed is not shown. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  // Ctrl+C ends the program as everywhere else.
  lines.on('SIGINT', () => process.exit(130));
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

function refused(reason: string, message: string): AppError {
  return new AppError('profile/wrong-key', message, { facts: { file: SEALED_KEY_FILE, reason } });
}
