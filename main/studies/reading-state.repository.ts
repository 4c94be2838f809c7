import { leastDone, requestState, type DeliveryStation, type ReadingState } from '#shared/worklist/case-status.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/**
 * Keeps `study.reading_state` in step with drafts, signed reports and deliveries. Called inside the transaction that changes one of them,
 * so that the worklist never shows what did not happen.
 */
export class ReadingStateRepository {
  readonly #requestsOfStudy;
  readonly #studiesOfRequest;
  readonly #hasDraft;
  readonly #newestReport;
  readonly #stations;
  readonly #set;
  readonly #isSecond;
  readonly #isSignedElsewhere;

  constructor(database: SqliteDatabase) {
    this.#requestsOfStudy = database.prepare<[number], { request_id: number }>('SELECT request_id FROM request_study WHERE study_id = ?');
    this.#studiesOfRequest = database.prepare<[number], { study_id: number }>('SELECT study_id FROM request_study WHERE request_id = ?');
    this.#hasDraft = database.prepare<[number], { found: number }>('SELECT EXISTS (SELECT 1 FROM report_draft WHERE request_id = ?) AS found');
    // None while a correction is being written, and none that was taken back: then the request waits for its physician again.
    this.#newestReport = database.prepare<[number], { id: number }>(`
      SELECT id FROM signed_report WHERE request_id = ?
        AND NOT EXISTS (SELECT 1 FROM report_amendment WHERE report_amendment.request_id = signed_report.request_id)
        AND NOT EXISTS (SELECT 1 FROM report_withdrawal WHERE report_withdrawal.request_id = signed_report.request_id AND version <= (
          SELECT taken.version FROM signed_report taken WHERE taken.id = report_withdrawal.signed_report_id))
      ORDER BY version DESC LIMIT 1`);
    this.#stations = database.prepare<[number], { station: DeliveryStation }>('SELECT station FROM delivery WHERE signed_report_id = ?');
    // Somebody else's report came first: a person must look.
    this.#isSecond = database.prepare<[number], { found: number }>(`
      SELECT EXISTS (SELECT 1 FROM report_acceptance JOIN signed_report USING (report_uid) WHERE signed_report.id = ? AND standing = 'second') AS found`);
    // The report of another seat stands: the case waits for nobody here.
    this.#isSignedElsewhere = database.prepare<[number], { found: number }>(`
      SELECT EXISTS (SELECT 1 FROM request JOIN coordinated_case ON case_key = request.site_id || '|' || request.request_key
        WHERE request.id = ? AND final_uid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM signed_report WHERE report_uid = final_uid)) AS found`);
    this.#set = database.prepare('UPDATE study SET reading_state = $state WHERE id = $id AND reading_state <> $state');
  }

  /** @returns the studies that the request covers, all of which are in step now */
  refreshRequest(requestId: number): number[] {
    const studyIds = this.#studiesOfRequest.all(requestId).map((row) => row.study_id);
    for (const studyId of studyIds) this.refreshStudy(studyId);
    return studyIds;
  }

  refreshStudy(studyId: number): void {
    const states = this.#requestsOfStudy.all(studyId).map((row) => this.#stateOf(row.request_id));
    this.#set.run({ id: studyId, state: leastDone(states) });
  }

  #stateOf(requestId: number): ReadingState {
    const report = this.#newestReport.get(requestId);
    if (report === undefined && this.#isSignedElsewhere.get(requestId)?.found === 1) return 'signed';
    if (report !== undefined && this.#isSecond.get(report.id)?.found === 1) return 'conflict';
    const stations = report === undefined ? undefined : this.#stations.all(report.id).map((row) => row.station);
    return requestState(this.#hasDraft.get(requestId)?.found === 1, stations);
  }
}
