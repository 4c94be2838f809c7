import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseHubAddress, type HubAddress } from '#main/coordination/hub/hub-address.ts';
import { openHubAdministration, type SeatToAdmit } from '#main/coordination/hub/hub-administration.repository.ts';

/** A PostgreSQL of its own on 127.0.0.1 and a free port, with the hub's schema. */
export interface TestHub {
  readonly administrator: HubAddress;
  /** Of a seat that was admitted. */
  readonly seatAddress: (seatId: string) => HubAddress;
  /** The same over the socket of this machine, at half the price of a question. */
  readonly nearAddress: (seatId: string) => HubAddress;
  /** As the program takes it. */
  readonly seatUrl: (seatId: string) => string;
  readonly admit: (seat: Omit<SeatToAdmit, 'password'>) => Promise<void>;
  /** The hub goes away at once; `startAgain` brings it back with all it had. */
  readonly halt: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
  /** A copy that follows, on a port of its own, until it is promoted. */
  readonly startStandby: () => Promise<{ readonly port: number; readonly stop: () => Promise<void> }>;
  /** What the server has used of the processors since it was started, all its processes together; a process that has ended counts with the server. */
  readonly processorMs: () => number;
  readonly stop: () => Promise<void>;
}

const ROOT = '/usr/lib/postgresql';
const DEBIAN_PROGRAMS = existsSync(ROOT) ? readdirSync(ROOT).sort((left, right) => Number(right) - Number(left)).map((version) => join(ROOT, version, 'bin')) : [];
const PROGRAMS = DEBIAN_PROGRAMS.find((folder) => existsSync(join(folder, 'initdb')));

/** True when PostgreSQL is installed; says loudly when it is not. */
export function hasPostgres(): boolean {
  if (PROGRAMS === undefined) process.stderr.write('\n!!! NO PostgreSQL: THE TESTS OF THE HUB DO NOT RUN !!!\n');
  return PROGRAMS !== undefined;
}

export const SEAT_PASSWORD = 'seat of the tests';
const ADMINISTRATOR = 'hub_administrator';

export interface TestHubOptions {
  readonly durability?: Durability;
  /** A bare PostgreSQL, as a new machine has it. */
  readonly isEmpty?: boolean;
  /** What the server proves itself with; undefined: it speaks without TLS. */
  readonly identity?: { readonly certificate: string; readonly key: string };
  /** `standby`: a second server may follow, and a commit waits for it. */
  readonly copiesTo?: 'standby';
}

/**
 * `memory`: the tests of logic need no disk. `process`: a hub that is killed and comes back has all it has said, as long as the machine stays up.
 * `machine`: every commit waits for the disk, as in a hospital.
 */
export type Durability = 'memory' | 'process' | 'machine';

const SETTINGS: Readonly<Record<Durability, string>> = {
  memory: 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nwal_level = minimal\nmax_wal_senders = 0\n',
  process: 'fsync = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\n',
  machine: '',
};

export async function startTestHub({ durability = 'memory', isEmpty = false, identity, copiesTo }: TestHubOptions = {}): Promise<TestHub> {
  if (PROGRAMS === undefined) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-hub-'));
  const owner = serverUser();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, SEAT_PASSWORD);
  if (owner !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  const made = spawnSync(join(PROGRAMS, 'initdb'), ['-D', data, '-U', ADMINISTRATOR, '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync', `--pwfile=${passwordFile}`], {
    encoding: 'utf8', cwd: folder, ...owner,
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = join(data, 'postgresql.conf');
  appendFileSync(settings, SETTINGS[durability]);
  // The name comes when there is a standby: the schema is made before.
  if (copiesTo === 'standby') appendFileSync(settings, 'wal_level = replica\nmax_wal_senders = 4\n');
  if (identity !== undefined) {
    for (const [name, pem] of [['server.crt', identity.certificate], ['server.key', identity.key]] as const) {
      writeFileSync(join(data, name), pem, { mode: 0o600 });
      if (owner !== undefined) chownSync(join(data, name), owner.uid, owner.gid);
    }
    appendFileSync(settings, 'ssl = on\n');
  }
  const port = await freePort();
  const address = (user: string) => `postgres://${user}:${encodeURIComponent(SEAT_PASSWORD)}@127.0.0.1:${port}/postgres`;
  let server = await start(folder, data, port, owner);
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  const administrator = parseHubAddress(address(ADMINISTRATOR));
  if (!isEmpty) {
    const hub = await openHubAdministration(administrator);
    await hub.migrate();
    await hub.close();
  }
  return {
    administrator,
    seatAddress: (seatId) => parseHubAddress(address(seatId)),
    nearAddress: (seatId) => ({ ...parseHubAddress(address(seatId)), host: folder }),
    seatUrl: address,
    async admit(seat) {
      const administration = await openHubAdministration(administrator);
      await administration.admit({ ...seat, password: SEAT_PASSWORD });
      await administration.close();
    },
    halt: () => end('SIGQUIT'),
    async startAgain() {
      server = await start(folder, data, port, owner);
    },
    async startStandby() {
      const copy = join(folder, 'standby');
      const copied = await runToEnd(join(PROGRAMS ?? '', 'pg_basebackup'), ['-h', '127.0.0.1', '-p', String(port), '-U', ADMINISTRATOR, '-D', copy, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], {
        cwd: folder, env: { ...process.env, PGPASSWORD: SEAT_PASSWORD }, ...owner,
      });
      if (copied !== '') throw new Error(`pg_basebackup failed: ${copied}`);
      const standbyPort = await freePort();
      const standby = await start(folder, copy, standbyPort, owner);
      return {
        port: standbyPort,
        stop: async () => {
          const ended = new Promise((resolve) => standby.once('exit', resolve));
          if (standby.exitCode === null && standby.signalCode === null && standby.kill('SIGQUIT')) await ended;
        },
      };
    },
    processorMs: () => processorMs(server.pid ?? 0),
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, data: string, port: number, owner: { readonly uid: number; readonly gid: number } | undefined): Promise<ChildProcess> {
  if (PROGRAMS === undefined) throw new Error('PostgreSQL is not installed');
  const server = spawn(join(PROGRAMS, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'shared_buffers=32MB', '-c', 'max_connections=150'], {
    stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...owner,
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}: ${said}`);
    if (/ready to accept (?:read-only )?connections/.test(said)) return server;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  server.kill('SIGQUIT');
  throw new Error(`PostgreSQL does not become ready: ${said}`);
}

/** @returns '' when all went well, else what the program said */
function runToEnd(program: string, args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly uid?: number; readonly gid?: number }): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0 ? '' : said || `ended with ${code}`)));
}

/** Of a process and its children, from Linux's own account (proc(5), fields 4 and 14 to 17, ticks of 10 ms). */
function processorMs(parent: number): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = readStat(pid);
    // The name of a program may hold spaces: what follows its bracket is counted, from field 3 on.
    if (Number(pid) === parent) ticks += [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
    else if (Number(fields[1]) === parent) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10;
}

function readStat(pid: string): readonly string[] {
  try {
    return (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  } catch {
    return [];
  }
}

/** PostgreSQL refuses to run as root: there it runs as its own user. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
