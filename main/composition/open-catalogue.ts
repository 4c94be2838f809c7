import { join } from 'node:path';
import { openEncryptedDatabase, type SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { openProfile, withKeyThatOpens } from './profile.ts';

/** The catalogue of a profile on this thread, for commands that run beside the program or instead of it. @throws AppError `profile/wrong-key`, `profile/damaged` */
export function openCatalogueHere(profileFolder: string, secrets: SecretStore, now: Date): { readonly database: SqliteDatabase; readonly catalogueKey: Uint8Array } {
  return withKeyThatOpens(openProfile(profileFolder, secrets, now), (catalogueKey) => ({
    database: openEncryptedDatabase({ file: join(profileFolder, 'catalogue.sqlite'), key: catalogueKey, durability: 'full' }),
    catalogueKey,
  }));
}
