import { Client } from 'pg';
import type { TestHub } from '../postgres.ts';

/** Where the worlds of the tests begin: 2026-11-20T00:00:00Z. */
export const WORLD_START_MS = Date.UTC(2026, 10, 20);

/**
 * Gives the hub a clock that tests set: the owner of the hub replaces its `server_now_ms`; no seat could. Each world (`-c test.world=N` of a
 * connection) has a time of its own, so that schedules run side by side.
 */
export async function giveClock(hub: TestHub): Promise<{ readonly set: (world: number, nowMs: number) => Promise<void>; readonly close: () => Promise<void> }> {
  const { host, port, database, user, password } = hub.administrator;
  const client = new Client({ host, port, database, user, password });
  await client.connect();
  await client.query(`
    CREATE TABLE IF NOT EXISTS tongyue.test_clock (world integer PRIMARY KEY, now_ms bigint NOT NULL);
    CREATE OR REPLACE FUNCTION tongyue.server_now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS
      $$ SELECT now_ms FROM tongyue.test_clock WHERE world = current_setting('test.world')::integer $$;
    GRANT SELECT ON tongyue.test_clock TO tongyue_seat`);
  return {
    set: async (world, nowMs) => void (await client.query('INSERT INTO tongyue.test_clock VALUES ($1, $2) ON CONFLICT (world) DO UPDATE SET now_ms = excluded.now_ms', [world, nowMs])),
    close: () => client.end(),
  };
}
