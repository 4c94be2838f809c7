import type { CaseState, FinalReport } from '#shared/worklist/case-claim.ts';
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
  readonly #putFinal;
  readonly #seen;
  readonly #seenOne;
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
      ON CONFLICT (case_key) DO UPDATE SET fence = max(fence, $fence), holder_seat = $holderSeat, holder_person = $holderPerson, lease_until_ms = $leaseUntilMs`);
    // A hub that was restored from an older copy takes nothing back: what was final here stays final.
    this.#putFinal = database.prepare(`
      UPDATE coordinated_case SET final_version = $finalVersion, final_uid = $finalUid, final_seat = $finalSeat, final_person = $finalPerson, final_at_ms = $finalAtMs
      WHERE case_key = $caseKey AND final_version <= $finalVersion`);
    this.#seen = database.prepare<{ after: string }, SeenRow>(`SELECT * FROM coordinated_case WHERE case_key > $after AND (final_uid IS NOT NULL OR fence > 0) ORDER BY case_key LIMIT ${SEEN_PAGE}`);
    this.#seenOne = database.prepare<[string], SeenRow>('SELECT * FROM coordinated_case WHERE case_key = ?');
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
        const parameters = toParameters(state);
        this.#put.run(parameters);
        this.#putFinal.run({ caseKey: parameters.caseKey, finalVersion: parameters.finalVersion, finalUid: parameters.finalUid, finalSeat: parameters.finalSeat, finalPerson: parameters.finalPerson, finalAtMs: parameters.finalAtMs });
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

  /** The final report of a case as this seat saw it last; undefined for none. */
  finalOf(caseKey: string): FinalReport | undefined {
    const row = this.#seenOne.get(caseKey);
    return row === undefined ? undefined : (toState(row).final ?? undefined);
  }

  /** What this seat has seen of cases, by key. @param after the last key of the page before; '' for the first */
  seen(after: string): CaseState[] {
    return this.#seen.all({ after }).map(toState);
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

const SEEN_PAGE = 500;

interface SeenRow {
  readonly case_key: string;
  readonly fence: number;
  readonly final_version: number;
  readonly final_uid: string | null;
  readonly final_seat: string | null;
  readonly final_person: string | null;
  readonly final_at_ms: number | null;
}

/** Who held it is not told: a lease is the coordinator's alone. */
function toState(row: SeenRow): CaseState {
  return {
    caseKey: row.case_key, fence: row.fence, holder: null, leaseUntilMs: null,
    final: row.final_uid === null
      ? null
      : { seatId: row.final_seat ?? '', person: row.final_person ?? '', reportUid: row.final_uid, version: row.final_version, acceptedAtMs: row.final_at_ms ?? 0 },
  };
}

function toParameters({ caseKey, fence, holder, leaseUntilMs, final }: CaseState) {
  return {
    caseKey, fence, holderSeat: holder?.seatId ?? null, holderPerson: holder?.person ?? null, leaseUntilMs, finalVersion: final?.version ?? 0,
    finalUid: final?.reportUid ?? null, finalSeat: final?.seatId ?? null, finalPerson: final?.person ?? null, finalAtMs: final?.acceptedAtMs ?? null,
  };
}
