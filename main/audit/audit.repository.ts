import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { auditDigest, canonicalAuditMessage, FIRST_PREVIOUS_DIGEST, type AuditRecord } from './audit-chain.ts';
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

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#last = database.prepare<[], AuditRow>('SELECT sequence, message, digest FROM audit_record ORDER BY sequence DESC LIMIT 1');
    this.#after = database.prepare<[number, number], AuditRow>('SELECT sequence, message, digest FROM audit_record WHERE sequence > ? ORDER BY sequence LIMIT ?');
    this.#insert = database.prepare<[AuditRow]>('INSERT INTO audit_record (sequence, message, digest) VALUES ($sequence, $message, $digest)');
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
