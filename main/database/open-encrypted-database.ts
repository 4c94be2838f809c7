import Database from 'better-sqlite3';
import { AppError } from '#shared/errors/app-error.ts';

export type SqliteDatabase = Database.Database;

export interface EncryptedDatabaseOptions {
  readonly file: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /**
   * `full` survives a power cut at any moment (reports). `normal` may lose the last commits in a power cut, never in a crash of the program:
   * right for what can be fetched again.
   */
  readonly durability: 'full' | 'normal';
  /**
   * Memory for decrypted pages; SQLite's 16 MB unless told. What is read once, such as frames, wants little: it stays in the processor's own cache
   * (measured: 2 MB read frames a third faster than 16 MB).
   */
  readonly cacheKilobytes?: number;
  /**
   * Of a database that is created now; 32 KB unless told, which suits what is looked through. Each commit writes every page that it touched, however little of
   * it: where small groups are committed all the time, smaller pages write less.
   */
  readonly pageBytes?: 4096 | 8192 | 16384 | 32768;
}

/**
 * Opens or creates a database whose every page, the write-ahead log included, is encrypted and authenticated (AEGIS-256).
 * @throws AppError `profile/wrong-key` when the key does not fit or the first page is damaged: SQLite cannot tell the two apart, the key
 * check value of the profile can; `store/disk-full`
 */
export function openEncryptedDatabase({ file, key, durability, cacheKilobytes, pageBytes = 32768 }: EncryptedDatabaseOptions): SqliteDatabase {
  if (key.length !== 32) throw new Error('a database key has 32 bytes');
  const database = new Database(file);
  try {
    database.pragma("cipher = 'aegis'");
    database.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
    database.pragma(`page_size = ${pageBytes}`);
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${durability}`);
    if (cacheKilobytes !== undefined) database.pragma(`cache_size = -${cacheKilobytes}`);
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    database.pragma('temp_store = MEMORY');
    database.pragma('trusted_schema = OFF');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw asAppError(error);
  }
}

/**
 * Encrypts every page anew under another key, in one transaction: after a kill the old key opens the database and undoes what was begun, or the new one opens
 * it. Prepared statements go on working. Nothing else is done with the database meanwhile.
 * @param journal how the database takes the change back; `DELETE` survives a kill and a power cut, `MEMORY` is for a copy that can be thrown away and stays in that mode
 * @throws AppError `profile/in-use` when another process has it open, `store/disk-full`
 */
export function changeDatabaseKey(database: SqliteDatabase, key: Uint8Array, journal: 'DELETE' | 'MEMORY'): void {
  if (key.length !== 32) throw new Error('a database key has 32 bytes');
  try {
    const mode: unknown = database.pragma(`journal_mode = ${journal}`, { simple: true });
    if (String(mode).toUpperCase() !== journal) throw new AppError('profile/in-use', 'another process has the database open');
    database.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`);
  } catch (error) {
    throw error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY') ? new AppError('profile/in-use', 'another process has the database open', { cause: error }) : asAppError(error);
  } finally {
    if (journal === 'DELETE') database.pragma('journal_mode = WAL');
  }
}

/** Gives SQLite's expected failures their code; anything else passes through unchanged, as the bug it is. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  switch (error.code.split('_').slice(0, 2).join('_')) {
    case 'SQLITE_FULL':
      return new AppError('store/disk-full', 'the disk is full', { cause: error });
    case 'SQLITE_NOTADB':
      return new AppError('profile/wrong-key', 'the key does not open the database, or its first page is damaged', { cause: error });
    case 'SQLITE_CORRUPT':
      return new AppError('store/damaged', 'a page of the database is damaged', { cause: error });
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return new AppError('profile/not-writable', 'the database cannot be written', { cause: error });
    case 'SQLITE_IOERR':
      // A full disk often shows itself first as a failed write of the log.
      return /WRITE|FSYNC|TRUNCATE/.test(error.code)
        ? new AppError('store/disk-full', 'the disk does not take more data', { cause: error })
        : new AppError('store/damaged', 'the disk does not give the data back', { cause: error });
    default:
      return error;
  }
}
