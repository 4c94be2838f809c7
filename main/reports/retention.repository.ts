import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ReadingStateRepository } from '../studies/reading-state.repository.ts';

/** A study whose images a rule reaches. */
export interface ExpiringStudy {
  readonly studyId: number;
  readonly siteId: string;
  readonly studyDate: string | null;
  readonly modalities: readonly string[];
  /** ISO 8601, UTC. */
  readonly lastUsedAt: string;
}

export interface ExpiringRows {
  readonly count: number;
  readonly bytes: number;
  readonly oldest: string | null;
}

export interface StoredLegalHold {
  readonly holdId: number;
  readonly studyId: number;
  readonly siteId: string;
  readonly accessionNumber: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: string;
}

interface StudyRow {
  id: number;
  site_id: string;
  study_date: string | null;
  modalities: string;
  last_used_at: string;
}

interface HoldRow {
  id: number;
  study_id: number;
  site_id: string;
  accession_number: string;
  reason: string;
  placed_by: string;
  placed_at: string;
}

/** What may go by age, and what may not. */
export class RetentionRepository {
  readonly #database;
  readonly #readingStates;
  readonly #studies;
  readonly #draftRows;
  readonly #drafts;
  readonly #dropDraft;
  readonly #dropWordingsOf;
  readonly #wordings;
  readonly #dropWordings;
  readonly #holds;
  readonly #hold;
  readonly #releaseHold;
  readonly #studiesOfRequest;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    // A case that waits, is being read, or whose report has not arrived is never reached; nor what is kept, held by law, or has no hospital to come from again.
    this.#studies = database.prepare<[string], StudyRow>(`
      SELECT id, site_id, study_date, modalities, coalesce(last_opened_at, arrived_at) AS last_used_at FROM study
      WHERE held_instances > 0 AND keep = 'no' AND (is_case = 0 OR reading_state = 'delivered') AND coalesce(last_opened_at, arrived_at) < ?
        AND NOT EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.study_id = study.id)
        AND EXISTS (SELECT 1 FROM site WHERE site.id = study.site_id AND site.base_url <> '')
      ORDER BY last_used_at`);
    const isFree = (request: string) => `NOT EXISTS (SELECT 1 FROM request_study JOIN study ON study.id = request_study.study_id
        WHERE request_study.request_id = ${request} AND (study.keep <> 'no' OR EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.study_id = study.id)))`;
    const isAbandoned = `saved_at < ? AND NOT EXISTS (SELECT 1 FROM signed_report WHERE signed_report.request_id = report_draft.request_id)
      AND NOT EXISTS (SELECT 1 FROM report_submission WHERE report_submission.request_id = report_draft.request_id AND state = 'waiting')
      AND NOT EXISTS (SELECT 1 FROM report_amendment WHERE report_amendment.request_id = report_draft.request_id) AND ${isFree('report_draft.request_id')}`;
    const textBytes = 'coalesce(sum(length(findings) + length(impression) + length(recommendation)), 0)';
    this.#draftRows = database.prepare<[string], ExpiringRows>(`SELECT count(*) AS count, ${textBytes} AS bytes, min(saved_at) AS oldest FROM report_draft WHERE ${isAbandoned}`);
    this.#drafts = database.prepare<[string], number>(`SELECT request_id FROM report_draft WHERE ${isAbandoned}`).pluck();
    this.#dropDraft = database.prepare('DELETE FROM report_draft WHERE request_id = ?');
    this.#dropWordingsOf = database.prepare('DELETE FROM report_draft_revision WHERE request_id = ?');
    // Only of requests all of whose reports have arrived.
    const isSpent = `saved_at < ? AND EXISTS (SELECT 1 FROM signed_report WHERE signed_report.request_id = report_draft_revision.request_id)
      AND NOT EXISTS (SELECT 1 FROM signed_report JOIN delivery ON delivery.signed_report_id = signed_report.id
        WHERE signed_report.request_id = report_draft_revision.request_id AND delivery.station NOT IN ('read-back', 'withheld'))
      AND NOT EXISTS (SELECT 1 FROM report_amendment WHERE report_amendment.request_id = report_draft_revision.request_id) AND ${isFree('report_draft_revision.request_id')}`;
    this.#wordings = database.prepare<[string], ExpiringRows>(`SELECT count(*) AS count, ${textBytes} AS bytes, min(saved_at) AS oldest FROM report_draft_revision WHERE ${isSpent}`);
    this.#dropWordings = database.prepare<[string]>(`DELETE FROM report_draft_revision WHERE ${isSpent}`);
    this.#holds = database.prepare<[], HoldRow>(`
      SELECT legal_hold.id, study_id, site_id, accession_number, reason, placed_by, placed_at FROM legal_hold JOIN study ON study.id = legal_hold.study_id ORDER BY placed_at DESC, legal_hold.id`);
    this.#hold = database.prepare('INSERT INTO legal_hold (study_id, reason, placed_by, placed_at) VALUES (?, ?, ?, ?) ON CONFLICT (study_id) DO NOTHING');
    this.#releaseHold = database.prepare<[number], { study_id: number }>('DELETE FROM legal_hold WHERE id = ? RETURNING study_id');
    this.#studiesOfRequest = database.prepare<[{ site: string; number: string }], number>(`
      SELECT id FROM study WHERE site_id = $site AND accession_number = $number
      UNION SELECT study_id FROM request JOIN request_study ON request_id = request.id WHERE site_id = $site AND accession_number = $number`).pluck();
  }

  /** The longest unused first. @param before ISO 8601, UTC */
  studies(before: string): ExpiringStudy[] {
    return this.#studies.all(before).map((row) => ({ studyId: row.id, siteId: row.site_id, studyDate: row.study_date, modalities: JSON.parse(row.modalities) as string[], lastUsedAt: row.last_used_at }));
  }

  /** Reports that were begun, never signed and not gone on with. */
  drafts(before: string): ExpiringRows {
    return this.#draftRows.get(before) ?? NOTHING;
  }

  /** @returns the studies whose state has changed */
  removeDrafts(before: string): number[] {
    return this.#database.transaction(() =>
      this.#drafts.all(before).flatMap((requestId) => {
        this.#dropDraft.run(requestId);
        this.#dropWordingsOf.run(requestId);
        return this.#readingStates.refreshRequest(requestId);
      }),
    )();
  }

  /** Earlier wordings of reports that have all arrived. */
  wordings(before: string): ExpiringRows {
    return this.#wordings.get(before) ?? NOTHING;
  }

  removeWordings(before: string): void {
    this.#dropWordings.run(before);
  }

  holds(): StoredLegalHold[] {
    return this.#holds.all().map((row) => ({
      holdId: row.id, studyId: row.study_id, siteId: row.site_id, accessionNumber: row.accession_number, reason: row.reason, placedBy: row.placed_by, placedAt: row.placed_at,
    }));
  }

  /** @returns the studies of the request, none when nobody knows it */
  hold(siteId: string, accessionNumber: string, { reason, placedBy, placedAt }: Pick<StoredLegalHold, 'reason' | 'placedBy' | 'placedAt'>): number[] {
    return this.#database.transaction(() => {
      const studyIds = this.#studiesOfRequest.all({ site: siteId, number: accessionNumber });
      for (const studyId of studyIds) this.#hold.run(studyId, reason, placedBy, placedAt);
      return studyIds;
    })();
  }

  /** @returns the study; undefined when there is no such hold */
  releaseHold(holdId: number): number | undefined {
    return this.#releaseHold.get(holdId)?.study_id;
  }
}

const NOTHING: ExpiringRows = { count: 0, bytes: 0, oldest: null };
