import { changeDatabaseKey, type SqliteDatabase } from './open-encrypted-database.ts';

/** The key of the catalogue itself. */
export class CatalogueKeyRepository {
  readonly #database;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Everything else waits meanwhile: a second for 90 MB. @param key 32 random bytes @throws AppError `profile/in-use`, `store/disk-full` */
  change(key: Uint8Array): void {
    changeDatabaseKey(this.#database, key, 'DELETE');
  }
}
