import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asAppError, openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

function openWithName(folder: string, key: Uint8Array) {
  const database = openEncryptedDatabase({ file: join(folder, 'c.sqlite'), key, durability: 'full' });
  database.exec('CREATE TABLE patient (name TEXT) STRICT');
  database.prepare('INSERT INTO patient VALUES (?)').run('Zhao^Shoutian=赵^守田');
  return database;
}

test('nothing readable stands in the file or in its write-ahead log', () => {
  const folder = temporaryFolder();
  const database = openWithName(folder, randomBytes(32));
  const files = readdirSync(folder);
  expect(files).toContain('c.sqlite-wal');
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    expect(bytes.includes('Shoutian') || bytes.includes('守田') || bytes.includes('SQLite format')).toBe(false);
  }
  database.close();
});

test('the right key opens it again', () => {
  const folder = temporaryFolder();
  const key = randomBytes(32);
  openWithName(folder, key).close();
  const again = openEncryptedDatabase({ file: join(folder, 'c.sqlite'), key, durability: 'full' });
  expect(again.prepare('SELECT name FROM patient').pluck().get()).toBe('Zhao^Shoutian=赵^守田');
  again.close();
});

test('a wrong key is refused by its code', () => {
  const folder = temporaryFolder();
  openWithName(folder, randomBytes(32)).close();
  expect(() => openEncryptedDatabase({ file: join(folder, 'c.sqlite'), key: randomBytes(32), durability: 'full' })).toThrow(
    expect.objectContaining({ code: 'profile/wrong-key' }),
  );
});

test('a flipped byte in a page is noticed when the page is read', () => {
  const folder = temporaryFolder();
  const key = randomBytes(32);
  openWithName(folder, key).close();
  const file = join(folder, 'c.sqlite');
  const bytes = readFileSync(file);
  // The table's page is the second of 32 KB.
  bytes.writeUInt8(bytes.readUInt8(32_768 + 1_000) ^ 1, 32_768 + 1_000);
  writeFileSync(file, bytes);
  const damaged = openEncryptedDatabase({ file, key, durability: 'full' });
  const read = () => {
    try {
      return damaged.prepare('SELECT name FROM patient').pluck().get();
    } catch (error) {
      throw asAppError(error);
    }
  };
  expect(read).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(store\/damaged|profile\/wrong-key)$/) }));
  damaged.close();
});

test('a full disk has its code and loses nothing that was committed', () => {
  const folder = temporaryFolder();
  const database = openWithName(folder, randomBytes(32));
  // A page limit stands for the disk: SQLite answers SQLITE_FULL to both.
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 1}`);
  const fill = () => {
    try {
      database.prepare('INSERT INTO patient VALUES (?)').run('x'.repeat(500_000));
    } catch (error) {
      throw asAppError(error);
    }
  };
  expect(fill).toThrow(expect.objectContaining({ code: 'store/disk-full' }));
  expect(database.prepare('SELECT count(*) FROM patient').pluck().get()).toBe(1);
  database.close();
});
