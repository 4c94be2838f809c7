import Database from 'better-sqlite3';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { writeFileAtomically } from '../platform/write-file-atomically.ts';

/** What the process that has the profile says of itself, for the message of a second start. */
export interface SeatHolder {
  readonly processId: number;
  readonly address: string;
}

export interface SeatLock {
  readonly announce: (holder: SeatHolder) => void;
  readonly release: () => void;
}

/**
 * One process has a profile at a time. The lock is SQLite's own lock on an empty file: the operating system lets go of it whatever way the
 * process ends, so a kill leaves nothing behind that a person would have to delete.
 * @throws AppError `profile/in-use` with the process and address of the holder as far as it said them; `profile/not-writable`
 */
export function acquireSeatLock(profileFolder: string): SeatLock {
  const holderFile = join(profileFolder, 'seat.json');
  const database = openLockFile(join(profileFolder, 'seat.lock'));
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const holder = readHolder(holderFile);
    throw new AppError('profile/in-use', 'another process has this profile', {
      cause,
      facts: { processId: holder?.processId ?? 0, address: holder?.address ?? '' },
    });
  }
  return {
    announce: (holder) => writeFileAtomically(holderFile, JSON.stringify(holder)),
    release() {
      rmSync(holderFile, { force: true });
      database.close();
    },
  };
}

function openLockFile(file: string): Database.Database {
  try {
    return new Database(file, { timeout: 200 });
  } catch (cause) {
    throw new AppError('profile/not-writable', 'the profile folder cannot be written', { cause });
  }
}

function readHolder(file: string): SeatHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SeatHolder;
  } catch {
    return undefined;
  }
}
