import type { ClockPause, EscalationPercent, PauseReason } from '#shared/worklist/service-level.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export interface AnnouncedCase {
  readonly studyId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly urgency: Urgency;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  readonly studyDescription: string;
  readonly patientName: string;
  readonly readyAt: string;
}

/** An open case whose time runs. */
export interface RunningCase {
  readonly studyId: number;
  readonly siteId: string;
  readonly modalities: readonly string[];
  readonly urgency: Urgency;
  readonly completeAt: string;
  readonly pauses: readonly ClockPause[];
  /** 0 while none was reached. */
  readonly reached: EscalationPercent | 0;
}

/** A green-channel case with what is known of its stations; null for what has not happened. */
export interface LedgerCase {
  readonly studyId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly reason: string;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  readonly studyDescription: string;
  readonly arrivedAt: string;
  readonly firstImageAt: string | null;
  readonly completeAt: string | null;
  readonly openedAt: string | null;
  readonly openedBy: string | null;
  readonly calledAt: string | null;
  readonly signedAt: string | null;
  readonly signedBy: string | null;
  readonly deliveredAt: string | null;
  readonly hasCriticalValue: boolean;
}

interface AnnouncedRow {
  study_id: number; site_id: string; site_name: string; urgency: Urgency; modalities: string; body_part: string; study_description: string; patient_name: string; ready_at: string;
}
interface RunningRow { id: number; site_id: string; modalities: string; urgency: Urgency; complete_at: string; pauses: string; reached: number }
interface LedgerRow {
  id: number; site_id: string; site_name: string; urgency_reason: string; modalities: string; body_part: string; study_description: string; arrived_at: string; first_image_at: string | null;
  complete_at: string | null; opened_at: string | null; opened_by: string | null; called_at: string | null; signed_at: string | null; signed_by: string | null; delivered_at: string | null;
  critical_values: number;
}
interface StoredPause { reason: PauseReason; note: string; paused_by: string; paused_at: string; resumed_at: string | null }

/** Pauses of a study as the list reads them, JSON, in no order: to sort them would cost a table in memory for each row of a list. */
export const PAUSES_OF_STUDY = `(SELECT json_group_array(json_object('reason', reason, 'note', note, 'paused_by', paused_by, 'paused_at', paused_at, 'resumed_at', resumed_at))
    FROM clock_pause WHERE study_id = study.id)`;

/** More open cases than this are a breakdown, not a list; the newest are watched. */
const MOST_WATCHED = 3_000;

/** A pause with both its ends; null while it stands. */
export interface WholePause {
  readonly reason: PauseReason;
  readonly note: string;
  readonly pausedBy: string;
  readonly pausedAt: string;
  readonly resumedBy: string | null;
  readonly resumedAt: string | null;
}

/** Pauses, stations and announcements of cases. */
export class ServiceTimeRepository {
  readonly #database;
  readonly #pausesOf;
  readonly #pausedSince;
  readonly #takePause;
  readonly #endPause;
  readonly #pause;
  readonly #resume;
  readonly #note;
  readonly #notice;
  readonly #unheard;
  readonly #hear;
  readonly #running;
  readonly #stations;
  readonly #ledger;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#pausesOf = database.prepare<[number], WholePause>(`
      SELECT reason, note, paused_by AS pausedBy, paused_at AS pausedAt, resumed_by AS resumedBy, resumed_at AS resumedAt FROM clock_pause WHERE study_id = ? ORDER BY paused_at, id`);
    this.#pausedSince = database.prepare<[string], { study_id: number }>('SELECT DISTINCT study_id FROM clock_pause WHERE resumed_at IS NULL OR paused_at >= ?');
    this.#takePause = database.prepare<WholePause & { studyId: number }>(`
      INSERT INTO clock_pause (study_id, reason, note, paused_by, paused_at, resumed_by, resumed_at)
      SELECT $studyId, $reason, $note, $pausedBy, $pausedAt, $resumedBy, $resumedAt
      WHERE NOT EXISTS (SELECT 1 FROM clock_pause WHERE study_id = $studyId AND paused_at = $pausedAt AND paused_by = $pausedBy) ON CONFLICT DO NOTHING`);
    this.#endPause = database.prepare<{ studyId: number; pausedBy: string; pausedAt: string; resumedBy: string; resumedAt: string }>(`
      UPDATE clock_pause SET resumed_by = $resumedBy, resumed_at = max(paused_at, $resumedAt)
      WHERE study_id = $studyId AND paused_at = $pausedAt AND paused_by = $pausedBy AND resumed_at IS NULL`);
    this.#pause = database.prepare('INSERT INTO clock_pause (study_id, reason, note, paused_by, paused_at) VALUES ($studyId, $reason, $note, $by, $at) ON CONFLICT DO NOTHING');
    this.#resume = database.prepare('UPDATE clock_pause SET resumed_by = $by, resumed_at = max(paused_at, $at) WHERE study_id = $studyId AND resumed_at IS NULL');
    this.#note = database.prepare('INSERT INTO case_event (study_id, kind, at, person) SELECT id, $kind, $at, $person FROM study WHERE id = $studyId ON CONFLICT DO NOTHING');
    this.#notice = database.prepare<[string], { study_id: number }>('UPDATE case_announcement SET ready_at = ? WHERE ready_at IS NULL RETURNING study_id');
    const announced = `SELECT study.id AS study_id, site_id, site.name AS site_name, urgency, modalities, body_part, study_description, patient_name, ready_at
      FROM case_announcement JOIN study ON study.id = study_id JOIN site ON site.id = site_id`;
    this.#unheard = database.prepare<[], AnnouncedRow>(`${announced} WHERE heard_at IS NULL AND ready_at IS NOT NULL AND reading_state = 'unread' ORDER BY ready_at, study_id LIMIT 200`);
    this.#hear = database.prepare('UPDATE case_announcement SET heard_at = ? WHERE study_id = ? AND heard_at IS NULL');
    this.#running = database.prepare<[], RunningRow>(`
      SELECT id, site_id, modalities, urgency, complete_at, ${PAUSES_OF_STUDY} AS pauses,
        coalesce((SELECT max(CAST(substr(kind, 6) AS INTEGER)) FROM case_event WHERE study_id = study.id AND kind LIKE 'used-%'), 0) AS reached
      FROM study WHERE is_case = 1 AND reading_state IN ('unread', 'drafting') AND complete_at IS NOT NULL AND expected_instances > 0 AND held_instances >= expected_instances
      ORDER BY arrived_at DESC, id DESC LIMIT ${MOST_WATCHED}`);
    this.#stations = database.prepare<[number], { kind: string; at: string; person: string }>('SELECT kind, at, person FROM case_event WHERE study_id = ? ORDER BY at, kind');
    const requestsOf = 'SELECT request_id FROM request_study WHERE study_id = study.id';
    this.#ledger = database.prepare<{ from: string; until: string }, LedgerRow>(`
      SELECT study.id, site_id, site.name AS site_name, urgency_reason, modalities, body_part, study_description, arrived_at, complete_at,
        (SELECT at FROM case_event WHERE study_id = study.id AND kind = 'first-image') AS first_image_at,
        (SELECT at FROM case_event WHERE study_id = study.id AND kind = 'opened') AS opened_at,
        (SELECT person FROM case_event WHERE study_id = study.id AND kind = 'opened') AS opened_by,
        (SELECT min(coalesce(critical_value.notified_at, called_at)) FROM critical_value LEFT JOIN critical_call ON critical_value_id = critical_value.id AND is_answered = 1
          WHERE request_id IN (${requestsOf})) AS called_at,
        (SELECT min(signed_at) FROM signed_report WHERE request_id IN (${requestsOf})) AS signed_at,
        (SELECT signer_name FROM signed_report WHERE request_id IN (${requestsOf}) ORDER BY signed_at LIMIT 1) AS signed_by,
        (SELECT min(delivered_at) FROM report_fact WHERE request_id IN (${requestsOf})) AS delivered_at,
        (SELECT count(*) FROM critical_value WHERE request_id IN (${requestsOf})) AS critical_values
      FROM study INDEXED BY study_green JOIN site ON site.id = site_id
      WHERE is_case = 1 AND urgency = 'green-channel' AND arrived_at >= $from AND arrived_at < $until ORDER BY arrived_at DESC, study.id DESC LIMIT 5000`);
  }

  /** @returns false where the clock stands still already */
  pause(studyId: number, reason: PauseReason, note: string, by: string, at: string): boolean {
    return this.#pause.run({ studyId, reason, note, by, at }).changes === 1;
  }

  /** @returns false where it runs */
  resume(studyId: number, by: string, at: string): boolean {
    return this.#resume.run({ studyId, by, at }).changes === 1;
  }

  pausesOf(studyId: number): WholePause[] {
    return this.#pausesOf.all(studyId);
  }

  /** Studies that are paused, or were at `since` or later. */
  pausedSince(since: string): number[] {
    return this.#pausedSince.all(since).map((row) => row.study_id);
  }

  /** Takes in pauses of other seats. Of two that stand at once the one that is here stays. @returns whether anything was new */
  mergePauses(studyId: number, pauses: readonly WholePause[]): boolean {
    return this.#database.transaction(() => {
      let changes = 0;
      // Ends first: a case that was resumed and paused again elsewhere has room for its new pause.
      for (const { pausedBy, pausedAt, resumedBy, resumedAt } of pauses) {
        if (resumedBy !== null && resumedAt !== null) changes += this.#endPause.run({ studyId, pausedBy, pausedAt, resumedBy, resumedAt }).changes;
      }
      for (const pause of pauses) changes += this.#takePause.run({ ...pause, studyId }).changes;
      return changes > 0;
    })();
  }

  /** @returns whether it is the first of its kind */
  noteStation(studyId: number, kind: 'first-image' | 'opened' | `used-${EscalationPercent}`, at: string, person: string): boolean {
    return this.#note.run({ studyId, kind, at, person }).changes === 1;
  }

  stations(studyId: number): { readonly kind: string; readonly at: string; readonly person: string }[] {
    return this.#stations.all(studyId);
  }

  /** Cases that may be read and that nobody had noticed. */
  noticeReady(at: string): number[] {
    return this.#notice.all(at).map((row) => row.study_id);
  }

  /** Cases that may be read and have not been heard, oldest first. */
  unheard(): AnnouncedCase[] {
    return this.#unheard.all().map((row) => ({
      studyId: row.study_id, siteId: row.site_id, siteName: row.site_name, urgency: row.urgency, modalities: JSON.parse(row.modalities) as string[], bodyPart: row.body_part,
      studyDescription: row.study_description, patientName: row.patient_name, readyAt: row.ready_at,
    }));
  }

  hear(studyIds: readonly number[], at: string): void {
    for (const studyId of studyIds) this.#hear.run(at, studyId);
  }

  running(): RunningCase[] {
    return this.#running.all().map((row) => ({
      studyId: row.id, siteId: row.site_id, modalities: JSON.parse(row.modalities) as string[], urgency: row.urgency, completeAt: row.complete_at,
      pauses: readPauses(row.pauses), reached: row.reached as RunningCase['reached'],
    }));
  }

  /** Green-channel cases that arrived from `from` on and before `until`, newest first. */
  ledger(from: string, until: string): LedgerCase[] {
    return this.#ledger.all({ from, until }).map((row) => ({
      studyId: row.id, siteId: row.site_id, siteName: row.site_name, reason: row.urgency_reason, modalities: JSON.parse(row.modalities) as string[], bodyPart: row.body_part,
      studyDescription: row.study_description, arrivedAt: row.arrived_at, firstImageAt: row.first_image_at, completeAt: row.complete_at, openedAt: row.opened_at, openedBy: row.opened_by,
      calledAt: row.called_at, signedAt: row.signed_at, signedBy: row.signed_by, deliveredAt: row.delivered_at, hasCriticalValue: row.critical_values > 0,
    }));
  }
}

/** @param json as `PAUSES_OF_STUDY` gives it @returns the earliest first */
export function readPauses(json: string): ClockPause[] {
  if (json === '[]') return [];
  const pauses = (JSON.parse(json) as StoredPause[]).map(({ reason, note, paused_by, paused_at, resumed_at }) => ({
    reason, note, pausedBy: paused_by, pausedAtMs: Date.parse(paused_at), resumedAtMs: resumed_at === null ? null : Date.parse(resumed_at),
  }));
  return pauses.toSorted((left, right) => left.pausedAtMs - right.pausedAtMs);
}
