import { checkServerIdentity } from 'node:tls';
import { Client, Pool, type ClientConfig, type PoolClient } from 'pg';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { HubAddress, HubServer } from './hub-address.ts';

/** How long a physician's click waits for the hub before the seat goes on by itself. */
const ANSWER_WITHIN_MS = 5_000;
const CONNECTIONS = 3;

/** Session settings for tests; `options` of libpq. */
export interface HubPoolOptions {
  readonly options?: string;
  readonly connections?: number;
  readonly answerWithinMs?: number;
}

/** Connections to whichever server has the hub now. */
export interface HubPool {
  /** @throws AppError `hub/unreachable`, `hub/not-allowed` */
  readonly connect: () => Promise<PoolClient>;
  readonly end: () => Promise<void>;
}

export function openHubPool(address: HubAddress, { options, connections, answerWithinMs = ANSWER_WITHIN_MS }: HubPoolOptions = {}): HubPool {
  const servers = serversOf(address);
  const pools = servers.map((server) => {
    const pool = new Pool({
      ...configOf(address, server),
      ...(options === undefined ? {} : { options }),
      max: connections ?? CONNECTIONS, connectionTimeoutMillis: Math.ceil(answerWithinMs / servers.length), query_timeout: answerWithinMs, statement_timeout: answerWithinMs,
      keepAlive: true, allowExitOnIdle: true,
    });
    // A connection that breaks while nobody uses it is made anew with the next question.
    pool.on('error', () => undefined);
    // One that breaks while it is used says so to its question as well.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  });
  const checked = new WeakSet<PoolClient>();
  let current = 0;

  /** A server that was demoted, or that is a copy, has not the hub: nobody can sign there. */
  const requireWritable = async (client: PoolClient): Promise<void> => {
    if (servers.length === 1 || checked.has(client)) return;
    try {
      const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
      if (rows[0]?.transaction_read_only !== 'off') throw new AppError('hub/unreachable', 'this server has only a copy of the hub');
      checked.add(client);
    } catch (error) {
      client.release(true);
      throw error;
    }
  };

  return {
    async connect() {
      let failure: unknown;
      for (let attempt = 0; attempt < pools.length; attempt += 1) {
        const index = (current + attempt) % pools.length;
        try {
          const client = await pools[index]?.connect();
          if (client === undefined) continue;
          await requireWritable(client);
          current = index;
          return client;
        } catch (error) {
          failure = error;
        }
      }
      throw asHubError(failure);
    },
    end: async () => void (await Promise.all(pools.map((pool) => pool.end()))),
  };
}

/** One connection, of the hub's administrator. @throws AppError `hub/unreachable`, `hub/not-allowed` */
export async function connectToHub(address: HubAddress): Promise<Client> {
  let failure: unknown;
  for (const server of serversOf(address)) {
    const client = new Client(configOf(address, server));
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
      if (rows[0]?.transaction_read_only === 'off') return client;
      await client.end();
      failure = new AppError('hub/unreachable', 'this server has only a copy of the hub');
    } catch (error) {
      failure = error;
    }
  }
  throw asHubError(failure);
}

export function serversOf({ host, port, others }: HubAddress): readonly HubServer[] {
  return [{ host, port }, ...others];
}

function configOf({ database, user, password, tls }: HubAddress, { host, port }: HubServer): ClientConfig {
  return {
    host, port, database, user, password, application_name: 'tongyue',
    ...(tls === undefined
      ? {}
      // pg names the host to TLS only where it is no number: its certificate is checked against what was asked for, always.
      : { ssl: { rejectUnauthorized: true, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate), ...(tls.authorities === undefined ? {} : { ca: tls.authorities }) } }),
  };
}

/** Codes that the functions of the hub raise. */
const REFUSALS = { TY001: 'hub/not-allowed', TY002: 'hub/unknown-seat', TY005: 'hub/too-large' } as const;
/** SQLSTATE classes of a server that is away, stopping, full, too slow or a copy, and of a password or role that it does not take. */
const AWAY = /^(08|53|57|58|55P03|40|25006)/;
/** OpenSSL's and Node's words for a certificate that proves nothing. */
const UNTRUSTED = /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL/;

/** Gives what a hub may say its code; a mistake in our SQL stays the bug it is. */
export function asHubError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'TY001' || code === 'TY002' || code === 'TY005') return new AppError(REFUSALS[code], 'the hub refused', { cause: error });
  // Asked again when all seats have told: until then it is as if the hub were away.
  if (code === 'TY004') return new AppError('hub/unreachable', 'the hub was restored and awaits its seats', { cause: error, facts: { reason: 'restored' } });
  if (code === '42501' || (typeof code === 'string' && code.startsWith('28'))) return new AppError('hub/not-allowed', 'the hub does not admit this seat', { cause: error });
  // A hub that cannot prove who it is may be anybody: for a seat it is away.
  const isUntrusted = (typeof code === 'string' && UNTRUSTED.test(code)) || (typeof message === 'string' && message.includes('does not support SSL'));
  if (isUntrusted) return new AppError('hub/unreachable', 'the certificate of the hub is not trusted', { cause: error, facts: { reason: 'certificate' } });
  const isAway = typeof code === 'string' ? AWAY.test(code) || /^E[A-Z]+$/.test(code) : typeof message === 'string' && /timeout|terminated|Connection|closed/i.test(message);
  return isAway ? new AppError('hub/unreachable', 'the hub gives no answer', { cause: error }) : error;
}
