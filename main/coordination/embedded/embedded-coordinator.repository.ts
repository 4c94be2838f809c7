import { AppError } from '#shared/errors/app-error.ts';
import {
  decideAcceptance, decideClaim, decideHandOver, decideRelease, decideRenewal, unclaimedCase,
  type Acceptance, type CaseState, type ClaimAnswer, type ClaimHolder, type ClaimPurpose, type ReportStanding, type ReportToAccept,
} from '#shared/worklist/case-claim.ts';
import { isPhysiciansRecord, type CaseChanges, type CaseNews, type Colleagues, type CoordinatedDraft, type CoordinatedReport, type SeatMessage, type SeatPresence, type SharedRecord, type SharedRecordKind } from '#shared/worklist/coordinator.ts';
import { COUNTY_REPORT_DAYS } from '#shared/collaboration/county-report.ts';
import { recordRefusal } from '#shared/worklist/record-limits.ts';
import type { SqliteDatabase } from '../../database/open-encrypted-database.ts';

export type SeatDuty = 'reader' | 'observer' | 'administrator';

interface CaseRow {
  case_key: string;
  fence: number;
  holder_seat: string | null;
  holder_person: string | null;
  lease_until_ms: number | null;
  final_version: number;
  final_uid: string | null;
  final_seat: string | null;
  final_person: string | null;
  final_at_ms: number | null;
  change_number: number;
}

interface ReportRow {
  report_uid: string;
  case_key: string;
  version: number;
  fence: number;
  is_offline: number;
  standing: ReportStanding;
  seat_id: string;
  person: string;
  accepted_at_ms: number;
  is_delivered: number;
}

const REPORT_COLUMNS = 'report_uid, case_key, version, fence, is_offline, standing, seat_id, person, accepted_at_ms, is_delivered';

/** The coordinator of one seat, in its catalogue: the pure rules over one row a case, each decision in one transaction. */
export class EmbeddedCoordinatorRepository {
  readonly #database;
  readonly #enter;
  readonly #seat;
  readonly #case;
  readonly #putCase;
  readonly #newest;
  readonly #changes;
  readonly #held;
  readonly #report;
  readonly #insertReport;
  readonly #reports;
  readonly #undelivered;
  readonly #bundle;
  readonly #markDelivered;
  readonly #putDraft;
  readonly #draft;
  readonly #insertMessage;
  readonly #messages;
  readonly #conversation;
  readonly #changedSince;
  readonly #putPresence;
  readonly #presence;
  readonly #insertRecord;
  readonly #forgetReports;
  readonly #updateRecord;
  readonly #records;
  readonly #recordsSince;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#enter = database.prepare('INSERT INTO coordinated_seat VALUES ($seatId, $person, $duty) ON CONFLICT (seat_id) DO UPDATE SET person = $person, duty = $duty');
    this.#seat = database.prepare<[string], { seat_id: string; person: string; duty: SeatDuty }>('SELECT * FROM coordinated_seat WHERE seat_id = ?');
    this.#case = database.prepare<[string], CaseRow>('SELECT * FROM coordinated_case WHERE case_key = ?');
    this.#putCase = database.prepare(`
      INSERT INTO coordinated_case VALUES ($caseKey, $fence, $holderSeat, $holderPerson, $leaseUntilMs, $finalVersion, $finalUid, $finalSeat, $finalPerson, $finalAtMs, $number)
      ON CONFLICT (case_key) DO UPDATE SET fence = $fence, holder_seat = $holderSeat, holder_person = $holderPerson, lease_until_ms = $leaseUntilMs,
        final_version = $finalVersion, final_uid = $finalUid, final_seat = $finalSeat, final_person = $finalPerson, final_at_ms = $finalAtMs, change_number = $number`);
    this.#newest = database.prepare<[], { newest: number }>('SELECT coalesce(max(change_number), 0) AS newest FROM coordinated_case');
    this.#changes = database.prepare<[number], CaseRow>('SELECT * FROM coordinated_case WHERE change_number > ? ORDER BY change_number');
    this.#held = database.prepare<[number], CaseRow>('SELECT * FROM coordinated_case WHERE holder_seat IS NOT NULL AND lease_until_ms > ? ORDER BY case_key');
    this.#report = database.prepare<[string], ReportRow>(`SELECT ${REPORT_COLUMNS} FROM accepted_report WHERE report_uid = ?`);
    this.#insertReport = database.prepare(`
      INSERT INTO accepted_report (report_uid, case_key, version, fence, is_offline, standing, seat_id, person, accepted_at_ms, bundle)
      VALUES ($reportUid, $caseKey, $version, $fence, $isOffline, $standing, $seatId, $person, $nowMs, $bundle)`);
    this.#reports = database.prepare<[string], ReportRow>(`SELECT ${REPORT_COLUMNS} FROM accepted_report WHERE case_key = ? ORDER BY accepted_at_ms, rowid`);
    this.#undelivered = database.prepare<[string], ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM accepted_report WHERE seat_id = ? AND is_delivered = 0 AND standing = 'final' ORDER BY accepted_at_ms, rowid`,
    );
    this.#bundle = database.prepare<[string], { bundle: Buffer }>('SELECT bundle FROM accepted_report WHERE report_uid = ?');
    // The bytes are those of `signed_report` and `delivery` in this same catalogue: delivered, they need not be here twice.
    this.#markDelivered = database.prepare("UPDATE accepted_report SET is_delivered = 1, bundle = x'' WHERE report_uid = ? AND seat_id = ? AND standing = 'final'");
    this.#putDraft = database.prepare(`
      INSERT INTO coordinated_draft VALUES ($caseKey, $seatId, $person, $revision, $text, $nowMs)
      ON CONFLICT (case_key) DO UPDATE SET seat_id = $seatId, person = $person, revision = $revision, content = $text, saved_at_ms = $nowMs`);
    this.#draft = database.prepare<[string], { seat_id: string; person: string; revision: number; content: string; saved_at_ms: number }>(
      'SELECT * FROM coordinated_draft WHERE case_key = ?',
    );
    this.#insertMessage = database.prepare(
      'INSERT INTO seat_message (from_seat, from_person, to_seat, case_key, content, sent_at_ms) VALUES ($seatId, $person, $toSeatId, $caseKey, $text, $nowMs)',
    );
    this.#messages = database.prepare<{ after: number; seatId: string }, MessageRow>(
      'SELECT * FROM seat_message WHERE message_id > $after AND (to_seat = $seatId OR to_seat IS NULL AND from_seat <> $seatId) ORDER BY message_id LIMIT 500',
    );
    this.#conversation = database.prepare<{ seatId: string }, MessageRow>(
      'SELECT * FROM (SELECT * FROM seat_message WHERE to_seat = $seatId OR to_seat IS NULL OR from_seat = $seatId ORDER BY message_id DESC LIMIT 200) ORDER BY message_id',
    );
    this.#putPresence = database.prepare('INSERT INTO seat_presence VALUES ($seatId, $caseKey, $nowMs) ON CONFLICT (seat_id) DO UPDATE SET case_key = $caseKey, seen_at_ms = $nowMs');
    this.#presence = database.prepare<[], { seat_id: string; person: string; case_key: string | null; seen_at_ms: number }>(
      "SELECT seat_id, person, case_key, coalesce(seen_at_ms, 0) AS seen_at_ms FROM coordinated_seat LEFT JOIN seat_presence USING (seat_id) WHERE duty <> 'observer' ORDER BY seat_id",
    );
    this.#forgetReports = database.prepare("DELETE FROM shared_record WHERE kind = 'county-report' AND changed_at_ms < ?");
    this.#insertRecord = database.prepare<[RecordChange], { revision: number }>(
      'INSERT INTO shared_record VALUES ($kind, $key, 1, $content, $seatId, $nowMs) ON CONFLICT DO NOTHING RETURNING revision',
    );
    this.#updateRecord = database.prepare<[RecordChange & { expectedRevision: number }], { revision: number }>(`
      UPDATE shared_record SET revision = revision + 1, content = $content, changed_by = $seatId, changed_at_ms = $nowMs
      WHERE kind = $kind AND key = $key AND revision = $expectedRevision RETURNING revision`);
    this.#records = database.prepare<[string], RecordRow>('SELECT * FROM shared_record WHERE kind = ? ORDER BY key');
    this.#changedSince = database.prepare<[number], RecordRow>('SELECT * FROM shared_record WHERE changed_at_ms >= ? ORDER BY changed_at_ms, kind, key');
    this.#recordsSince = database.prepare<[string, number], RecordRow>('SELECT * FROM shared_record WHERE kind IN (SELECT value FROM json_each(?)) AND changed_at_ms >= ? ORDER BY changed_at_ms, key');
  }

  enterSeat(seat: ClaimHolder, duty: SeatDuty): void {
    this.#enter.run({ ...seat, duty });
  }

  caseState(caseKey: string): CaseState {
    const row = this.#case.get(caseKey);
    return row === undefined ? unclaimedCase(caseKey) : toCaseState(row);
  }

  claim(caseKey: string, seatId: string, purpose: ClaimPurpose, nowMs: number): ClaimAnswer {
    return this.#decide(caseKey, (state) => decideClaim(state, this.#writer(seatId), purpose, nowMs));
  }

  renew(caseKey: string, seatId: string, fence: number, nowMs: number): ClaimAnswer {
    return this.#decide(caseKey, (state) => decideRenewal(state, this.#writer(seatId).seatId, fence, nowMs));
  }

  release(caseKey: string, seatId: string, fence: number): ClaimAnswer {
    return this.#decide(caseKey, (state) => decideRelease(state, this.#writer(seatId).seatId, fence));
  }

  /** @throws AppError `hub/unknown-seat` */
  handOver(caseKey: string, seatId: string, fence: number, toSeatId: string, nowMs: number): ClaimAnswer {
    const receiver = this.#seat.get(toSeatId);
    if (receiver === undefined || receiver.duty === 'observer') throw new AppError('hub/unknown-seat', 'no such seat');
    return this.#decide(caseKey, (state) => decideHandOver(state, this.#writer(seatId).seatId, fence, { seatId: receiver.seat_id, person: receiver.person }, nowMs));
  }

  accept(caseKey: string, seatId: string, report: ReportToAccept, signerName: string, bundle: Uint8Array, nowMs: number): Acceptance {
    return this.#database.transaction(() => {
      this.#writer(seatId);
      const known = this.#report.get(report.reportUid);
      if (known !== undefined && (known.seat_id !== seatId || known.case_key !== caseKey)) throw new AppError('hub/not-allowed', 'this report is somebody else’s');
      const before = this.caseState(caseKey);
      const acceptance = decideAcceptance(before, known?.standing, report, { seatId, person: signerName }, nowMs);
      if (acceptance.status === 'accepted' && known === undefined) {
        const { reportUid, version, fence, isOffline } = report;
        this.#insertReport.run({ reportUid, caseKey, version, fence, isOffline: isOffline ? 1 : 0, standing: acceptance.standing, seatId, person: signerName, nowMs, bundle });
        this.#write(acceptance.state);
      }
      return acceptance;
    }).immediate();
  }

  markDelivered(reportUid: string, seatId: string): void {
    if (this.#markDelivered.run(reportUid, seatId).changes === 0) throw new AppError('hub/not-allowed', 'not a final report of this seat');
  }

  reports(caseKey: string): CoordinatedReport[] {
    return this.#reports.all(caseKey).map(toReport);
  }

  undelivered(seatId: string): CoordinatedReport[] {
    return this.#undelivered.all(seatId).map(toReport);
  }

  bundle(reportUid: string): Uint8Array | undefined {
    return this.#bundle.get(reportUid)?.bundle;
  }

  saveDraft(caseKey: string, seatId: string, fence: number, revision: number, text: string, nowMs: number): boolean {
    return this.#database.transaction(() => {
      const { person } = this.#writer(seatId);
      if (decideRenewal(this.caseState(caseKey), seatId, fence, nowMs).status === 'refused') return false;
      this.#putDraft.run({ caseKey, seatId, person, revision, text, nowMs });
      return true;
    }).immediate();
  }

  draft(caseKey: string): CoordinatedDraft | undefined {
    const row = this.#draft.get(caseKey);
    return row === undefined ? undefined : { caseKey, seatId: row.seat_id, person: row.person, revision: row.revision, text: row.content, savedAtMs: row.saved_at_ms };
  }

  changes(since: number): CaseChanges {
    const rows = this.#changes.all(since);
    return { cases: rows.map(toCaseState), number: rows.at(-1)?.change_number ?? since };
  }

  held(nowMs: number): CaseState[] {
    return this.#held.all(nowMs).map(toCaseState);
  }

  news(since: number, nowMs: number): CaseNews {
    return { ...this.changes(since), held: this.held(nowMs) };
  }

  sendMessage(seatId: string, toSeatId: string | null, caseKey: string | null, text: string, nowMs: number): void {
    if (toSeatId !== null && this.#seat.get(toSeatId) === undefined) throw new AppError('hub/unknown-seat', 'no such seat');
    this.#insertMessage.run({ seatId, person: this.#anySeat(seatId).person, toSeatId, caseKey, text, nowMs });
  }

  messages(seatId: string, after: number): SeatMessage[] {
    return this.#messages.all({ seatId, after }).map(toMessage);
  }

  setPresence(seatId: string, caseKey: string | null, nowMs: number): void {
    this.#putPresence.run({ seatId: this.#anySeat(seatId).seatId, caseKey, nowMs });
  }

  presence(): SeatPresence[] {
    return this.#presence.all().map((row) => ({ seatId: row.seat_id, person: row.person, caseKey: row.case_key, seenAtMs: row.seen_at_ms }));
  }

  putRecord(seatId: string, kind: SharedRecordKind, key: string, expectedRevision: number, content: string, nowMs: number): number | undefined {
    const { duty } = this.#anySeat(seatId);
    if (duty === 'observer' || (duty === 'reader' && !isPhysiciansRecord(kind))) throw new AppError('hub/not-allowed', 'this seat may not change this');
    const refusal = recordRefusal(kind, content);
    if (refusal !== undefined) throw new AppError('hub/too-large', 'a record of words and state holds no picture', { facts: { reason: refusal } });
    if (kind === 'county-report') this.#forgetReports.run(nowMs - COUNTY_REPORT_DAYS * 86_400_000);
    const change = { kind, key, content, seatId, nowMs };
    return (expectedRevision === 0 ? this.#insertRecord.get(change) : this.#updateRecord.get({ ...change, expectedRevision }))?.revision;
  }

  records(kind: SharedRecordKind): SharedRecord[] {
    return this.#records.all(kind).map(toRecord);
  }

  colleagues(seatId: string, recordsSinceMs: number, nowMs: number): Colleagues {
    return { nowMs, messages: this.#conversation.all({ seatId }).map(toMessage), seats: this.presence(), records: this.#changedSince.all(recordsSinceMs).map(toRecord) };
  }

  recordsSince(kind: SharedRecordKind | readonly SharedRecordKind[], sinceMs: number): SharedRecord[] {
    return this.#recordsSince.all(JSON.stringify([kind].flat()), sinceMs).map(toRecord);
  }

  #anySeat(seatId: string): ClaimHolder & { readonly duty: SeatDuty } {
    const seat = this.#seat.get(seatId);
    if (seat === undefined) throw new AppError('hub/not-allowed', 'this seat is not known');
    return { seatId, person: seat.person, duty: seat.duty };
  }

  #writer(seatId: string): ClaimHolder {
    const { duty, person } = this.#anySeat(seatId);
    if (duty === 'observer') throw new AppError('hub/not-allowed', 'this seat only looks on');
    return { seatId, person };
  }

  #decide(caseKey: string, decide: (state: CaseState) => ClaimAnswer): ClaimAnswer {
    return this.#database.transaction(() => {
      const before = this.caseState(caseKey);
      const answer = decide(before);
      if (answer.status === 'granted') this.#write(answer.state);
      return answer;
    }).immediate();
  }

  #write(state: CaseState): void {
    this.#putCase.run({ ...toParameters(state), number: (this.#newest.get()?.newest ?? 0) + 1 });
  }
}

interface MessageRow {
  message_id: number;
  from_seat: string;
  from_person: string;
  to_seat: string | null;
  case_key: string | null;
  content: string;
  sent_at_ms: number;
}

interface RecordRow {
  kind: SharedRecordKind;
  key: string;
  revision: number;
  content: string;
  changed_by: string;
  changed_at_ms: number;
}

function toMessage(row: MessageRow): SeatMessage {
  return {
    messageId: row.message_id, from: { seatId: row.from_seat, person: row.from_person }, toSeatId: row.to_seat, caseKey: row.case_key, text: row.content, sentAtMs: row.sent_at_ms,
  };
}

function toRecord(row: RecordRow): SharedRecord {
  return { kind: row.kind, key: row.key, revision: row.revision, content: row.content, changedBy: row.changed_by, changedAtMs: row.changed_at_ms };
}

interface RecordChange {
  readonly kind: string;
  readonly key: string;
  readonly content: string;
  readonly seatId: string;
  readonly nowMs: number;
}

function toCaseState(row: CaseRow): CaseState {
  return {
    caseKey: row.case_key,
    fence: row.fence,
    holder: row.holder_seat === null ? null : { seatId: row.holder_seat, person: row.holder_person ?? '' },
    leaseUntilMs: row.lease_until_ms,
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

function toReport(row: ReportRow): CoordinatedReport {
  return {
    reportUid: row.report_uid, caseKey: row.case_key, version: row.version, fence: row.fence, isOffline: row.is_offline === 1, standing: row.standing,
    seatId: row.seat_id, person: row.person, acceptedAtMs: row.accepted_at_ms, isDelivered: row.is_delivered === 1,
  };
}
