import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** A signed report that no authority has stamped yet. */
export interface UnstampedReport {
  readonly id: number;
  readonly content: Uint8Array;
  readonly pdf: Uint8Array;
}

export interface RecordedStamp {
  readonly signedReportId: number;
  /** The token, DER. */
  readonly token: Uint8Array;
  /** The paper with the stamp in it. */
  readonly pdf: Uint8Array;
  /** The object that carries that paper. */
  readonly part10: Uint8Array;
  /** What the authority says, ISO 8601, UTC. */
  readonly provedAt: string;
  readonly recordedAt: string;
}

/** What this seat knows of a report by its code or symbol. */
export interface KnownByCode {
  readonly requestId: number;
  readonly version: number;
  readonly signedAt: string;
  readonly signerName: string;
}

/** Proofs that come after the signature, and the search by them. */
export class EvidenceRepository {
  readonly #database;
  readonly #unstamped;
  readonly #unproved;
  readonly #insertProof;
  readonly #isLeaving;
  readonly #insert;
  readonly #replacePaper;
  readonly #release;
  readonly #byHash;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#unstamped = database.prepare<[number], { id: number; content: Buffer; pdf: Buffer }>(`
      SELECT id, content, pdf FROM signed_report
      WHERE NOT EXISTS (SELECT 1 FROM report_evidence WHERE signed_report_id = signed_report.id AND kind = 'time-stamp')
      ORDER BY id DESC LIMIT ?`);
    this.#unproved = database.prepare<[string, number], { id: number; pdf: Buffer }>(`
      SELECT signed_report.id, report_evidence.pdf FROM report_evidence JOIN signed_report ON signed_report.id = signed_report_id
      WHERE report_evidence.kind = 'time-stamp' AND signed_at >= ?
        AND NOT EXISTS (SELECT 1 FROM report_evidence other WHERE other.signed_report_id = signed_report.id AND other.kind = 'validation-data')
      ORDER BY signed_report.id DESC LIMIT ?`);
    this.#insertProof = database.prepare(`
      INSERT INTO report_evidence (signed_report_id, kind, bytes, pdf, is_delivered, proved_at, recorded_at)
      VALUES ($signedReportId, 'validation-data', $bytes, $pdf, 0, $recordedAt, $recordedAt) ON CONFLICT (signed_report_id, kind) DO NOTHING`);
    this.#isLeaving = database.prepare<[number], { found: number }>(`
      SELECT EXISTS (SELECT 1 FROM delivery WHERE signed_report_id = ? AND kind = 'encapsulated-pdf' AND (attempts > 0 OR station <> 'signed')) AS found`);
    this.#insert = database.prepare(`
      INSERT INTO report_evidence (signed_report_id, kind, bytes, pdf, is_delivered, proved_at, recorded_at)
      VALUES ($signedReportId, 'time-stamp', $token, $pdf, $isDelivered, $provedAt, $recordedAt) ON CONFLICT (signed_report_id, kind) DO NOTHING`);
    this.#replacePaper = database.prepare("UPDATE delivery SET part10 = $part10 WHERE signed_report_id = $id AND kind = 'encapsulated-pdf'");
    this.#release = database.prepare("UPDATE delivery SET next_attempt_at = min(next_attempt_at, $now) WHERE signed_report_id = $id AND station = 'signed'");
    this.#byHash = database.prepare<[{ hashStart: string; reportUid: string }], { request_id: number; version: number; signed_at: string; signer_name: string }>(`
      SELECT request_id, version, signed_at, signer_name FROM signed_report
      WHERE hex(substr(content_sha256, 1, 5)) = $hashStart AND $reportUid IN ('', report_uid) ORDER BY id DESC LIMIT 1`);
  }

  /** Stamped reports without validation data, newest first. @param since ISO 8601, UTC: signed then or later */
  unproved(since: string, limit: number): { readonly id: number; readonly pdf: Uint8Array }[] {
    return this.#unproved.all(since, limit);
  }

  /** Keeps the paper with its validation data (B-LT) beside what was delivered, which never changes. @param bytes what was added behind the paper */
  recordProof(signedReportId: number, bytes: Uint8Array, pdf: Uint8Array, recordedAt: string): void {
    this.#insertProof.run({ signedReportId, bytes, pdf, recordedAt });
  }

  /** Newest first: those wait to leave. */
  unstamped(limit: number): UnstampedReport[] {
    return this.#unstamped.all(limit);
  }

  /**
   * Keeps a time stamp. Nothing has left: the paper that will leave has it, and need not wait any more. Something has left: what was delivered
   * stays as it was, and the stamped paper is kept beside it.
   * @returns whether the stamped paper is the one that leaves
   */
  recordStamp({ signedReportId, token, pdf, part10, provedAt, recordedAt }: RecordedStamp): boolean {
    return this.#database.transaction(() => {
      const isDelivered = this.#isLeaving.get(signedReportId)?.found !== 1;
      const isNew = this.#insert.run({ signedReportId, token, pdf, isDelivered: isDelivered ? 1 : 0, provedAt, recordedAt }).changes > 0;
      if (isNew && isDelivered) {
        this.#replacePaper.run({ id: signedReportId, part10 });
        this.#release.run({ id: signedReportId, now: recordedAt });
      }
      return isDelivered;
    }).immediate();
  }

  /** @param hashStart first five bytes of the content's SHA-256, upper-case hexadecimal. @param reportUid '' when only the code is known */
  byCode(hashStart: string, reportUid: string): KnownByCode | undefined {
    const row = this.#byHash.get({ hashStart, reportUid });
    return row && { requestId: row.request_id, version: row.version, signedAt: row.signed_at, signerName: row.signer_name };
  }
}
