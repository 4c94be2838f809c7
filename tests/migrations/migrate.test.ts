import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, readMigrations, type DatabaseKind } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { describeSchema } from '#tests/support/describe-schema.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

function openEmpty() {
  const file = join(temporaryFolder(), 'x.sqlite');
  const key = randomBytes(32);
  return { database: openEncryptedDatabase({ file, key, durability: 'normal' }), reopen: () => openEncryptedDatabase({ file, key, durability: 'normal' }) };
}

const first = { number: 1, name: '0001_first', sql: 'CREATE TABLE a (x TEXT) STRICT;' };
const second = { number: 2, name: '0002_second', sql: 'ALTER TABLE a ADD COLUMN y TEXT;' };

test('a database of an older version is brought to the newest, keeping its rows', () => {
  const { database } = openEmpty();
  migrate(database, [first]);
  database.exec("INSERT INTO a VALUES ('kept')");
  migrate(database, [first, second]);
  expect(database.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 'kept', y: null }]);
  database.close();
});

test('a migration that fails half-way leaves the database as it was', () => {
  const { database } = openEmpty();
  migrate(database, [first]);
  expect(() => migrate(database, [first, { ...second, sql: 'CREATE TABLE b (x TEXT) STRICT; CREATE TABLE b (x TEXT) STRICT;' }])).toThrow('already exists');
  expect(database.pragma('user_version', { simple: true })).toBe(1);
  expect(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").pluck().get()).toBe(0);
  database.close();
});

test('a database of a newer version is refused by its code and not touched', () => {
  const { database, reopen } = openEmpty();
  migrate(database, [first, second]);
  expect(() => migrate(database, [first])).toThrow(expect.objectContaining({ code: 'profile/newer-version', facts: { databaseVersion: 2, programVersion: 1 } }));
  database.close();
  const again = reopen();
  expect(again.pragma('user_version', { simple: true })).toBe(2);
  again.close();
});

test('an applied migration that was edited afterwards is refused', () => {
  const { database } = openEmpty();
  migrate(database, [first]);
  expect(() => migrate(database, [{ ...first, sql: `${first.sql} -- better` }, second])).toThrow('0001_first was edited');
  database.close();
});

test.each<DatabaseKind>(['catalogue', 'pack'])('the schema of the %s is the one that was reviewed: npm run schema writes it anew', (kind) => {
  const { database } = openEmpty();
  migrate(database, readMigrations(kind));
  const reviewed = readFileSync(new URL(`../../main/database/schema.${kind}.sql`, import.meta.url), 'utf8');
  expect(describeSchema(database)).toBe(reviewed);
  database.close();
});

test.each<DatabaseKind>(['catalogue', 'pack'])('every table of the %s is STRICT', (kind) => {
  const { database } = openEmpty();
  migrate(database, readMigrations(kind));
  const loose = database.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'").pluck().all();
  expect(loose).toEqual([]);
  database.close();
});
