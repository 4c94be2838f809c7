import { Pool, type PoolClient } from 'pg';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Acceptance, CaseState, ClaimAnswer } from '#shared/worklist/case-claim.ts';
import type { CaseChanges, CoordinatedDraft, CoordinatedReport, SeatMessage, SeatPresence, SharedRecord } from '#shared/worklist/coordinator.ts';
import type { HubAddress } from './hub-address.ts';

/** How long a physician's click waits for the hub before the seat goes on by itself. */
const ANSWER_WITHIN_MS = 5_000;
const CONNECTIONS = 3;
const RECORD_COLUMNS = 'kind, key, revision::int, content, changed_by AS "changedBy", changed_at_ms::float8 AS "changedAtMs"';

/** Session settings for tests; `options` of libpq. */
export interface HubPoolOptions {
  readonly options?: string;
  readonly connections?: number;
  readonly answerWithinMs?: number;
}

export function openHubPool({ host, port, database, user, password, tls }: HubAddress, { options, connections, answerWithinMs = ANSWER_WITHIN_MS }: HubPoolOptions = {}): Pool {
  const pool = new Pool({
    host, port, database, user, password,
    ...(tls === undefined ? {} : { ssl: { rejectUnauthorized: true, ...(tls.authorities === undefined ? {} : { ca: tls.authorities }) } }),
    ...(options === undefined ? {} : { options }),
    application_name: 'tongyue', max: connections ?? CONNECTIONS, connectionTimeoutMillis: answerWithinMs, query_timeout: answerWithinMs, statement_timeout: answerWithinMs,
    keepAlive: true, allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is made anew with the next question.
  pool.on('error', () => undefined);
  return pool;
}

const REPORT_COLUMNS = `report_uid AS "reportUid", case_key AS "caseKey", version::int, fence::int, is_offline AS "isOffline", standing, seat_id AS "seatId", person,
  accepted_at_ms::float8 AS "acceptedAtMs", EXISTS (SELECT 1 FROM tongyue.delivered_report WHERE delivered_report.report_uid = accepted_report.report_uid) AS "isDelivered"`;

/** What a seat asks the hub: reads tables, writes through functions. */
export function createHubRepository(pool: Pool) {
  const ask = async <T>(sql: string, values: readonly unknown[]): Promise<readonly T[]> => {
    try {
      return (await pool.query({ text: sql, values: [...values] })).rows as T[];
    } catch (error) {
      throw asHubError(error);
    }
  };
  const askOne = async <T>(sql: string, values: readonly unknown[]): Promise<T> => {
    const [row] = await ask<{ answer: T }>(sql, values);
    if (row === undefined) throw new Error('the hub gave no row');
    return row.answer;
  };

  return {
    claim: (caseKey: string, purpose: string) => askOne<ClaimAnswer>('SELECT tongyue.claim($1, $2) AS answer', [caseKey, purpose]),
    renew: (caseKey: string, fence: number) => askOne<ClaimAnswer>('SELECT tongyue.renew($1, $2) AS answer', [caseKey, fence]),
    release: (caseKey: string, fence: number) => askOne<ClaimAnswer>('SELECT tongyue.release($1, $2) AS answer', [caseKey, fence]),
    handOver: (caseKey: string, fence: number, toSeatId: string) => askOne<ClaimAnswer>('SELECT tongyue.hand_over($1, $2, $3) AS answer', [caseKey, fence, toSeatId]),
    accept: (caseKey: string, reportUid: string, version: number, fence: number, isOffline: boolean, signerName: string, bundle: Uint8Array) =>
      askOne<Acceptance>('SELECT tongyue.accept($1, $2, $3, $4, $5, $6, $7) AS answer', [caseKey, reportUid, version, fence, isOffline, signerName, Buffer.from(bundle)]),
    markDelivered: async (reportUid: string) => void (await ask('SELECT tongyue.mark_delivered($1)', [reportUid])),
    reports: (caseKey: string) => ask<CoordinatedReport>(`SELECT ${REPORT_COLUMNS} FROM tongyue.accepted_report WHERE case_key = $1 ORDER BY accepted_at_ms, report_uid`, [caseKey]),
    undelivered: (seatId: string) =>
      ask<CoordinatedReport>(`SELECT * FROM (SELECT ${REPORT_COLUMNS} FROM tongyue.accepted_report WHERE seat_id = $1 AND standing = 'final') mine WHERE NOT "isDelivered" ORDER BY "acceptedAtMs"`, [seatId]),
    bundle: async (reportUid: string): Promise<Uint8Array | undefined> =>
      (await ask<{ bundle: Buffer }>('SELECT bundle FROM tongyue.accepted_report WHERE report_uid = $1', [reportUid]))[0]?.bundle,
    saveDraft: (caseKey: string, fence: number, revision: number, text: string) => askOne<boolean>('SELECT tongyue.save_draft($1, $2, $3, $4) AS answer', [caseKey, fence, revision, text]),
    draft: async (caseKey: string): Promise<CoordinatedDraft | undefined> =>
      (await ask<CoordinatedDraft>(
        'SELECT case_key AS "caseKey", seat_id AS "seatId", person, revision::int, content AS text, saved_at_ms::float8 AS "savedAtMs" FROM tongyue.draft WHERE case_key = $1', [caseKey],
      ))[0],
    caseState: async (caseKey: string): Promise<CaseState | undefined> =>
      (await ask<{ state: CaseState }>('SELECT tongyue.state_json(case_state) AS state FROM tongyue.case_state WHERE case_key = $1', [caseKey]))[0]?.state,
    async changes(since: number): Promise<CaseChanges> {
      const rows = await ask<{ state: CaseState; number: number }>(
        'SELECT tongyue.state_json(case_state) AS state, change_number::float8 AS number FROM tongyue.case_state WHERE change_number > $1 ORDER BY change_number LIMIT 5000', [since],
      );
      return { cases: rows.map(({ state }) => state), number: rows.at(-1)?.number ?? since };
    },
    held: async (): Promise<readonly CaseState[]> =>
      (await ask<{ state: CaseState }>(
        'SELECT tongyue.state_json(case_state) AS state FROM tongyue.case_state WHERE holder_seat IS NOT NULL AND lease_until_ms > tongyue.server_now_ms() ORDER BY case_key', [],
      )).map(({ state }) => state),
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
    records: (kind: string) =>
      ask<SharedRecord>(`SELECT ${RECORD_COLUMNS} FROM tongyue.shared_record WHERE kind = $1 ORDER BY key`, [kind]),
    recordsSince: (kind: string, sinceMs: number) =>
      ask<SharedRecord>(`SELECT ${RECORD_COLUMNS} FROM tongyue.shared_record WHERE kind = $1 AND changed_at_ms >= $2 ORDER BY changed_at_ms, key`, [kind, sinceMs]),
    /** The name under which the hub knows this seat. @throws AppError `hub/not-allowed` */
    person: async (): Promise<string> => {
      const [row] = await ask<{ person: string }>('SELECT person FROM tongyue.seat WHERE seat_id = session_user AND is_active', []);
      if (row === undefined) throw new AppError('hub/not-allowed', 'the hub does not know this seat');
      return row.person;
    },
    /** A connection that hears when something moves. */
    async listen(onNotice: () => void, onEnd: () => void): Promise<PoolClient> {
      try {
        const client = await pool.connect();
        client.on('notification', onNotice);
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

export type HubRepository = ReturnType<typeof createHubRepository>;

/** Codes that the functions of the hub raise. */
const REFUSALS = { TY001: 'hub/not-allowed', TY002: 'hub/unknown-seat' } as const;
/** SQLSTATE classes of a server that is away, stopping, full or too slow, and of a password or role that it does not take. */
const AWAY = /^(08|53|57|58|55P03|40)/;

/** Gives what a hub may say its code; a mistake in our SQL stays the bug it is. */
export function asHubError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'TY001' || code === 'TY002') return new AppError(REFUSALS[code], 'the hub refused', { cause: error });
  if (code === '42501' || (typeof code === 'string' && code.startsWith('28'))) return new AppError('hub/not-allowed', 'the hub does not admit this seat', { cause: error });
  const isAway = typeof code === 'string' ? AWAY.test(code) || /^E[A-Z]+$/.test(code) : typeof message === 'string' && /timeout|terminated|Connection|closed/i.test(message);
  return isAway ? new AppError('hub/unreachable', 'the hub gives no answer', { cause: error }) : error;
}
