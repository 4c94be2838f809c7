import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createCatalogueRepositories, type CatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase, type SqliteDatabase } from '#main/database/open-encrypted-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A real, empty catalogue on disk, on this thread. */
export function openTestCatalogue(): CatalogueRepositories & { readonly database: SqliteDatabase } {
  const database = openEncryptedDatabase({ file: join(temporaryFolder(), 'catalogue.sqlite'), key: randomBytes(32), durability: 'normal' });
  onTestFinished(() => void database.close());
  migrate(database, readMigrations('catalogue'));
  return { database, ...createCatalogueRepositories(database) };
}
