import { Pool } from 'pg';
import { asHubError } from '#main/coordination/hub/hub-connection.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { TestHub } from '../postgres.ts';

/** Where the worlds of the tests begin: 2026-11-20T00:00:00Z. */
export const WORLD_START_MS = Date.UTC(2026, 10, 20);

export interface HubClock {
  readonly set: (world: number, nowMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Gives the hub a clock that tests set: the owner of the hub replaces its `server_now_ms`; no seat could. Each world (`-c test.world=N` of a
 * connection) has a time of its own, so that schedules run side by side.
 */
export async function giveClock(hub: TestHub): Promise<HubClock> {
  const { host, port, database, user, password } = hub.administrator;
  const pool = new Pool({ host, port, database, user, password, max: 2 });
  // The hub is killed in some tests.
  pool.on('error', () => undefined);
  await pool.query(`
    CREATE TABLE IF NOT EXISTS tongyue.test_clock (world integer PRIMARY KEY, now_ms bigint NOT NULL);
    CREATE OR REPLACE FUNCTION tongyue.server_now_ms() RETURNS bigint LANGUAGE plpgsql VOLATILE AS
      $$ BEGIN RETURN (SELECT now_ms FROM tongyue.test_clock WHERE world = current_setting('test.world')::integer); END $$;
    GRANT SELECT ON tongyue.test_clock TO tongyue_seat`);
  const set = async (world: number, nowMs: number): Promise<void> => {
    const query = { name: 'set-clock', text: 'INSERT INTO tongyue.test_clock VALUES ($1, $2) ON CONFLICT (world) DO UPDATE SET now_ms = excluded.now_ms', values: [world, nowMs] };
    // Time goes on while the hub is away.
    for (;;) {
      const isSet = await pool.query(query).then(() => true, (error: unknown) => (isAppError(asHubError(error), 'hub/unreachable') ? false : Promise.reject(error instanceof Error ? error : new Error(String(error)))));
      if (isSet) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { set, close: () => pool.end() };
}
