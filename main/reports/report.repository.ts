import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AuditMessage } from '../audit/audit-message.ts';
import { AuditRepository } from '../audit/audit.repository.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ReadingStateRepository } from '../studies/reading-state.repository.ts';

export interface StoredDraft extends ReportText {
  readonly revision: number;
  readonly savedAt: string;
}

export interface DraftChange extends ReportText {
  readonly requestId: number;
  /** 0 for the first save. */
  readonly expectedRevision: number;
  readonly savedAt: string;
}

/** What one signature makes. All of it is written in one transaction, or none of it. */
export interface Signature {
  readonly requestId: number;
  /** The draft revision that was signed. */
  readonly revision: number;
  readonly reportUid: string;
  readonly version: number;
  readonly predecessorId: number | null;
  readonly siteId: string;
  readonly content: Uint8Array;
  readonly contentSha256: Uint8Array;
  /** Detached CMS over the content. */
  readonly contentSignature: Uint8Array;
  readonly pdf: Uint8Array;
  readonly signerName: string;
  readonly signedAt: string;
  readonly objects: readonly SignedObject[];
  /** Who signed what: written with it, or neither is. */
  readonly audit: AuditMessage;
}

export interface SignedObject {
  readonly kind: 'encapsulated-pdf' | 'structured-report';
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly part10: Uint8Array;
}

export interface StoredReport {
  readonly id: number;
  readonly reportUid: string;
  readonly requestId: number;
  readonly version: number;
  readonly content: Uint8Array;
  readonly signerName: string;
  readonly signedAt: string;
}

interface DraftRow {
  revision: number;
  findings: string;
  impression: string;
  recommendation: string;
  outcome: ReportText['outcome'];
  saved_at: string;
}

interface ReportRow {
  id: number;
  report_uid: string;
  request_id: number;
  version: number;
  content: Buffer;
  signer_name: string;
  signed_at: string;
}

export class ReportRepository {
  readonly #database;
  readonly #readingStates;
  readonly #audits;
  readonly #draft;
  readonly #insertDraft;
  readonly #updateDraft;
  readonly #newest;
  readonly #pdf;
  readonly #insertReport;
  readonly #insertDelivery;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    this.#audits = new AuditRepository(database);
    this.#draft = database.prepare<[number], DraftRow>('SELECT * FROM report_draft WHERE request_id = ?');
    this.#insertDraft = database.prepare<[Omit<DraftChange, 'expectedRevision'>], { revision: number }>(`
      INSERT INTO report_draft (request_id, revision, findings, impression, recommendation, outcome, saved_at)
      VALUES ($requestId, 1, $findings, $impression, $recommendation, $outcome, $savedAt)
      ON CONFLICT (request_id) DO NOTHING
      RETURNING revision`);
    this.#updateDraft = database.prepare<[DraftChange], { revision: number }>(`
      UPDATE report_draft SET revision = revision + 1, findings = $findings, impression = $impression, recommendation = $recommendation,
        outcome = $outcome, saved_at = $savedAt
      WHERE request_id = $requestId AND revision = $expectedRevision
      RETURNING revision`);
    this.#newest = database.prepare<[number], ReportRow>(
      'SELECT id, report_uid, request_id, version, content, signer_name, signed_at FROM signed_report WHERE request_id = ? ORDER BY version DESC LIMIT 1',
    );
    this.#pdf = database.prepare<[string], { pdf: Buffer }>('SELECT pdf FROM signed_report WHERE report_uid = ?');
    this.#insertReport = database.prepare(`
      INSERT INTO signed_report (report_uid, request_id, version, predecessor_id, content, content_sha256, content_signature, pdf, signer_name,
        signed_at)
      VALUES ($reportUid, $requestId, $version, $predecessorId, $content, $contentSha256, $contentSignature, $pdf, $signerName, $signedAt)`);
    this.#insertDelivery = database.prepare(`
      INSERT INTO delivery (signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10,
        station, next_attempt_at)
      VALUES ($reportId, $siteId, $kind, $sopClassUid, $sopInstanceUid, $studyInstanceUid, $seriesInstanceUid, $part10, 'signed', $signedAt)`);
  }

  draft(requestId: number): StoredDraft | undefined {
    const row = this.#draft.get(requestId);
    if (row === undefined) return undefined;
    const { revision, findings, impression, recommendation, outcome, saved_at: savedAt } = row;
    return { revision, findings, impression, recommendation, outcome, savedAt };
  }

  /**
   * @returns the new revision and the studies whose state moved, or undefined when somebody saved first
   * @throws AppError `report/already-signed`: a signed report is never edited
   */
  saveDraft(change: DraftChange): { readonly revision: number; readonly studyIds: number[] } | undefined {
    return this.#database.transaction(() => {
      if (this.#newest.get(change.requestId) !== undefined) throw new AppError('report/already-signed', 'the request has a signed report');
      const { expectedRevision, ...first } = change;
      const saved = expectedRevision === 0 ? this.#insertDraft.get(first) : this.#updateDraft.get(change);
      if (saved === undefined) return undefined;
      return { revision: saved.revision, studyIds: this.#readingStates.refreshRequest(change.requestId) };
    })();
  }

  newest(requestId: number): StoredReport | undefined {
    const row = this.#newest.get(requestId);
    if (row === undefined) return undefined;
    return {
      id: row.id,
      reportUid: row.report_uid,
      requestId: row.request_id,
      version: row.version,
      content: row.content,
      signerName: row.signer_name,
      signedAt: row.signed_at,
    };
  }

  /** The signed PDF, byte for byte. */
  pdf(reportUid: string): Uint8Array | undefined {
    return this.#pdf.get(reportUid)?.pdf;
  }

  /**
   * Writes the report, its documents and their deliveries. The draft's revision and the version are compared again inside the transaction:
   * of two windows that sign at once, one wins and the other learns it.
   * @returns the studies whose state moved
   * @throws AppError `report/already-signed`, `report/stale-revision`
   */
  recordSignature(signature: Signature): number[] {
    return this.#database.transaction(() => {
      const newest = this.#newest.get(signature.requestId);
      if ((newest?.version ?? 0) !== signature.version - 1) throw new AppError('report/already-signed', 'another version was signed first');
      if (this.#draft.get(signature.requestId)?.revision !== signature.revision) {
        throw new AppError('report/stale-revision', 'the draft changed while it was being signed');
      }
      const { lastInsertRowid: reportId } = this.#insertReport.run({
        reportUid: signature.reportUid,
        requestId: signature.requestId,
        version: signature.version,
        predecessorId: signature.predecessorId,
        content: signature.content,
        contentSha256: signature.contentSha256,
        contentSignature: signature.contentSignature,
        pdf: signature.pdf,
        signerName: signature.signerName,
        signedAt: signature.signedAt,
      });
      for (const object of signature.objects) {
        this.#insertDelivery.run({ reportId, siteId: signature.siteId, signedAt: signature.signedAt, ...object });
      }
      this.#audits.append(signature.audit);
      return this.#readingStates.refreshRequest(signature.requestId);
    }).immediate();
  }
}
