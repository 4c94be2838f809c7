import type { CaseState } from '#shared/worklist/case-claim.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ReadingStateRepository } from '../studies/reading-state.repository.ts';

/** A request of a study and the name of its case at every seat. */
export interface CaseOfStudy {
  readonly requestId: number;
  readonly caseKey: string;
}

/** What a hub says of cases, copied into this seat's catalogue: the list shows it while the hub is away, and signed cases leave the open list. */
export class CaseCopyRepository {
  readonly #database;
  readonly #readingStates;
  readonly #put;
  readonly #holders;
  readonly #free;
  readonly #requestOf;
  readonly #studiesOf;
  readonly #casesOf;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    this.#put = database.prepare(`
      INSERT INTO coordinated_case VALUES ($caseKey, $fence, $holderSeat, $holderPerson, $leaseUntilMs, $finalVersion, $finalUid, $finalSeat, $finalPerson, $finalAtMs, 0)
      ON CONFLICT (case_key) DO UPDATE SET fence = $fence, holder_seat = $holderSeat, holder_person = $holderPerson, lease_until_ms = $leaseUntilMs,
        final_version = $finalVersion, final_uid = $finalUid, final_seat = $finalSeat, final_person = $finalPerson, final_at_ms = $finalAtMs`);
    this.#holders = database.prepare<[], { case_key: string; holder_seat: string }>('SELECT case_key, holder_seat FROM coordinated_case WHERE holder_seat IS NOT NULL');
    this.#free = database.prepare('UPDATE coordinated_case SET holder_seat = NULL, holder_person = NULL, lease_until_ms = NULL WHERE case_key = ?');
    this.#requestOf = database.prepare<[string], { id: number }>("SELECT id FROM request WHERE site_id || '|' || request_key = ?");
    this.#studiesOf = database.prepare<[number], { study_id: number }>('SELECT study_id FROM request_study WHERE request_id = ?');
    this.#casesOf = database.prepare<[number], { request_id: number; case_key: string }>(`
      SELECT request.id AS request_id, request.site_id || '|' || request.request_key AS case_key
      FROM request_study JOIN request ON request.id = request_study.request_id WHERE request_study.study_id = ? ORDER BY request.id`);
  }

  /** @param held all that somebody holds now; @returns studies whose row may look different */
  take(changed: readonly CaseState[], held: readonly CaseState[]): number[] {
    return this.#database.transaction(() => {
      const before = new Map(this.#holders.all().map((row) => [row.case_key, row.holder_seat]));
      const moved = new Set(changed.map(({ caseKey }) => caseKey));
      for (const state of [...changed, ...held]) {
        if (before.get(state.caseKey) !== state.holder?.seatId) moved.add(state.caseKey);
        this.#put.run(toParameters(state));
      }
      const isHeld = new Set(held.map(({ caseKey }) => caseKey));
      for (const key of before.keys()) {
        if (isHeld.has(key)) continue;
        this.#free.run(key);
        moved.add(key);
      }
      return this.#refresh([...moved]);
    })();
  }

  /** Studies of the cases; their rows are brought in step. */
  refresh(caseKeys: readonly string[]): number[] {
    return this.#database.transaction(() => this.#refresh(caseKeys))();
  }

  /** @returns undefined while this seat has no study of the case */
  studyOf(caseKey: string): number | undefined {
    const requestId = this.#requestOf.get(caseKey)?.id;
    return requestId === undefined ? undefined : this.#studiesOf.all(requestId)[0]?.study_id;
  }

  casesOf(studyId: number): CaseOfStudy[] {
    return this.#casesOf.all(studyId).map((row) => ({ requestId: row.request_id, caseKey: row.case_key }));
  }

  #refresh(caseKeys: readonly string[]): number[] {
    const requestIds = caseKeys.flatMap((key) => this.#requestOf.get(key)?.id ?? []);
    for (const requestId of requestIds) this.#readingStates.refreshRequest(requestId);
    return [...new Set(requestIds.flatMap((requestId) => this.#studiesOf.all(requestId).map((row) => row.study_id)))];
  }
}

function toParameters({ caseKey, fence, holder, leaseUntilMs, final }: CaseState) {
  return {
    caseKey, fence, holderSeat: holder?.seatId ?? null, holderPerson: holder?.person ?? null, leaseUntilMs, finalVersion: final?.version ?? 0,
    finalUid: final?.reportUid ?? null, finalSeat: final?.seatId ?? null, finalPerson: final?.person ?? null, finalAtMs: final?.acceptedAtMs ?? null,
  };
}
