import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** Reports that were signed while their hospital could not be reached. */
export class OfflineSignatureRepository {
  readonly #put;
  readonly #find;

  constructor(database: SqliteDatabase) {
    this.#put = database.prepare<[string, string]>('INSERT INTO signed_while_offline (report_uid, unreachable_since) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#find = database.prepare<[string], { unreachable_since: string }>('SELECT unreachable_since FROM signed_while_offline WHERE report_uid = ?');
  }

  mark(reportUid: string, unreachableSince: string): void {
    this.#put.run(reportUid, unreachableSince);
  }

  /** @returns since when the hospital was out of reach; null for a report that was signed while it could be reached */
  find(reportUid: string): string | null {
    return this.#find.get(reportUid)?.unreachable_since ?? null;
  }
}
