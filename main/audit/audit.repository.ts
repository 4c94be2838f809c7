import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { auditDigest, canonicalAuditMessage, FIRST_PREVIOUS_DIGEST, type AuditAnchor, type AuditRecord } from './audit-chain.ts';
import type { AuditMessage } from './audit-message.ts';

interface AuditRow {
  sequence: number;
  message: string;
  digest: Buffer;
}

export class AuditRepository {
  readonly #database;
  readonly #last;
  readonly #after;
  readonly #insert;
  readonly #anchor;
  readonly #lastBefore;
  readonly #measure;
  readonly #insertAnchor;
  readonly #removeUpTo;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#last = database.prepare<[], AuditRow>('SELECT sequence, message, digest FROM audit_record ORDER BY sequence DESC LIMIT 1');
    this.#after = database.prepare<[number, number], AuditRow>('SELECT sequence, message, digest FROM audit_record WHERE sequence > ? ORDER BY sequence LIMIT ?');
    this.#insert = database.prepare<[AuditRow]>('INSERT INTO audit_record (sequence, message, digest) VALUES ($sequence, $message, $digest)');
    this.#anchor = database.prepare<[], { sequence: number; digest: Buffer; signed_at: string; signature: Buffer }>('SELECT * FROM audit_anchor ORDER BY sequence DESC LIMIT 1');
    // The row before the first one that is younger, or that has not been sent; the newest row of all always stays.
    this.#lastBefore = database.prepare<[{ before: string; sent: number | null }], AuditRow>(`
      SELECT sequence, message, digest FROM audit_record
      WHERE sequence < coalesce((SELECT min(sequence) FROM audit_record WHERE message ->> '$.event.at' >= $before), (SELECT max(sequence) FROM audit_record))
        AND sequence <= coalesce($sent, sequence) ORDER BY sequence DESC LIMIT 1`);
    this.#measure = database.prepare<[number], { count: number; bytes: number; oldest: string | null }>(`
      SELECT count(*) AS count, coalesce(sum(length(message)), 0) AS bytes, min(message ->> '$.event.at') AS oldest FROM audit_record WHERE sequence <= ?`);
    this.#insertAnchor = database.prepare('INSERT INTO audit_anchor (sequence, digest, signed_at, signature) VALUES (?, ?, ?, ?)');
    this.#removeUpTo = database.prepare('DELETE FROM audit_record WHERE sequence <= ?');
  }

  /** Adds a message at the end of the chain; inside a transaction of the caller when there is one. @returns its row */
  append(message: AuditMessage): AuditRecord {
    const text = canonicalAuditMessage(message);
    return this.#database.transaction(() => {
      const last = this.#last.get();
      const sequence = (last?.sequence ?? 0) + 1;
      const digest = auditDigest(last?.digest ?? FIRST_PREVIOUS_DIGEST, sequence, text);
      this.#insert.run({ sequence, message: text, digest: Buffer.from(digest) });
      return { sequence, message: text, digest };
    })();
  }

  /** Where the trail begins; undefined at its first row. */
  anchor(): AuditAnchor | undefined {
    const row = this.#anchor.get();
    return row && { sequence: row.sequence, digest: new Uint8Array(row.digest), signedAt: row.signed_at, signature: new Uint8Array(row.signature) };
  }

  /** The last of the rows, from the first on, that are all from before an instant. @param sent the last row that may go; null for any */
  lastBefore(before: string, sent: number | null): AuditRecord | undefined {
    const row = this.#lastBefore.get({ before, sent });
    return row && toRecord(row);
  }

  measureUpTo(sequence: number): { readonly count: number; readonly bytes: number; readonly oldest: string | null } {
    return this.#measure.get(sequence) ?? { count: 0, bytes: 0, oldest: null };
  }

  /** Puts an anchor in the place of the rows up to it. The database refuses any that is younger than the law allows. */
  trim({ sequence, digest, signedAt, signature }: AuditAnchor): void {
    this.#database.transaction(() => {
      this.#insertAnchor.run(sequence, Buffer.from(digest), signedAt, Buffer.from(signature));
      this.#removeUpTo.run(sequence);
    })();
  }

  newest(): AuditRecord | undefined {
    const row = this.#last.get();
    return row === undefined ? undefined : toRecord(row);
  }

  /** @param sequence the last one that is known; 0 for the beginning */
  after(sequence: number, limit: number): AuditRecord[] {
    return this.#after.all(sequence, limit).map(toRecord);
  }
}

/** All rows, a few at a time. */
export function* allAuditRecords(audits: Pick<AuditRepository, 'after'>, pageSize = 1_000): Generator<AuditRecord> {
  for (let known = 0; ; ) {
    const page = audits.after(known, pageSize);
    yield* page;
    known = page.at(-1)?.sequence ?? known;
    if (page.length < pageSize) return;
  }
}

function toRecord({ sequence, message, digest }: AuditRow): AuditRecord {
  return { sequence, message, digest: new Uint8Array(digest) };
}
