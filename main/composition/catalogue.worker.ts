import { parentPort, workerData } from 'node:worker_threads';
import { migrate, readMigrations } from '../database/migrate.ts';
import { openEncryptedDatabase } from '../database/open-encrypted-database.ts';
import { openRepositoryThread } from '../database/remote-repositories.ts';
import { CATALOGUE_CACHE_KILOBYTES, createCatalogueRepositories } from './catalogue-repositories.ts';

/** The thread that owns `catalogue.sqlite`. */
export interface CatalogueWorkerData {
  readonly file: string;
  readonly key: Uint8Array;
}

if (parentPort !== null) {
  openRepositoryThread(parentPort, () => {
    const { file, key } = workerData as CatalogueWorkerData;
    const database = openEncryptedDatabase({ file, key, durability: 'full', cacheKilobytes: CATALOGUE_CACHE_KILOBYTES });
    try {
      migrate(database, readMigrations('catalogue'));
    } catch (error) {
      database.close();
      throw error;
    }
    return { repositories: createCatalogueRepositories(database), close: () => database.close() };
  });
}
