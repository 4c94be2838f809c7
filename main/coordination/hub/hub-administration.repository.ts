import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { HubAddress } from './hub-address.ts';
import { asHubError, connectToHub } from './hub-connection.ts';

const OLD_TABLE = 'public.tongyue_migration';
const TABLE = 'tongyue.tongyue_migration';

export interface SeatToAdmit {
  /** Login role. */
  readonly seatId: string;
  readonly person: string;
  readonly duty: 'reader' | 'observer' | 'administrator';
  readonly password: string;
}

export interface HubSeat {
  readonly seatId: string;
  readonly person: string;
  readonly duty: string;
  readonly isActive: boolean;
  /** The hub was restored, and waits for what this seat knows. */
  readonly isAwaited: boolean;
}

/** What the administrator of the hub's database does: its schema, and who may come. No seat has these rights. */
export async function openHubAdministration(address: HubAddress) {
  const { database } = address;
  const client = await connectToHub(address);
  const inTransaction = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query('BEGIN');
    try {
      const done = await work();
      await client.query('COMMIT');
      return done;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  };

  /** Inside the hub since 0003, so that a copy knows its version. */
  const migrationTable = async (): Promise<string> => {
    const { rows } = await client.query<{ is_new: boolean }>(`SELECT to_regclass('${TABLE}') IS NOT NULL AS is_new`);
    if (rows[0]?.is_new === true) return TABLE;
    await client.query(`CREATE TABLE IF NOT EXISTS ${OLD_TABLE} (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL)`);
    return OLD_TABLE;
  };

  const administration = {
    /** Brings the hub to the newest version, one transaction a migration. @throws AppError `profile/newer-version` */
    async migrate(): Promise<number> {
      const migrations = readHubMigrations();
      const applied = (await client.query(`SELECT number, sha256 FROM ${await migrationTable()} ORDER BY number`)).rows as { number: number; sha256: string }[];
      if (applied.length > migrations.length) {
        throw new AppError('profile/newer-version', 'a newer version of the program has written this hub', { facts: { databaseVersion: applied.length, programVersion: migrations.length } });
      }
      for (const { number, sha256 } of applied) {
        if (migrations[number - 1]?.sha256 !== sha256) throw new Error(`the applied migration ${number} of the hub was edited`);
      }
      for (const { number, name, sql, sha256 } of migrations.slice(applied.length)) {
        await inTransaction(async () => {
          await client.query(sql);
          await client.query(`INSERT INTO ${await migrationTable()} VALUES ($1, $2, $3)`, [number, name, sha256]);
        });
      }
      return migrations.length;
    },

    /** Makes what a copy of the hub refers to and does not hold. @throws AppError `profile/in-use` when there is a hub already */
    async prepareRestore(): Promise<void> {
      const found = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = 'tongyue'");
      if (found.rowCount !== 0) throw new AppError('profile/in-use', 'this database has a hub already', { facts: { folder: database } });
      await client.query("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tongyue_seat') THEN CREATE ROLE tongyue_seat NOLOGIN; END IF; END $$");
    },

    /** What was restored says which version it is of, and is brought to this program's. A copy of before 0003 does not: it is of version 2. */
    async finishRestore(): Promise<void> {
      const table = await migrationTable();
      if (table === OLD_TABLE) {
        for (const { number, name, sha256 } of readHubMigrations().slice(0, 2)) await client.query(`INSERT INTO ${table} VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [number, name, sha256]);
      }
      await administration.migrate();
      await administration.awaitSeats();
    },

    /** What the seats know is newer than this hub: until each has told it, nothing becomes final. @returns how many are awaited */
    async awaitSeats(): Promise<number> {
      return Number((await client.query<{ count: string }>('SELECT tongyue.await_seats() AS count')).rows[0]?.count ?? 0);
    },

    /** Goes on without a seat that will not come again, or without all of them. What only they knew may be signed a second time. */
    async stopAwaiting(seatId?: string): Promise<void> {
      await client.query('DELETE FROM tongyue.awaited_seat WHERE $1::text IS NULL OR seat_id = $1', [seatId ?? null]);
      await client.query("SELECT pg_notify('tongyue', 'restored')");
    },

    /** Gives a seat its login role, or a new name, duty and password. */
    async admit({ seatId, person, duty, password: secret }: SeatToAdmit): Promise<void> {
      const role = client.escapeIdentifier(seatId);
      await inTransaction(async () => {
        const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [seatId]);
        await client.query(`${known.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(secret)}`);
        await client.query(`GRANT tongyue_seat TO ${role}`);
        // A seat that hangs in the middle holds nobody up.
        await client.query(`ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '5s'`);
        await client.query(
          'INSERT INTO tongyue.seat VALUES ($1, $2, $3, true) ON CONFLICT (seat_id) DO UPDATE SET person = excluded.person, duty = excluded.duty, is_active = true', [seatId, person, duty],
        );
      });
    },

    /** A seat that is gone for good: it can no longer log in; what it wrote stays. */
    async dismiss(seatId: string): Promise<void> {
      await inTransaction(async () => {
        await client.query('UPDATE tongyue.seat SET is_active = false WHERE seat_id = $1', [seatId]);
        await client.query('DELETE FROM tongyue.awaited_seat WHERE seat_id = $1', [seatId]);
        await client.query(`ALTER ROLE ${client.escapeIdentifier(seatId)} NOLOGIN`);
      });
      // Who is in already is put out. An administrator without `pg_signal_backend` cannot: such a line reads until it ends, and writes nothing.
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [seatId]).catch((error: unknown) => {
        if (!isAppError(asHubError(error), 'hub/not-allowed')) throw error;
      });
    },

    async seats(): Promise<readonly HubSeat[]> {
      return (await client.query('SELECT seat_id AS "seatId", person, duty, is_active AS "isActive", EXISTS (SELECT 1 FROM tongyue.awaited_seat WHERE awaited_seat.seat_id = seat.seat_id) AS "isAwaited" FROM tongyue.seat ORDER BY seat_id')).rows as HubSeat[];
    },

    close: () => client.end(),
  };
  return administration;
}

/** `NNNN_name.sql` in order. An applied migration is never edited: add one. */
function readHubMigrations() {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder).filter((file) => file.endsWith('.sql')).sort().map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) throw new Error(`migration ${file} breaks the sequence of the hub`);
    const sql = readFileSync(new URL(file, folder), 'utf8');
    return { number, name: file.replace(/\.sql$/, ''), sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}
