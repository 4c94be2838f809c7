import { openEncryptedDatabase } from './open-encrypted-database.ts';

/**
 * A whole copy of a database as it is at this moment, while its program goes on writing: the copy is encrypted under the same key.
 * @param target a file that does not exist yet
 * @throws AppError `profile/wrong-key`, `store/damaged`, `store/disk-full`
 */
export function copyDatabase(file: string, key: Uint8Array, target: string): void {
  const database = openEncryptedDatabase({ file, key, durability: 'full' });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
  // What cannot be opened is no copy.
  const copy = openEncryptedDatabase({ file: target, key, durability: 'full' });
  try {
    const [row] = copy.pragma('quick_check') as { quick_check: string }[];
    if (row?.quick_check !== 'ok') throw new Error('the copy of the database is not whole');
  } finally {
    copy.pragma('journal_mode = DELETE');
    copy.close();
  }
}
