import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import { AppError } from '#shared/errors/app-error.ts';
import type { HubAddress } from './hub-address.ts';
import { asHubError } from './hub.repository.ts';

const CREATE_MIGRATION_TABLE = 'CREATE TABLE IF NOT EXISTS public.tongyue_migration (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL)';

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
}

/** What the administrator of the hub's database does: its schema, and who may come. No seat has these rights. */
export async function openHubAdministration({ host, port, database, user, password, tls }: HubAddress) {
  const client = new Client({
    host, port, database, user, password,
    ...(tls === undefined ? {} : { ssl: { rejectUnauthorized: true, ...(tls.authorities === undefined ? {} : { ca: tls.authorities }) } }),
  });
  try {
    await client.connect();
  } catch (error) {
    throw asHubError(error);
  }
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

  return {
    /** Brings the hub to the newest version, one transaction a migration. @throws AppError `profile/newer-version` */
    async migrate(): Promise<number> {
      const migrations = readHubMigrations();
      await client.query(CREATE_MIGRATION_TABLE);
      const applied = (await client.query('SELECT number, sha256 FROM public.tongyue_migration ORDER BY number')).rows as { number: number; sha256: string }[];
      if (applied.length > migrations.length) {
        throw new AppError('profile/newer-version', 'a newer version of the program has written this hub', { facts: { databaseVersion: applied.length, programVersion: migrations.length } });
      }
      for (const { number, sha256 } of applied) {
        if (migrations[number - 1]?.sha256 !== sha256) throw new Error(`the applied migration ${number} of the hub was edited`);
      }
      for (const { number, name, sql, sha256 } of migrations.slice(applied.length)) {
        await inTransaction(async () => {
          await client.query(sql);
          await client.query('INSERT INTO public.tongyue_migration VALUES ($1, $2, $3)', [number, name, sha256]);
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

    /** A restored hub is of this program's version: it says so, and the next migration begins after it. */
    async finishRestore(): Promise<void> {
      await client.query(CREATE_MIGRATION_TABLE);
      for (const { number, name, sha256 } of readHubMigrations()) await client.query('INSERT INTO public.tongyue_migration VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [number, name, sha256]);
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
        await client.query(`ALTER ROLE ${client.escapeIdentifier(seatId)} NOLOGIN`);
      });
    },

    async seats(): Promise<readonly HubSeat[]> {
      return (await client.query('SELECT seat_id AS "seatId", person, duty, is_active AS "isActive" FROM tongyue.seat ORDER BY seat_id')).rows as HubSeat[];
    },

    close: () => client.end(),
  };
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
