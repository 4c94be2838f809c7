import type { ErrorFacts } from '#shared/errors/app-error.ts';
import type { DeliveryStation } from '#shared/worklist/case-status.ts';
import type { ReportObjectKind } from '#shared/structured-report/report-object.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { ReadingStateRepository } from '../studies/reading-state.repository.ts';

/** An object on its way to a hospital, without its bytes. */
export interface Delivery {
  readonly id: number;
  readonly signedReportId: number;
  readonly siteId: string;
  readonly kind: ReportObjectKind;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly station: DeliveryStation;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  /** When the hospital had taken it, and when it was read back equal; null while it is not. */
  readonly storedAt: string | null;
  readonly readBackAt: string | null;
  readonly failure: { readonly code: string; readonly facts: ErrorFacts; readonly since: string } | null;
}

/** One step of a delivery: where it stands now, and what went wrong if something did. */
export interface DeliveryStep {
  readonly station: DeliveryStation;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly at: string;
  readonly failure: { readonly code: string; readonly facts: ErrorFacts } | null;
}

interface DeliveryRow {
  id: number;
  signed_report_id: number;
  site_id: string;
  kind: Delivery['kind'];
  sop_class_uid: string;
  sop_instance_uid: string;
  study_instance_uid: string;
  series_instance_uid: string;
  station: DeliveryStation;
  attempts: number;
  next_attempt_at: string | null;
  stored_at: string | null;
  read_back_at: string | null;
  failure_code: string | null;
  failure_facts: string | null;
  failing_since: string | null;
}

const COLUMNS = `id, signed_report_id, site_id, kind, sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid, station, attempts,
  next_attempt_at, stored_at, read_back_at, failure_code, failure_facts, failing_since`;
/** Only what the coordinator has accepted as final leaves. What was signed offline waits for it; of two reports the second never leaves. */
const IS_FINAL = `NOT EXISTS (
  SELECT 1 FROM report_acceptance JOIN signed_report accepted ON accepted.report_uid = report_acceptance.report_uid
  WHERE accepted.id = delivery.signed_report_id AND report_acceptance.standing <> 'final')`;
const IS_WAITING = "station NOT IN ('read-back', 'conflict', 'withheld')";
/** What an earlier version of the same report still has to do comes first; so does a report before the note that takes it back. */
const IS_ITS_TURN = `${IS_FINAL} AND NOT EXISTS (
  SELECT 1 FROM delivery earlier JOIN signed_report before ON before.id = earlier.signed_report_id
    JOIN signed_report own ON own.id = delivery.signed_report_id
  WHERE before.request_id = own.request_id AND earlier.station NOT IN ('read-back', 'conflict', 'withheld')
    AND (before.version < own.version OR before.version = own.version AND delivery.kind = 'rejection-note' AND earlier.kind <> 'rejection-note'))`;

export class DeliveryRepository {
  readonly #database;
  readonly #readingStates;
  readonly #due;
  readonly #nextDue;
  readonly #bytes;
  readonly #step;
  readonly #requestOf;
  readonly #ofReport;
  readonly #hurry;
  readonly #hurrySite;
  readonly #hurryWaiting;
  readonly #pullIn;
  readonly #waiting;
  readonly #waitingFor;
  readonly #ownUids;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#readingStates = new ReadingStateRepository(database);
    this.#due = database.prepare<{ now: string }, DeliveryRow>(
      `SELECT ${COLUMNS} FROM delivery WHERE ${IS_WAITING} AND next_attempt_at <= $now AND ${IS_ITS_TURN} ORDER BY next_attempt_at, id`,
    );
    this.#nextDue = database.prepare<[], { at: string | null }>(`SELECT min(next_attempt_at) AS at FROM delivery WHERE ${IS_WAITING} AND ${IS_ITS_TURN}`);
    this.#waitingFor = database.prepare<[string], { count: number }>(`SELECT count(*) AS count FROM delivery WHERE site_id = ? AND ${IS_WAITING}`);
    this.#bytes = database.prepare<[number], { part10: Buffer }>('SELECT part10 FROM delivery WHERE id = ?');
    this.#step = database.prepare(`
      UPDATE delivery SET station = $station, attempts = $attempts, next_attempt_at = $nextAttemptAt,
        stored_at = iif($station IN ('stored', 'read-back'), coalesce(stored_at, $at), stored_at),
        read_back_at = iif($station = 'read-back', coalesce(read_back_at, $at), read_back_at),
        failure_code = $failureCode, failure_facts = $failureFacts,
        failing_since = iif($failureCode IS NULL, NULL, coalesce(failing_since, $at))
      WHERE id = $id`);
    this.#requestOf = database.prepare<[number], { request_id: number }>(
      'SELECT request_id FROM delivery JOIN signed_report ON signed_report.id = delivery.signed_report_id WHERE delivery.id = ?',
    );
    this.#ofReport = database.prepare<[number], DeliveryRow>(`SELECT ${COLUMNS} FROM delivery WHERE signed_report_id = ? ORDER BY id`);
    this.#hurry = database.prepare(`UPDATE delivery SET next_attempt_at = $now WHERE signed_report_id = $id AND ${IS_WAITING}`);
    this.#hurrySite = database.prepare(`UPDATE delivery SET next_attempt_at = $now WHERE site_id = $siteId AND ${IS_WAITING} AND next_attempt_at > $now`);
    this.#hurryWaiting = database.prepare(`UPDATE delivery SET next_attempt_at = $now WHERE ($siteId IS NULL OR site_id = $siteId) AND ${IS_WAITING}`);
    this.#pullIn = database.prepare(`UPDATE delivery SET next_attempt_at = $latest WHERE ${IS_WAITING} AND next_attempt_at > $latest`);
    this.#waiting = database.prepare<[], { count: number }>(`SELECT count(*) AS count FROM delivery WHERE ${IS_WAITING}`);
    this.#ownUids = database.prepare<[string], { sop_instance_uid: string }>('SELECT sop_instance_uid FROM delivery WHERE study_instance_uid = ?');
  }

  due(now: string): Delivery[] {
    return this.#due.all({ now }).map(toDelivery);
  }

  /** When the next attempt is due, or null when nothing waits. */
  nextDueAt(): string | null {
    return this.#nextDue.get()?.at ?? null;
  }

  part10(deliveryId: number): Uint8Array {
    const row = this.#bytes.get(deliveryId);
    if (row === undefined) throw new Error(`no delivery ${deliveryId}`);
    return row.part10;
  }

  /** Writes where a delivery stands, and brings the worklist in step. @returns the studies whose state may have moved */
  recordStep(deliveryId: number, step: DeliveryStep): number[] {
    return this.#database.transaction(() => {
      this.#step.run({
        id: deliveryId,
        station: step.station,
        attempts: step.attempts,
        nextAttemptAt: step.nextAttemptAt,
        at: step.at,
        failureCode: step.failure?.code ?? null,
        failureFacts: step.failure === null ? null : JSON.stringify(step.failure.facts),
      });
      const request = this.#requestOf.get(deliveryId);
      return request === undefined ? [] : this.#readingStates.refreshRequest(request.request_id);
    })();
  }

  ofReport(signedReportId: number): Delivery[] {
    return this.#ofReport.all(signedReportId).map(toDelivery);
  }

  /** Makes all waiting deliveries of a report due. */
  hurryReport(signedReportId: number, now: string): void {
    this.#hurry.run({ id: signedReportId, now });
  }

  /** A hospital answers again: what waits for it is due. @returns how many */
  hurrySite(siteId: string, now: string): number {
    return this.#hurrySite.run({ siteId, now }).changes;
  }

  /** Makes all that waits due, for one hospital or for all (null). @returns how many */
  hurryWaiting(siteId: string | null, now: string): number {
    return this.#hurryWaiting.run({ siteId, now }).changes;
  }

  /** Nothing that waits is due later than this. @param latest ISO 8601, UTC */
  pullIn(latest: string): void {
    this.#pullIn.run({ latest });
  }

  countWaiting(): number {
    return this.#waiting.get()?.count ?? 0;
  }

  /** Objects that wait for one hospital. */
  countWaitingFor(siteId: string): number {
    return this.#waitingFor.get(siteId)?.count ?? 0;
  }

  /** SOP Instance UIDs that we ourselves have written for a study: they come back in searches and are no images that arrived late. */
  ownInstances(studyInstanceUid: string): string[] {
    return this.#ownUids.all(studyInstanceUid).map((row) => row.sop_instance_uid);
  }
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    signedReportId: row.signed_report_id,
    siteId: row.site_id,
    kind: row.kind,
    sopClassUid: row.sop_class_uid,
    sopInstanceUid: row.sop_instance_uid,
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    station: row.station,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    storedAt: row.stored_at,
    readBackAt: row.read_back_at,
    failure:
      row.failure_code === null
        ? null
        : { code: row.failure_code, facts: JSON.parse(row.failure_facts ?? '{}') as ErrorFacts, since: row.failing_since ?? '' },
  };
}
