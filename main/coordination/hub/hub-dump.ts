import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import type { HubAddress } from './hub-address.ts';
import { serversOf } from './hub-connection.ts';

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

function run(program: string, address: HubAddress, args: readonly string[]): Promise<void> {
  const servers = serversOf(address);
  const { user, password, tls } = address;
  const child = spawn(findProgram(program), ['--no-password', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env, PGHOST: servers.map(({ host }) => host).join(','), PGPORT: servers.map(({ port }) => port).join(','), PGUSER: user, PGPASSWORD: password,
      PGTARGETSESSIONATTRS: 'read-write',
      ...(tls === undefined ? { PGSSLMODE: 'prefer' } : { PGSSLMODE: 'verify-full', PGSSLROOTCERT: tls.rootFile === undefined ? 'system' : resolve(tls.rootFile) }),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, reject) => {
    child.on('error', (cause) => reject(new AppError('hub/unreachable', `${program} is not installed`, { cause })));
    child.on('exit', (code) => {
      if (code === 0) done();
      else reject(new AppError('hub/unreachable', `${program} ended with ${code}: ${said.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

/** The newest that Debian has, or what the path has. */
function findProgram(program: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((left, right) => Number(right) - Number(left)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin', program)).find((file) => existsSync(file)) ?? program;
}
