import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '#shared/errors/app-error.ts';
import type { SqliteDatabase } from './open-encrypted-database.ts';

/** Which of the two kinds of database. The folders below `migrations/` have these names. */
export type DatabaseKind = 'catalogue' | 'pack';

export interface Migration {
  /** One-based, without gaps: the `user_version` it leads to. */
  readonly number: number;
  /** File name without its ending, such as `0001_first_house`. */
  readonly name: string;
  readonly sql: string;
}

/** Reads `NNNN_name.sql` in order. An applied migration is never edited, renamed or renumbered: add one. */
export function readMigrations(kind: DatabaseKind): readonly Migration[] {
  const folder = new URL(`./migrations/${kind}/`, import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql')).sort();
  return files.map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) throw new Error(`migration ${file} breaks the sequence of ${kind}`);
    return { number, name: file.replace(/\.sql$/, ''), sql: readFileSync(new URL(file, folder), 'utf8') };
  });
}

/**
 * Brings a database to the newest version, one transaction a migration.
 * @throws AppError `profile/newer-version` when a newer program has written it; nothing is touched then
 */
export function migrate(database: SqliteDatabase, migrations: readonly Migration[]): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.number ?? 0;
  if (version > newest) {
    throw new AppError('profile/newer-version', 'a newer version of the program has written this database', {
      facts: { databaseVersion: version, programVersion: newest },
    });
  }
  refuseEditedMigrations(database, migrations.slice(0, version));
  for (const migration of migrations.slice(version)) {
    database.transaction(() => {
      database.exec(migration.sql);
      if (migration.number === 1) {
        database.exec('CREATE TABLE applied_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT');
      }
      database.prepare('INSERT INTO applied_migration VALUES (?, ?, ?)').run(migration.number, migration.name, digest(migration));
      database.pragma(`user_version = ${migration.number}`);
    })();
  }
}

function refuseEditedMigrations(database: SqliteDatabase, applied: readonly Migration[]): void {
  if (applied.length === 0) return;
  const rows = database.prepare<[], { number: number; sha256: string }>('SELECT number, sha256 FROM applied_migration').all();
  const digests = new Map(rows.map((row) => [row.number, row.sha256]));
  for (const migration of applied) {
    if (digests.get(migration.number) !== digest(migration)) throw new Error(`the applied migration ${migration.name} was edited`);
  }
}

function digest(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
