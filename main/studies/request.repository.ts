import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { FoundRequest, StoredRequest } from './study.ts';

interface RequestRow {
  id: number;
  site_id: string;
  request_key: string;
  accession_number: string;
  issuer_of_accession: string;
  procedure_id: string;
  procedure_text: string;
  study_ids: string;
}

/** Requests of the hospitals, and which studies each covers. */
export class RequestRepository {
  readonly #database;
  readonly #put;
  readonly #link;
  readonly #linksOf;
  readonly #unlink;
  readonly #hasReport;
  readonly #forStudy;
  readonly #find;
  readonly #findByCase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#put = database.prepare(`
      INSERT INTO request (site_id, request_key, accession_number, issuer_of_accession, procedure_id, procedure_text)
      VALUES ($siteId, $requestKey, $accessionNumber, $issuerOfAccessionNumber, $procedureId, $procedureText)
      ON CONFLICT (site_id, request_key) DO UPDATE SET procedure_id = $procedureId, procedure_text = $procedureText
      RETURNING id`);
    this.#link = database.prepare('INSERT INTO request_study (request_id, study_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#linksOf = database.prepare<[number], { request_id: number }>('SELECT request_id FROM request_study WHERE study_id = ?');
    this.#unlink = database.prepare('DELETE FROM request_study WHERE request_id = ? AND study_id = ?');
    this.#hasReport = database.prepare<{ id: number }, { found: number }>(`
      SELECT EXISTS (SELECT 1 FROM report_draft WHERE request_id = $id) OR EXISTS (SELECT 1 FROM signed_report WHERE request_id = $id) AS found`);
    const columns = `request.*, (SELECT json_group_array(study_id) FROM request_study AS other WHERE other.request_id = request.id) AS study_ids`;
    this.#forStudy = database.prepare<[number], RequestRow>(`
      SELECT ${columns} FROM request_study JOIN request ON request.id = request_study.request_id
      WHERE request_study.study_id = ? ORDER BY request.accession_number, request.id`);
    this.#findByCase = database.prepare<[string], RequestRow>(`SELECT ${columns} FROM request WHERE request.site_id || '|' || request.request_key = ?`);
    this.#find = database.prepare<[number], RequestRow>(`SELECT ${columns} FROM request WHERE request.id = ?`);
  }

  /**
   * Takes over the requests that a study names now. A request that is no longer named is let go, unless somebody has begun to write for it:
   * a draft never disappears because a hospital corrected a number.
   */
  recordRequests(siteId: string, studyId: number, requests: readonly FoundRequest[]): void {
    this.#database.transaction(() => {
      const named = new Set<number>();
      for (const request of requests) {
        const { id } = this.#put.get({ siteId, ...request }) as { id: number };
        this.#link.run(id, studyId);
        named.add(id);
      }
      for (const { request_id: id } of this.#linksOf.all(studyId)) {
        if (!named.has(id) && this.#hasReport.get({ id })?.found !== 1) this.#unlink.run(id, studyId);
      }
    })();
  }

  forStudy(studyId: number): StoredRequest[] {
    return this.#forStudy.all(studyId).map(toStoredRequest);
  }

  find(requestId: number): StoredRequest | undefined {
    const row = this.#find.get(requestId);
    return row === undefined ? undefined : toStoredRequest(row);
  }

  /** @param caseKey as `shared/worklist/case-claim.ts` makes it */
  findByCase(caseKey: string): StoredRequest | undefined {
    const row = this.#findByCase.get(caseKey);
    return row === undefined ? undefined : toStoredRequest(row);
  }
}

function toStoredRequest(row: RequestRow): StoredRequest {
  return {
    id: row.id,
    siteId: row.site_id,
    requestKey: row.request_key,
    accessionNumber: row.accession_number,
    issuerOfAccessionNumber: row.issuer_of_accession,
    procedureId: row.procedure_id,
    procedureText: row.procedure_text,
    studyIds: JSON.parse(row.study_ids) as number[],
  };
}
