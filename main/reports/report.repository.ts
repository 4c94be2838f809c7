import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ReportObjectKind } from '#shared/structured-report/report-object.ts';
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
  readonly kind: 'original' | 'amended' | 'addendum';
  readonly predecessorId: number | null;
  readonly siteId: string;
  readonly content: Uint8Array;
  readonly contentSha256: Uint8Array;
  /** Detached CMS over the content. */
  readonly contentSignature: Uint8Array;
  readonly pdf: Uint8Array;
  readonly signerName: string;
  readonly signedAt: string;
  /** When its objects may leave; later than the signature where a time stamp is waited for. */
  readonly firstAttemptAt: string;
  readonly objects: readonly SignedObject[];
  /** A preliminary report: why its final version, whose draft stays open, will change it. Absent otherwise. */
  readonly opensFinal?: string;
  /** Who signed what: written with it, or neither is. */
  readonly audit: AuditMessage;
}

export interface SignedObject {
  readonly kind: ReportObjectKind;
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
  forms: string;
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

type DraftValues = Omit<DraftChange, 'expectedRevision' | 'forms'> & { readonly forms: string };

interface SignatureRow extends ReportRow {
  kind: Signature['kind'];
  predecessor_id: number | null;
  site_id: string;
  content_sha256: Buffer;
  content_signature: Buffer;
  pdf: Buffer;
  first_attempt_at: string | null;
}

interface ObjectRow {
  kind: ReportObjectKind;
  sop_class_uid: string;
  sop_instance_uid: string;
  study_instance_uid: string;
  series_instance_uid: string;
  part10: Buffer;
}

export class ReportRepository {
  readonly #database;
  readonly #readingStates;
  readonly #audits;
  readonly #draft;
  readonly #insertDraft;
  readonly #updateDraft;
  readonly #newest;
  readonly #lastVersion;
  readonly #isAmending;
  readonly #endAmendment;
  readonly #openFinal;
  readonly #endSubmission;
  readonly #pdf;
  readonly #requestOf;
  readonly #insertReport;
  readonly #insertDelivery;
  readonly #signature;
  readonly #objects;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    this.#audits = new AuditRepository(database);
    this.#draft = database.prepare<[number], DraftRow>('SELECT * FROM report_draft WHERE request_id = ?');
    this.#insertDraft = database.prepare<[DraftValues], { revision: number }>(`
      INSERT INTO report_draft (request_id, revision, findings, impression, recommendation, outcome, saved_at, forms)
      VALUES ($requestId, 1, $findings, $impression, $recommendation, $outcome, $savedAt, $forms)
      ON CONFLICT (request_id) DO NOTHING
      RETURNING revision`);
    this.#updateDraft = database.prepare<[DraftValues & { expectedRevision: number }], { revision: number }>(`
      UPDATE report_draft SET revision = revision + 1, findings = $findings, impression = $impression, recommendation = $recommendation,
        outcome = $outcome, saved_at = $savedAt, forms = $forms
      WHERE request_id = $requestId AND revision = $expectedRevision
      RETURNING revision`);
    this.#newest = database.prepare<[number], ReportRow>(
      `SELECT id, report_uid, request_id, version, content, signer_name, signed_at FROM signed_report WHERE request_id = ?
       AND NOT EXISTS (SELECT 1 FROM report_withdrawal WHERE report_withdrawal.request_id = signed_report.request_id AND version <= (
         SELECT taken.version FROM signed_report taken WHERE taken.id = report_withdrawal.signed_report_id))
       ORDER BY version DESC LIMIT 1`,
    );
    this.#lastVersion = database.prepare<[number], { version: number }>('SELECT coalesce(max(version), 0) AS version FROM signed_report WHERE request_id = ?');
    this.#isAmending = database.prepare<[number], { found: number }>('SELECT EXISTS (SELECT 1 FROM report_amendment WHERE request_id = ?) AS found');
    this.#endAmendment = database.prepare('DELETE FROM report_amendment WHERE request_id = ?');
    this.#openFinal = database.prepare('INSERT INTO report_amendment (request_id, reason, opened_at) VALUES (?, ?, ?)');
    this.#endSubmission = database.prepare(
      "UPDATE report_submission SET state = 'signed', answered_by = $signerName, answered_at = $signedAt WHERE request_id = $requestId AND state = 'waiting'",
    );
    this.#requestOf = database.prepare<[string], { request_id: number }>('SELECT request_id FROM signed_report WHERE report_uid = ?');
    this.#pdf = database.prepare<[string], { pdf: Buffer }>(`
      SELECT coalesce((SELECT report_evidence.pdf FROM report_evidence WHERE signed_report_id = signed_report.id AND kind = 'time-stamp' AND is_delivered = 1), pdf) AS pdf
      FROM signed_report WHERE report_uid = ?`);
    this.#insertReport = database.prepare(`
      INSERT INTO signed_report (report_uid, request_id, version, kind, predecessor_id, content, content_sha256, content_signature, pdf, signer_name,
        signed_at)
      VALUES ($reportUid, $requestId, $version, $kind, $predecessorId, $content, $contentSha256, $contentSignature, $pdf, $signerName, $signedAt)`);
    this.#signature = database.prepare<[string], SignatureRow>(`
      SELECT signed_report.*, (SELECT min(next_attempt_at) FROM delivery WHERE signed_report_id = signed_report.id) AS first_attempt_at,
        coalesce((SELECT site_id FROM delivery WHERE signed_report_id = signed_report.id LIMIT 1), (SELECT site_id FROM request WHERE id = signed_report.request_id)) AS site_id
      FROM signed_report WHERE report_uid = ?`);
    this.#objects = database.prepare<[number], ObjectRow>(
      'SELECT kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10 FROM delivery WHERE signed_report_id = ? ORDER BY id',
    );
    this.#insertDelivery = database.prepare(`
      INSERT INTO delivery (signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10,
        station, next_attempt_at)
      VALUES ($reportId, $siteId, $kind, $sopClassUid, $sopInstanceUid, $studyInstanceUid, $seriesInstanceUid, $part10, 'signed', $firstAttemptAt)`);
  }

  draft(requestId: number): StoredDraft | undefined {
    const row = this.#draft.get(requestId);
    if (row === undefined) return undefined;
    const { revision, findings, impression, recommendation, outcome, saved_at: savedAt, forms } = row;
    return { revision, findings, impression, recommendation, outcome, savedAt, ...formsFrom(forms) };
  }

  /**
   * @returns the new revision and the studies whose state moved, or undefined when somebody saved first
   * @throws AppError `report/already-signed`: a signed report is never edited, unless a correction of it is being written
   */
  saveDraft(change: DraftChange): { readonly revision: number; readonly studyIds: number[] } | undefined {
    return this.#database.transaction(() => {
      if (this.#newest.get(change.requestId) !== undefined && !this.isAmending(change.requestId)) throw new AppError('report/already-signed', 'the request has a signed report');
      const { expectedRevision, ...words } = change;
      const values = { ...words, forms: JSON.stringify(words.forms ?? []) };
      const saved = expectedRevision === 0 ? this.#insertDraft.get(values) : this.#updateDraft.get({ ...values, expectedRevision });
      if (saved === undefined) return undefined;
      return { revision: saved.revision, studyIds: this.#readingStates.refreshRequest(change.requestId) };
    })();
  }

  /** A correction of the signed report is being written: its draft is open. */
  isAmending(requestId: number): boolean {
    return this.#isAmending.get(requestId)?.found === 1;
  }

  /** The highest version that was ever signed; 0 when none was. What was taken back keeps its number. */
  lastVersion(requestId: number): number {
    return this.#lastVersion.get(requestId)?.version ?? 0;
  }

  /** The version that stands: the newest, unless it was taken back. */
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

  /** A signature with all that it made, as another machine would need it; undefined for one that does not stand here. */
  signature(reportUid: string): Omit<Signature, 'audit'> | undefined {
    const row = this.#signature.get(reportUid);
    if (row === undefined) return undefined;
    return {
      requestId: row.request_id, revision: this.#draft.get(row.request_id)?.revision ?? 0, reportUid, version: row.version, kind: row.kind, predecessorId: row.predecessor_id, siteId: row.site_id,
      content: row.content, contentSha256: row.content_sha256, contentSignature: row.content_signature, pdf: row.pdf, signerName: row.signer_name, signedAt: row.signed_at,
      firstAttemptAt: row.first_attempt_at ?? row.signed_at,
      objects: this.#objects.all(row.id).map((object) => ({
        kind: object.kind, sopClassUid: object.sop_class_uid, sopInstanceUid: object.sop_instance_uid, studyInstanceUid: object.study_instance_uid,
        seriesInstanceUid: object.series_instance_uid, part10: object.part10,
      })),
    };
  }

  /** The signed PDF as it is delivered, byte for byte: with the time stamp that it got before it left. */
  pdf(reportUid: string): Uint8Array | undefined {
    return this.#pdf.get(reportUid)?.pdf;
  }

  /** The request that a signed report answers. */
  requestOf(reportUid: string): number | undefined {
    return this.#requestOf.get(reportUid)?.request_id;
  }

  /**
   * Writes the report, its documents and their deliveries. The draft's revision and the version are compared again inside the transaction:
   * of two windows that sign at once, one wins and the other learns it.
   * @returns the studies whose state moved
   * @throws AppError `report/already-signed`, `report/stale-revision`
   */
  recordSignature(signature: Signature): number[] {
    return this.#record(signature, true);
  }

  /** The same for a report that a coordinator has accepted from this seat already: what its draft has become since then does not count. */
  adoptSignature(signature: Signature): number[] {
    return this.#record(signature, false);
  }

  #record(signature: Signature, comparesDraft: boolean): number[] {
    return this.#database.transaction(() => {
      const newest = this.#newest.get(signature.requestId);
      const isNext = this.lastVersion(signature.requestId) === signature.version - 1 && (newest?.id ?? null) === signature.predecessorId;
      if (!isNext || (comparesDraft && signature.kind === 'amended' && !this.isAmending(signature.requestId))) throw new AppError('report/already-signed', 'another version was signed first');
      if (comparesDraft && signature.kind !== 'addendum' && this.#draft.get(signature.requestId)?.revision !== signature.revision) {
        throw new AppError('report/stale-revision', 'the draft changed while it was being signed');
      }
      const { lastInsertRowid: reportId } = this.#insertReport.run({
        reportUid: signature.reportUid,
        requestId: signature.requestId,
        version: signature.version,
        kind: signature.kind,
        predecessorId: signature.predecessorId,
        content: signature.content,
        contentSha256: signature.contentSha256,
        contentSignature: signature.contentSignature,
        pdf: signature.pdf,
        signerName: signature.signerName,
        signedAt: signature.signedAt,
      });
      for (const object of signature.objects) {
        this.#insertDelivery.run({ reportId, siteId: signature.siteId, firstAttemptAt: signature.firstAttemptAt, ...object });
      }
      if (signature.kind !== 'addendum') {
        this.#endAmendment.run(signature.requestId);
        this.#endSubmission.run({ requestId: signature.requestId, signerName: signature.signerName, signedAt: signature.signedAt });
      }
      if (signature.opensFinal !== undefined) this.#openFinal.run(signature.requestId, signature.opensFinal, signature.signedAt);
      this.#audits.append(signature.audit);
      return this.#readingStates.refreshRequest(signature.requestId);
    }).immediate();
  }
}

/** A draft without forms has none of its own to name. */
export function formsFrom(json: string): Pick<ReportText, 'forms'> {
  return json === '[]' ? {} : { forms: JSON.parse(json) as ReportText['forms'] };
}
