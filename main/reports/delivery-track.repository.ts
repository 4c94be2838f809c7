import type { WithdrawalReason } from '#shared/structured-report/key-object-selection.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** A signed version, whose it is, and what the county said of it. Its objects are asked of the delivery repository. */
export interface StoredTrack {
  readonly signedReportId: number;
  readonly reportUid: string;
  readonly requestId: number;
  readonly studyId: number;
  readonly siteId: string;
  /** As the hospital sent it: `Zhao^Xiaoyan=赵^晓燕`. */
  readonly patientName: string;
  readonly accessionNumber: string;
  readonly procedureText: string;
  readonly version: number;
  readonly kind: 'original' | 'amended' | 'addendum';
  readonly signedAt: string;
  readonly signerName: string;
  readonly isStamped: boolean;
  /** The oldest earlier version of its request that still has to arrive. */
  readonly waitsForVersion: number | null;
  readonly acknowledgement: { readonly person: string; readonly at: string } | null;
  readonly withdrawal: { readonly reason: WithdrawalReason; readonly at: string; readonly isAcknowledged: boolean } | null;
}

export interface TrackQuery {
  /** `open`: what is not read back whole, what was signed since then and is not confirmed, and what was taken back and the county has not said that it knows. */
  readonly show: 'open' | 'all';
  readonly unconfirmedSince: string;
  readonly limit: number;
}

interface TrackRow {
  signed_report_id: number;
  report_uid: string;
  request_id: number;
  study_id: number | null;
  site_id: string;
  patient_name: string | null;
  accession_number: string;
  procedure_text: string;
  version: number;
  kind: StoredTrack['kind'];
  signed_at: string;
  signer_name: string;
  is_stamped: number;
  waits_for_version: number | null;
  person: string | null;
  recorded_at: string | null;
  reason: WithdrawalReason | null;
  withdrawn_at: string | null;
  is_withdrawal_acknowledged: number;
}

/** The version whose withdrawal took this one back: a withdrawal takes back all versions up to the one it names. */
const TAKEN_BACK_WITH = `(SELECT taken.id FROM report_withdrawal JOIN signed_report taken ON taken.id = report_withdrawal.signed_report_id
  WHERE report_withdrawal.request_id = signed_report.request_id AND taken.version >= signed_report.version ORDER BY taken.version LIMIT 1)`;

/** A withdrawn report that had left is open, however old, until the county has said that it knows: somebody may still read it. */
const IS_OPEN = `(EXISTS (SELECT 1 FROM delivery WHERE signed_report_id = signed_report.id AND station NOT IN ('read-back', 'withheld'))
  OR signed_at >= $unconfirmedSince AND NOT EXISTS (SELECT 1 FROM report_acknowledgement WHERE signed_report_id = signed_report.id AND about = 'report')
    AND ${TAKEN_BACK_WITH} IS NULL
  OR EXISTS (SELECT 1 FROM delivery WHERE signed_report_id = signed_report.id AND kind = 'rejection-note')
    AND NOT EXISTS (SELECT 1 FROM report_acknowledgement WHERE signed_report_id = signed_report.id AND about = 'withdrawal'))`;

/** What the page of deliveries shows, across all hospitals. */
export class DeliveryTrackRepository {
  readonly #list;
  readonly #count;

  constructor(database: SqliteDatabase) {
    const chosen = `FROM signed_report WHERE ($all = 1 OR ${IS_OPEN})`;
    this.#count = database.prepare<{ all: number; unconfirmedSince: string }, { count: number }>(`SELECT count(*) AS count ${chosen}`);
    this.#list = database.prepare<{ all: number; unconfirmedSince: string; limit: number }, TrackRow>(`
      WITH chosen AS (SELECT id ${chosen} ORDER BY id DESC LIMIT $limit)
      SELECT signed_report.id AS signed_report_id, report_uid, signed_report.request_id, request.site_id, request.accession_number, request.procedure_text,
        study.id AS study_id, study.patient_name, version, signed_report.kind, signed_at, signed_report.signer_name,
        EXISTS (SELECT 1 FROM report_evidence WHERE signed_report_id = signed_report.id AND kind = 'time-stamp') AS is_stamped,
        (SELECT min(before.version) FROM signed_report before JOIN delivery ON delivery.signed_report_id = before.id
          WHERE before.request_id = signed_report.request_id AND before.version < signed_report.version
            AND delivery.station NOT IN ('read-back', 'conflict', 'withheld')) AS waits_for_version,
        report_acknowledgement.person, report_acknowledgement.recorded_at,
        report_withdrawal.reason, report_withdrawal.withdrawn_at,
        EXISTS (SELECT 1 FROM report_acknowledgement known WHERE known.signed_report_id = report_withdrawal.signed_report_id AND known.about = 'withdrawal') AS is_withdrawal_acknowledged
      FROM chosen JOIN signed_report USING (id) JOIN request ON request.id = signed_report.request_id
        LEFT JOIN study ON study.id = (SELECT min(study_id) FROM request_study WHERE request_id = request.id)
        LEFT JOIN report_acknowledgement ON report_acknowledgement.signed_report_id = signed_report.id AND report_acknowledgement.about = 'report'
        LEFT JOIN report_withdrawal ON report_withdrawal.signed_report_id = ${TAKEN_BACK_WITH}
      ORDER BY signed_report.id DESC`);
  }

  /** Newest first. @returns those within the limit, and how many there are */
  list({ show, unconfirmedSince, limit }: TrackQuery): { readonly tracks: readonly StoredTrack[]; readonly total: number } {
    const question = { all: show === 'all' ? 1 : 0, unconfirmedSince };
    return { tracks: this.#list.all({ ...question, limit }).flatMap((row) => toTrack(row) ?? []), total: this.#count.get(question)?.count ?? 0 };
  }
}

/** @returns undefined where no study of the request is on this machine any more */
function toTrack(row: TrackRow): StoredTrack | undefined {
  if (row.study_id === null) return undefined;
  return {
    signedReportId: row.signed_report_id,
    reportUid: row.report_uid,
    requestId: row.request_id,
    studyId: row.study_id,
    siteId: row.site_id,
    patientName: row.patient_name ?? '',
    accessionNumber: row.accession_number,
    procedureText: row.procedure_text,
    version: row.version,
    kind: row.kind,
    signedAt: row.signed_at,
    signerName: row.signer_name,
    isStamped: row.is_stamped === 1,
    waitsForVersion: row.waits_for_version,
    acknowledgement: row.person === null || row.recorded_at === null ? null : { person: row.person, at: row.recorded_at },
    withdrawal: row.reason === null || row.withdrawn_at === null ? null : { reason: row.reason, at: row.withdrawn_at, isAcknowledged: row.is_withdrawal_acknowledged === 1 },
  };
}
