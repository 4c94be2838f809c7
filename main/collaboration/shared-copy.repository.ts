import { patientLink, personsOf, type PatientLink } from '#shared/collaboration/identity/patient-link.ts';
import type { SharedRecord, SharedRecordKind } from '#shared/worklist/coordinator.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

interface CopyRow {
  readonly kind: SharedRecordKind;
  readonly key: string;
  readonly revision: number;
  readonly content: string;
  readonly changed_by: string;
  readonly changed_at_ms: number;
}

/** What seats share, as this seat last heard it; with it, who is one person with whom. */
export class SharedCopyRepository {
  readonly #database;
  readonly #put;
  readonly #find;
  readonly #list;
  readonly #listOf;
  readonly #newest;
  readonly #page;
  readonly #forgetBefore;
  readonly #forgetPersons;
  readonly #putPerson;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#put = database.prepare(`
      INSERT INTO shared_copy VALUES ($kind, $key, $revision, $content, $changedBy, $changedAtMs)
      ON CONFLICT (kind, key) DO UPDATE SET revision = $revision, content = $content, changed_by = $changedBy, changed_at_ms = $changedAtMs
        WHERE revision < $revision`);
    this.#find = database.prepare<[string, string], CopyRow>('SELECT * FROM shared_copy WHERE kind = ? AND key = ?');
    this.#list = database.prepare<[string], CopyRow>('SELECT * FROM shared_copy WHERE kind = ? ORDER BY changed_at_ms DESC, key');
    // A key of the range follows its prefix with what is not the highest letter of all.
    this.#listOf = database.prepare<{ kind: string; from: string; to: string; limit: number }, CopyRow>(
      'SELECT * FROM shared_copy WHERE kind = $kind AND key >= $from AND key < $to ORDER BY changed_at_ms DESC, key LIMIT $limit');
    this.#forgetBefore = database.prepare('DELETE FROM shared_copy WHERE kind = ? AND changed_at_ms < ?');
    this.#newest = database.prepare<[string], { newest: number | null }>('SELECT max(changed_at_ms) AS newest FROM shared_copy WHERE kind IN (SELECT value FROM json_each(?))');
    this.#page = database.prepare<{ kind: string; key: string }, CopyRow>('SELECT * FROM shared_copy WHERE (kind, key) > ($kind, $key) ORDER BY kind, key LIMIT 100');
    this.#forgetPersons = database.prepare('DELETE FROM linked_person');
    this.#putPerson = database.prepare('INSERT INTO linked_person VALUES ($siteId, $patientId, $issuerOfPatientId, $personKey)');
  }

  /** @returns those that were news */
  take(records: readonly SharedRecord[]): SharedRecord[] {
    return this.#database.transaction(() => {
      const news = records.filter((record) => this.#put.run(record).changes === 1);
      if (news.some(({ kind }) => kind === 'patient-link')) this.#joinPersons();
      return news;
    })();
  }

  find(kind: SharedRecordKind, key: string): SharedRecord | undefined {
    const row = this.#find.get(kind, key);
    return row === undefined ? undefined : toRecord(row);
  }

  /** Newest first. */
  list(kind: SharedRecordKind): SharedRecord[] {
    return this.#list.all(kind).map(toRecord);
  }

  /** Those whose key begins so, newest first. */
  listOf(kind: SharedRecordKind, keyPrefix: string, limit: number): SharedRecord[] {
    return this.#listOf.all({ kind, from: keyPrefix, to: `${keyPrefix}\u{10ffff}`, limit }).map(toRecord);
  }

  /** @param beforeMs by the coordinator's clock */
  forgetBefore(kind: SharedRecordKind, beforeMs: number): void {
    this.#forgetBefore.run(kind, beforeMs);
  }

  /** By the coordinator's clock; 0 when there is none. */
  newestMs(kinds: readonly SharedRecordKind[]): number {
    return this.#newest.get(JSON.stringify(kinds))?.newest ?? 0;
  }

  /** All of them, a page at a time. @param after the last of the page before */
  page(after: Pick<SharedRecord, 'key'> & { readonly kind: string }): SharedRecord[] {
    return this.#page.all({ kind: after.kind, key: after.key }).map(toRecord);
  }

  #joinPersons(): void {
    const links = this.#list.all('patient-link').flatMap(({ content }): PatientLink[] => {
      const read = patientLink.safeParse(JSON.parse(content));
      return read.success ? [read.data] : [];
    });
    this.#forgetPersons.run();
    for (const [index, numbers] of personsOf(links).entries()) {
      for (const { siteId, patientId, issuerOfPatientId } of numbers) this.#putPerson.run({ siteId, patientId, issuerOfPatientId, personKey: index + 1 });
    }
  }
}

function toRecord({ kind, key, revision, content, changed_by, changed_at_ms }: CopyRow): SharedRecord {
  return { kind, key, revision, content, changedBy: changed_by, changedAtMs: changed_at_ms };
}
