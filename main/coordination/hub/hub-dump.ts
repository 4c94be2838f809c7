import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import type { HubAddress } from './hub-address.ts';

const DEBIAN = '/usr/lib/postgresql';

/**
 * Copies the hub as it is at one moment, while seats go on working, with PostgreSQL's own `pg_dump`.
 * @throws AppError `hub/unreachable` with the words of the program
 */
export function dumpHub(address: HubAddress, file: string): Promise<void> {
  return run('pg_dump', address, ['--format=custom', '--no-owner', '--schema=tongyue', `--file=${file}`, address.database]);
}

/** Fills an empty database from a copy, all of it or nothing. Seats get their passwords anew: a copy holds none. */
export function restoreHub(address: HubAddress, file: string): Promise<void> {
  return run('pg_restore', address, ['--no-owner', '--exit-on-error', '--single-transaction', `--dbname=${address.database}`, file]);
}

function run(program: string, { host, port, user, password, tls }: HubAddress, args: readonly string[]): Promise<void> {
  const child = spawn(findProgram(program), ['--no-password', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGSSLMODE: tls === undefined ? 'prefer' : 'verify-full' },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new AppError('hub/unreachable', `${program} is not installed`, { cause })));
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new AppError('hub/unreachable', `${program} ended with ${code}: ${said.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

/** The newest that Debian has, or what the path has. */
function findProgram(program: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((left, right) => Number(right) - Number(left)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin', program)).find((file) => existsSync(file)) ?? program;
}
