import { AppError } from '#shared/errors/app-error.ts';
import type { FilledForm } from '#shared/report/fields/report-form.ts';
import type { WithdrawalReason } from '#shared/structured-report/key-object-selection.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ReadingStateRepository } from '../studies/reading-state.repository.ts';
import type { SignedObject } from './report.repository.ts';

/** One version of a request's report, with what became of it. */
export interface StoredVersion {
  readonly id: number;
  readonly reportUid: string;
  readonly version: number;
  readonly kind: 'original' | 'amended' | 'addendum';
  readonly predecessorId: number | null;
  readonly content: Uint8Array;
  readonly signerName: string;
  readonly signedAt: string;
  /** The withdrawal that took it back; null while it stands. */
  readonly withdrawal: { readonly reason: WithdrawalReason; readonly words: string; readonly signerName: string; readonly at: string } | null;
  readonly acknowledgements: readonly StoredAcknowledgement[];
  /** When an authority stamped it; null while nobody has. */
  readonly stampedAt: string | null;
}

export interface StoredAcknowledgement {
  readonly about: 'report' | 'withdrawal';
  readonly person: string;
  readonly note: string;
  readonly at: string;
}

export interface StoredSubmission {
  readonly id: number;
  readonly revision: number;
  readonly content: Uint8Array;
  readonly authorName: string;
  readonly submittedAt: string;
  readonly state: 'waiting' | 'returned' | 'signed';
  readonly comment: string;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

/** Everything that one withdrawal makes. */
export interface Withdrawal {
  readonly requestId: number;
  readonly signedReportId: number;
  readonly siteId: string;
  readonly reason: WithdrawalReason;
  readonly words: string;
  readonly content: Uint8Array;
  readonly contentSignature: Uint8Array;
  readonly signerName: string;
  readonly withdrawnAt: string;
  /** undefined when nothing has left for the hospital yet: then nothing is sent at all. */
  readonly rejectionNote: SignedObject | undefined;
}

/** An object of any version, for a rejection note. */
export interface SentObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

interface VersionRow {
  id: number;
  report_uid: string;
  version: number;
  kind: StoredVersion['kind'];
  predecessor_id: number | null;
  content: Buffer;
  signer_name: string;
  signed_at: string;
  stamped_at: string | null;
}

interface WithdrawalRow {
  signed_report_id: number;
  reason: WithdrawalReason;
  words: string;
  signer_name: string;
  withdrawn_at: string;
}

interface SubmissionRow {
  id: number;
  revision: number;
  content: Buffer;
  author_name: string;
  submitted_at: string;
  state: StoredSubmission['state'];
  comment: string;
  answered_by: string | null;
  answered_at: string | null;
}

/** What happens to a report around and after its signature. */
export class VersionRepository {
  readonly #database;
  readonly #readingStates;
  readonly #versions;
  readonly #withdrawals;
  readonly #acknowledgements;
  readonly #amendment;
  readonly #insertAmendment;
  readonly #deleteAmendment;
  readonly #setDraft;
  readonly #deleteDraft;
  readonly #insertWithdrawal;
  readonly #withhold;
  readonly #insertDelivery;
  readonly #acknowledge;
  readonly #sentObjects;
  readonly #submission;
  readonly #insertSubmission;
  readonly #answerSubmission;
  readonly #withdrawnInstances;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    this.#versions = database.prepare<[number], VersionRow>(`
      SELECT signed_report.id, report_uid, version, signed_report.kind, predecessor_id, content, signer_name, signed_at,
        (SELECT min(proved_at) FROM report_evidence WHERE signed_report_id = signed_report.id) AS stamped_at
      FROM signed_report WHERE request_id = ? ORDER BY version DESC`);
    this.#withdrawals = database.prepare<[number], WithdrawalRow>(
      'SELECT signed_report_id, reason, words, signer_name, withdrawn_at FROM report_withdrawal WHERE request_id = ?',
    );
    this.#acknowledgements = database.prepare<[number], { signed_report_id: number; about: StoredAcknowledgement['about']; person: string; note: string; recorded_at: string }>(`
      SELECT signed_report_id, about, person, note, recorded_at FROM report_acknowledgement
      WHERE signed_report_id IN (SELECT id FROM signed_report WHERE request_id = ?) ORDER BY id`);
    this.#amendment = database.prepare<[number], { reason: string; opened_at: string }>('SELECT reason, opened_at FROM report_amendment WHERE request_id = ?');
    this.#insertAmendment = database.prepare(`
      INSERT INTO report_amendment (request_id, reason, opened_at) VALUES (?, ?, ?) ON CONFLICT (request_id) DO UPDATE SET reason = excluded.reason`);
    this.#deleteAmendment = database.prepare('DELETE FROM report_amendment WHERE request_id = ?');
    this.#setDraft = database.prepare(`
      INSERT INTO report_draft (request_id, revision, findings, impression, recommendation, outcome, saved_at, forms)
      VALUES ($requestId, 1 + coalesce((SELECT max(revision) FROM report_draft_revision WHERE request_id = $requestId), 0), $findings, $impression, $recommendation, $outcome, $savedAt, $forms)
      ON CONFLICT (request_id) DO UPDATE SET revision = revision + 1, findings = excluded.findings, impression = excluded.impression,
        recommendation = excluded.recommendation, outcome = excluded.outcome, saved_at = excluded.saved_at,
        -- The draft that was signed keeps its forms, those too that a hand has overruled; another one has the signed ones.
        forms = iif(trim(findings, char(9, 10, 13, 32)) = excluded.findings, forms, excluded.forms)`);
    this.#deleteDraft = database.prepare('DELETE FROM report_draft WHERE request_id = ?');
    this.#insertWithdrawal = database.prepare(`
      INSERT INTO report_withdrawal (request_id, signed_report_id, reason, words, content, content_signature, signer_name, withdrawn_at)
      VALUES ($requestId, $signedReportId, $reason, $words, $content, $contentSignature, $signerName, $withdrawnAt)`);
    this.#withhold = database.prepare(`
      UPDATE delivery SET station = 'withheld', next_attempt_at = NULL
      WHERE station = 'signed' AND attempts = 0 AND signed_report_id IN (SELECT id FROM signed_report WHERE request_id = ?)`);
    this.#insertDelivery = database.prepare(`
      INSERT INTO delivery (signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, part10,
        station, next_attempt_at)
      VALUES ($reportId, $siteId, $kind, $sopClassUid, $sopInstanceUid, $studyInstanceUid, $seriesInstanceUid, $part10, 'signed', $at)`);
    this.#acknowledge = database.prepare(`
      INSERT INTO report_acknowledgement (signed_report_id, about, person, note, recorded_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (signed_report_id, about) DO NOTHING`);
    this.#sentObjects = database.prepare<[number], { sop_class_uid: string; sop_instance_uid: string; study_instance_uid: string; series_instance_uid: string }>(`
      SELECT sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid FROM delivery
      WHERE NOT (station = 'withheld' OR station = 'signed' AND attempts = 0) AND kind <> 'rejection-note'
        AND signed_report_id IN (SELECT id FROM signed_report WHERE request_id = ?)
      ORDER BY id`);
    this.#submission = database.prepare<[number], SubmissionRow>('SELECT * FROM report_submission WHERE request_id = ? ORDER BY id DESC LIMIT 1');
    this.#insertSubmission = database.prepare(`
      INSERT INTO report_submission (request_id, revision, content, content_signature, author_name, submitted_at, state)
      VALUES ($requestId, $revision, $content, $contentSignature, $authorName, $submittedAt, 'waiting')`);
    this.#answerSubmission = database.prepare(`
      UPDATE report_submission SET state = $state, comment = $comment, answered_by = $answeredBy, answered_at = $at
      WHERE request_id = $requestId AND state = 'waiting'`);
    this.#withdrawnInstances = database.prepare<[string], { sop_instance_uid: string }>(`
      SELECT sop_instance_uid FROM delivery JOIN signed_report ON signed_report.id = delivery.signed_report_id
      WHERE study_instance_uid = ? AND delivery.kind <> 'rejection-note' AND EXISTS (
        SELECT 1 FROM report_withdrawal JOIN signed_report taken ON taken.id = report_withdrawal.signed_report_id
        WHERE report_withdrawal.request_id = signed_report.request_id AND taken.version >= signed_report.version)`);
  }

  /** All versions, newest first. A withdrawal takes back all versions up to the one it names. */
  list(requestId: number): StoredVersion[] {
    const rows = this.#versions.all(requestId);
    const withdrawals = this.#withdrawals.all(requestId);
    const acknowledgements = this.#acknowledgements.all(requestId);
    const versionOf = new Map(rows.map((row) => [row.id, row.version]));
    return rows.map((row) => {
      const taking = withdrawals
        .filter((one) => (versionOf.get(one.signed_report_id) ?? 0) >= row.version)
        .sort((left, right) => (versionOf.get(left.signed_report_id) ?? 0) - (versionOf.get(right.signed_report_id) ?? 0))[0];
      return {
        id: row.id,
        reportUid: row.report_uid,
        version: row.version,
        kind: row.kind,
        predecessorId: row.predecessor_id,
        content: row.content,
        signerName: row.signer_name,
        signedAt: row.signed_at,
        withdrawal: taking === undefined ? null : { reason: taking.reason, words: taking.words, signerName: taking.signer_name, at: taking.withdrawn_at },
        acknowledgements: acknowledgements
          .filter((one) => one.signed_report_id === row.id)
          .map(({ about, person, note, recorded_at: at }) => ({ about, person, note, at })),
        stampedAt: row.stamped_at,
      };
    });
  }

  /** The correction that is being written; undefined when none is. */
  amendment(requestId: number): { readonly reason: string; readonly openedAt: string } | undefined {
    const row = this.#amendment.get(requestId);
    return row && { reason: row.reason, openedAt: row.opened_at };
  }

  /**
   * Opens the draft again, with the words and the forms that were signed. @returns the studies whose state moved
   * @throws AppError `report/not-signed`: there is nothing that stands and could be corrected
   */
  openAmendment(
    requestId: number, reason: string,
    text: { readonly findings: string; readonly impression: string; readonly recommendation: string; readonly outcome: 'positive' | 'negative' | null; readonly forms: readonly FilledForm[] }, at: string,
  ): number[] {
    return this.#database.transaction(() => {
      if (this.#standing(requestId) === undefined) throw new AppError('report/not-signed', 'nothing is signed that could be corrected');
      const isNew = this.#amendment.get(requestId) === undefined;
      this.#insertAmendment.run(requestId, reason, at);
      if (isNew) this.#setDraft.run({ requestId, savedAt: at, ...text, forms: JSON.stringify(text.forms) });
      return this.#readingStates.refreshRequest(requestId);
    })();
  }

  /** Gives a correction up: the signed report stands as it did. @returns the studies whose state moved */
  cancelAmendment(requestId: number): number[] {
    return this.#database.transaction(() => {
      this.#deleteAmendment.run(requestId);
      return this.#readingStates.refreshRequest(requestId);
    })();
  }

  /** Objects of all versions that have left for the hospital, whether it answered or not. */
  sentObjects(requestId: number): SentObject[] {
    return this.#sentObjects.all(requestId).map((row) => ({
      sopClassUid: row.sop_class_uid, sopInstanceUid: row.sop_instance_uid, studyInstanceUid: row.study_instance_uid, seriesInstanceUid: row.series_instance_uid,
    }));
  }

  /**
   * Takes back the newest version and all before it: what has not left stays here, what has left is followed by the rejection note.
   * The request is open again. @returns the studies whose state moved
   * @throws AppError `report/stale-revision` when another version was signed meanwhile, or more has left than the note names
   */
  recordWithdrawal(withdrawal: Withdrawal, namedObjects: number): number[] {
    return this.#database.transaction(() => {
      const { requestId, signedReportId } = withdrawal;
      if (this.#standing(requestId)?.id !== signedReportId || this.#sentObjects.all(requestId).length !== namedObjects) {
        throw new AppError('report/stale-revision', 'the report moved while it was being taken back');
      }
      this.#insertWithdrawal.run({
        requestId, signedReportId, reason: withdrawal.reason, words: withdrawal.words, content: withdrawal.content,
        contentSignature: withdrawal.contentSignature, signerName: withdrawal.signerName, withdrawnAt: withdrawal.withdrawnAt,
      });
      this.#withhold.run(requestId);
      this.#deleteAmendment.run(requestId);
      this.#deleteDraft.run(requestId);
      if (withdrawal.rejectionNote !== undefined) {
        this.#insertDelivery.run({ reportId: signedReportId, siteId: withdrawal.siteId, at: withdrawal.withdrawnAt, ...withdrawal.rejectionNote });
      }
      return this.#readingStates.refreshRequest(requestId);
    }).immediate();
  }

  /** SOP Instance UIDs of our documents in a study that were taken back. */
  withdrawnInstances(studyInstanceUid: string): string[] {
    return this.#withdrawnInstances.all(studyInstanceUid).map((row) => row.sop_instance_uid);
  }

  /** What the county hospital said first stays. */
  acknowledge(signedReportId: number, { about, person, note, at }: StoredAcknowledgement): void {
    this.#acknowledge.run(signedReportId, about, person, note, at);
  }

  /** The newest submission of a request's draft. */
  submission(requestId: number): StoredSubmission | undefined {
    const row = this.#submission.get(requestId);
    if (row === undefined) return undefined;
    return {
      id: row.id, revision: row.revision, content: row.content, authorName: row.author_name, submittedAt: row.submitted_at, state: row.state,
      comment: row.comment, answeredBy: row.answered_by, answeredAt: row.answered_at,
    };
  }

  /** A newer submission takes the place of one that still waits. */
  submit(submission: {
    readonly requestId: number; readonly revision: number; readonly content: Uint8Array; readonly contentSignature: Uint8Array;
    readonly authorName: string; readonly submittedAt: string;
  }): void {
    this.#database.transaction(() => {
      this.#answerSubmission.run({ requestId: submission.requestId, state: 'returned', comment: '', answeredBy: submission.authorName, at: submission.submittedAt });
      this.#insertSubmission.run(submission);
    })();
  }

  /** @returns false when none waits */
  answerSubmission(requestId: number, answer: { readonly state: 'returned' | 'signed'; readonly comment: string; readonly answeredBy: string; readonly at: string }): boolean {
    return this.#answerSubmission.run({ requestId, ...answer }).changes > 0;
  }

  /** The newest version, unless it was taken back. */
  #standing(requestId: number): StoredVersion | undefined {
    const [newest] = this.list(requestId);
    return newest?.withdrawal === null ? newest : undefined;
  }
}
