import type { ReportStanding } from '#shared/worklist/case-claim.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** A report of this seat that is to become final. */
export interface ReportIntent {
  readonly reportUid: string;
  readonly requestId: number;
  readonly caseKey: string;
  readonly version: number;
  readonly fence: number;
  readonly isOffline: boolean;
  readonly signer: string;
  readonly bundle: Uint8Array;
}

interface IntentRow {
  report_uid: string;
  request_id: number;
  case_key: string;
  version: number;
  fence: number;
  is_offline: number;
  signer: string;
  standing: 'waiting' | ReportStanding;
  bundle: Buffer | null;
  is_recorded: number;
}

/** A report whose acceptance is not known yet, and whether it stands in this catalogue. */
export interface WaitingReport extends ReportIntent {
  /** The signature is recorded here: the physician has seen "signed". */
  readonly isRecorded: boolean;
}

export type FinalOfSeat = Omit<ReportIntent, 'requestId' | 'bundle'>;
type AcceptedRow = Omit<FinalOfSeat, 'isOffline'> & { readonly isOffline: number };

const PAGE = 500;

/** The reports of this seat between its own disk and the coordinator. */
export class AcceptanceRepository {
  readonly #intend;
  readonly #settle;
  readonly #drop;
  readonly #goOffline;
  readonly #waiting;
  readonly #standing;
  readonly #delivery;
  readonly #finals;
  readonly #lose;

  constructor(database: SqliteDatabase) {
    this.#intend = database.prepare(`
      INSERT INTO report_acceptance (report_uid, request_id, case_key, version, fence, is_offline, signer, standing, bundle)
      VALUES ($reportUid, $requestId, $caseKey, $version, $fence, $isOffline, $signer, 'waiting', $bundle)`);
    this.#settle = database.prepare("UPDATE report_acceptance SET standing = $standing, bundle = NULL WHERE report_uid = $reportUid AND standing = 'waiting'");
    this.#drop = database.prepare("DELETE FROM report_acceptance WHERE report_uid = ? AND standing = 'waiting' AND NOT EXISTS (SELECT 1 FROM signed_report WHERE signed_report.report_uid = report_acceptance.report_uid)");
    this.#goOffline = database.prepare("UPDATE report_acceptance SET is_offline = 1 WHERE report_uid = ? AND standing = 'waiting'");
    this.#waiting = database.prepare<[], IntentRow>(`
      SELECT *, EXISTS (SELECT 1 FROM signed_report WHERE signed_report.report_uid = report_acceptance.report_uid) AS is_recorded
      FROM report_acceptance WHERE standing = 'waiting' ORDER BY rowid`);
    this.#delivery = database.prepare<{ reportUid: string }, { delivery: 'absent' | 'waiting' | 'delivered' }>(`
      SELECT CASE
        WHEN NOT EXISTS (SELECT 1 FROM signed_report WHERE report_uid = $reportUid) THEN 'absent'
        WHEN EXISTS (SELECT 1 FROM delivery JOIN signed_report ON signed_report.id = delivery.signed_report_id
          WHERE report_uid = $reportUid AND station NOT IN ('read-back', 'conflict', 'withheld')) THEN 'waiting'
        ELSE 'delivered' END AS delivery`);
    this.#finals = database.prepare<{ after: string }, AcceptedRow>(`
      SELECT report_uid AS reportUid, case_key AS caseKey, version, fence, is_offline AS isOffline, signer FROM report_acceptance
      WHERE standing = 'final' AND case_key || '|' || printf('%09d', version) > $after ORDER BY case_key || '|' || printf('%09d', version) LIMIT ${PAGE}`);
    this.#lose = database.prepare("UPDATE report_acceptance SET standing = 'second' WHERE report_uid = ? AND standing = 'final'");
    this.#standing = database.prepare<[string], { standing: 'waiting' | ReportStanding; is_offline: number }>('SELECT standing, is_offline FROM report_acceptance WHERE report_uid = ?');
  }

  intend(intent: ReportIntent): void {
    this.#intend.run({ ...intent, isOffline: intent.isOffline ? 1 : 0 });
  }

  settle(reportUid: string, standing: ReportStanding): void {
    this.#settle.run({ reportUid, standing });
  }

  /** The coordinator refused it: nobody has seen it as signed. A report that is recorded here is never dropped. */
  drop(reportUid: string): void {
    this.#drop.run(reportUid);
  }

  goOffline(reportUid: string): void {
    this.#goOffline.run(reportUid);
  }

  waiting(): WaitingReport[] {
    return this.#waiting.all().flatMap((row) =>
      row.bundle === null
        ? []
        : [{
            reportUid: row.report_uid, requestId: row.request_id, caseKey: row.case_key, version: row.version, fence: row.fence, isOffline: row.is_offline === 1,
            signer: row.signer, bundle: row.bundle, isRecorded: row.is_recorded === 1,
          }],
    );
  }

  /** Reports of this seat that were accepted as final, versions of a case in their order. @param after what the page before ended with; '' for the first */
  finals(after: string): { readonly reports: readonly FinalOfSeat[]; readonly last: string | null } {
    const reports = this.#finals.all({ after }).map((row) => ({ ...row, isOffline: row.isOffline === 1 }));
    const last = reports.at(-1);
    return { reports, last: last === undefined || reports.length < PAGE ? null : `${last.caseKey}|${String(last.version).padStart(9, '0')}` };
  }

  /** Another report of the case has become final meanwhile, at a hub that had forgotten this one. */
  lose(reportUid: string): void {
    this.#lose.run(reportUid);
  }

  deliveryOf(reportUid: string): 'absent' | 'waiting' | 'delivered' {
    return this.#delivery.get({ reportUid })?.delivery ?? 'absent';
  }

  /** @returns undefined for a report that needed no acceptance, such as one from before there were coordinators */
  standing(reportUid: string): { readonly standing: 'waiting' | ReportStanding; readonly isOffline: boolean } | undefined {
    const row = this.#standing.get(reportUid);
    return row === undefined ? undefined : { standing: row.standing, isOffline: row.is_offline === 1 };
  }
}
