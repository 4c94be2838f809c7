import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Acceptance, CaseState, ClaimAnswer, ReportStanding } from '#shared/worklist/case-claim.ts';
import type { PresentedReport, CaseChanges, CaseNews, Colleagues, CoordinatedDraft, CoordinatedReport, SeatMessage, SeatPresence, SharedRecord } from '#shared/worklist/coordinator.ts';
import { asHubError, type HubPool } from './hub-connection.ts';

/** How long after another seat was found telling this one tells again. */
const TELL_AGAIN_MS = 20;
const UNDEFINED_FUNCTION = '42883';

const RECORD_COLUMNS = 'kind, key, revision::int, content, changed_by AS "changedBy", changed_at_ms::float8 AS "changedAtMs"';

const REPORT_COLUMNS = `report_uid AS "reportUid", case_key AS "caseKey", version::int, fence::int, is_offline AS "isOffline", standing, seat_id AS "seatId", person,
  accepted_at_ms::float8 AS "acceptedAtMs", EXISTS (SELECT 1 FROM tongyue.delivered_report WHERE delivered_report.report_uid = accepted_report.report_uid) AS "isDelivered"`;

/** What a seat asks the hub: reads tables, writes through functions. */
export function createHubRepository(pool: HubPool) {
  const names = new Map<string, string>();
  const nameOnce = (sql: string): string => {
    const name = names.get(sql) ?? nameOf(sql);
    names.set(sql, name);
    return name;
  };
  const ask = async <T>(sql: string, values: readonly unknown[]): Promise<readonly T[]> => {
    const client = await pool.connect();
    let failure: unknown;
    try {
      // A named statement is read and planned once a connection.
      return (await client.query({ name: nameOnce(sql), text: sql, values: [...values] })).rows as T[];
    } catch (error) {
      failure = asHubError(error);
      throw failure;
    } finally {
      // After a line that broke, or a server that is only a copy now, another connection is made.
      client.release(isAppError(failure, 'hub/unreachable'));
    }
  };
  const askOne = async <T>(sql: string, values: readonly unknown[]): Promise<T> => {
    const [row] = await ask<{ answer: T }>(sql, values);
    if (row === undefined) throw new Error('the hub gave no row');
    return row.answer;
  };
  let announcing: Promise<void> | undefined;
  let isOwnUntold = false;
  let isEnding = false;
  /** @returns false while another seat is telling, perhaps without what this one wrote last */
  const tell = async (): Promise<boolean> => {
    if (isEnding) return true;
    try {
      return await askOne<boolean>('SELECT tongyue.announce() AS answer', []);
    } catch (error) {
      // A hub that is away tells when it is asked for news again; one of before 0007 has told already.
      if (isAppError(error) || (error as { code?: unknown }).code === UNDEFINED_FUNCTION) return true;
      throw error;
    }
  };
  /** Tells what has moved, once for all that moves meanwhile. */
  const announce = (): void => {
    announcing ??= (async () => {
      do {
        isOwnUntold = false;
        const isTold = await tell();
        if (isTold) continue;
        isOwnUntold = true;
        await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_MS));
      } while (isOwnUntold);
    })().finally(() => (announcing = undefined));
  };
  /** Writes what other seats see; they are told when it is written, and nobody waits for that. */
  const askNews = async <T>(sql: string, values: readonly unknown[]): Promise<T> => {
    const answer = await askOne<T>(sql, values);
    isOwnUntold = true;
    announce();
    return answer;
  };

  return {
    claim: (caseKey: string, purpose: string) => askNews<ClaimAnswer>('SELECT tongyue.claim($1, $2) AS answer', [caseKey, purpose]),
    renew: (caseKey: string, fence: number) => askOne<ClaimAnswer>('SELECT tongyue.renew($1, $2) AS answer', [caseKey, fence]),
    release: (caseKey: string, fence: number) => askNews<ClaimAnswer>('SELECT tongyue.release($1, $2) AS answer', [caseKey, fence]),
    handOver: (caseKey: string, fence: number, toSeatId: string) => askNews<ClaimAnswer>('SELECT tongyue.hand_over($1, $2, $3) AS answer', [caseKey, fence, toSeatId]),
    accept: (caseKey: string, reportUid: string, version: number, fence: number, isOffline: boolean, signerName: string, bundle: Uint8Array) =>
      askNews<Acceptance>('SELECT tongyue.accept($1, $2, $3, $4, $5, $6, $7) AS answer', [caseKey, reportUid, version, fence, isOffline, signerName, Buffer.from(bundle)]),
    markDelivered: async (reportUid: string) => void (await ask('SELECT tongyue.mark_delivered($1)', [reportUid])),
    reports: (caseKey: string) => ask<CoordinatedReport>(`SELECT ${REPORT_COLUMNS} FROM tongyue.accepted_report WHERE case_key = $1 ORDER BY accepted_at_ms, report_uid`, [caseKey]),
    undelivered: (seatId: string) =>
      ask<CoordinatedReport>(
        `SELECT ${REPORT_COLUMNS} FROM tongyue.accepted_report JOIN tongyue.report_to_deliver USING (report_uid, seat_id, accepted_at_ms) WHERE seat_id = $1 ORDER BY accepted_at_ms`, [seatId],
      ),
    bundle: async (reportUid: string): Promise<Uint8Array | undefined> =>
      (await ask<{ bundle: Buffer }>('SELECT bundle FROM tongyue.accepted_report WHERE report_uid = $1', [reportUid]))[0]?.bundle,
    saveDraft: (caseKey: string, fence: number, revision: number, text: string) => askOne<boolean>('SELECT tongyue.save_draft($1, $2, $3, $4) AS answer', [caseKey, fence, revision, text]),
    draft: async (caseKey: string): Promise<CoordinatedDraft | undefined> =>
      (await ask<CoordinatedDraft>(
        'SELECT case_key AS "caseKey", seat_id AS "seatId", person, revision::int, content AS text, saved_at_ms::float8 AS "savedAtMs" FROM tongyue.draft WHERE case_key = $1', [caseKey],
      ))[0],
    caseState: async (caseKey: string): Promise<CaseState | undefined> =>
      (await ask<{ state: CaseState }>('SELECT tongyue.state_json(case_state) AS state FROM tongyue.case_state WHERE case_key = $1', [caseKey]))[0]?.state,
    /** Each change once: what has no number yet is given one first. */
    async changes(since: number): Promise<CaseChanges> {
      announce();
      await announcing;
      const { cases, number } = await askOne<CaseNews>('SELECT tongyue.news($1) AS answer', [since]);
      return { cases, number };
    },
    held: async (): Promise<readonly CaseState[]> =>
      (await ask<{ state: CaseState }>(
        'SELECT tongyue.state_json(case_state) AS state FROM tongyue.case_state WHERE holder_seat IS NOT NULL AND lease_until_ms > tongyue.server_now_ms() ORDER BY case_key', [],
      )).map(({ state }) => state),
    /** Both of the above by the same clock, in one question. */
    async news(since: number): Promise<CaseNews> {
      const news = await askOne<CaseNews>('SELECT tongyue.news($1) AS answer', [since]);
      // Perhaps its seat died before it could.
      if (news.isUntold === true) announce();
      return news;
    },
    sendMessage: async (toSeatId: string | null, caseKey: string | null, text: string) => void (await ask('SELECT tongyue.send_message($1, $2, $3)', [toSeatId, caseKey, text])),
    messages: async (after: number): Promise<readonly SeatMessage[]> =>
      (await ask<{ id: number; seat: string; person: string; receiver: string | null; about: string | null; content: string; at: number }>(
        'SELECT message_id::float8 AS id, from_seat AS seat, from_person AS person, to_seat AS receiver, case_key AS about, content, sent_at_ms::float8 AS at FROM tongyue.messages($1)', [after],
      )).map(({ id, seat, person, receiver, about, content, at }) => ({ messageId: id, from: { seatId: seat, person }, toSeatId: receiver, caseKey: about, text: content, sentAtMs: at })),
    setPresence: async (caseKey: string | null) => void (await ask('SELECT tongyue.set_presence($1)', [caseKey])),
    presence: () =>
      ask<SeatPresence>('SELECT seat_id AS "seatId", person, case_key AS "caseKey", coalesce(seen_at_ms, 0)::float8 AS "seenAtMs" FROM tongyue.seat LEFT JOIN tongyue.presence USING (seat_id) WHERE is_active AND duty <> \'observer\' ORDER BY seat_id', []),
    putRecord: async (kind: string, key: string, expectedRevision: number, content: string): Promise<number | undefined> =>
      (await ask<{ revision: number | null }>('SELECT tongyue.put_record($1, $2, $3, $4)::int AS revision', [kind, key, expectedRevision, content]))[0]?.revision ?? undefined,
    serverNowMs: async (): Promise<number> => (await ask<{ now: number }>('SELECT tongyue.server_now_ms()::float8 AS now', []))[0]?.now ?? Date.now(),
    records: (kind: string) =>
      ask<SharedRecord>(`SELECT ${RECORD_COLUMNS} FROM tongyue.shared_record WHERE kind = $1 ORDER BY key`, [kind]),
    recordsSince: (kind: string | readonly string[], sinceMs: number) =>
      ask<SharedRecord>(`SELECT ${RECORD_COLUMNS} FROM tongyue.shared_record WHERE kind = ANY ($1) AND changed_at_ms >= $2 ORDER BY changed_at_ms, key`, [[kind].flat(), sinceMs]),
    colleagues: (recordsSinceMs: number) => askOne<Colleagues>('SELECT tongyue.colleagues($1) AS answer', [Math.floor(recordsSinceMs)]),
    lacking: async (reportUids: readonly string[]): Promise<readonly string[]> =>
      (await ask<{ uid: string }>('SELECT lacking AS uid FROM tongyue.lacking($1)', [reportUids])).map(({ uid }) => uid),
    present: ({ caseKey, reportUid, version, fence, isOffline, signer, bundle }: PresentedReport) =>
      askNews<ReportStanding>('SELECT tongyue.present($1, $2, $3, $4, $5, $6, $7) AS answer', [caseKey, reportUid, version, fence, isOffline, signer, Buffer.from(bundle)]),
    remember: (known: readonly CaseState[]) => askNews<number>('SELECT tongyue.remember($1)::int AS answer', [JSON.stringify(known)]),
    rememberRecords: (known: readonly SharedRecord[]) => askOne<number>('SELECT tongyue.remember_records($1)::int AS answer', [JSON.stringify(known)]),
    toldAll: async () => void (await ask('SELECT tongyue.told_all()', [])),
    changeOwnPassword: async (key: string, expectedRevision: number, proof: string, newHash: string): Promise<number | undefined> =>
      (await ask<{ revision: number | null }>('SELECT tongyue.change_own_password($1, $2, $3, $4)::int AS revision', [key, expectedRevision, proof, newHash]))[0]?.revision ?? undefined,
    /** The name under which the hub knows this seat. @throws AppError `hub/not-allowed` */
    person: async (): Promise<string> => {
      const [row] = await ask<{ person: string }>('SELECT person FROM tongyue.seat WHERE seat_id = session_user AND is_active', []);
      if (row === undefined) throw new AppError('hub/not-allowed', 'the hub does not know this seat');
      return row.person;
    },
    /** What was written is told, or cannot be; after this nothing is. */
    async endTelling(): Promise<void> {
      await announcing;
      isEnding = true;
    },
    /** A connection that hears when something moves. */
    async listen(onNotice: (payload: string) => void, onEnd: () => void): Promise<PoolClient> {
      try {
        const client = await pool.connect();
        client.on('notification', ({ payload = '' }) => onNotice(payload));
        client.on('error', onEnd);
        client.on('end', onEnd);
        await client.query('LISTEN tongyue');
        return client;
      } catch (error) {
        throw asHubError(error);
      }
    },
  };
}

/** PostgreSQL keeps 63 characters of a name. */
function nameOf(sql: string): string {
  return createHash('sha256').update(sql).digest('base64url');
}

export type HubRepository = ReturnType<typeof createHubRepository>;
