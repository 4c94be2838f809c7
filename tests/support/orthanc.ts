import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real DICOMweb server of its own, empty at the beginning, on 127.0.0.1 and a free port. */
export interface Orthanc {
  /** Ends in `/dicom-web`. */
  readonly baseUrl: string;
  /** Where it takes C-STORE, with `receivesDicom`; else 0. */
  readonly dicomPort: number;
  /** Part 10 files, by Orthanc's own interface and not by the code under test. */
  readonly store: (files: readonly Uint8Array[]) => Promise<void>;
  /** Ends the server, waits for its exit and removes its folder. */
  readonly stop: () => Promise<void>;
}

const PROGRAM = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find((program) => existsSync(program));
const PLUGIN = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].find((plugin) => existsSync(plugin));

/** True when Orthanc and its DICOMweb plugin are installed; says loudly when they are not. */
export function hasOrthanc(): boolean {
  const isThere = PROGRAM !== undefined && PLUGIN !== undefined;
  if (!isThere) process.stderr.write('\n!!! NO Orthanc WITH ITS DICOMweb PLUGIN: THE TESTS AGAINST A REAL SERVER DO NOT RUN !!!\n');
  return isThere;
}

export interface OrthancOptions {
  readonly users?: Readonly<Record<string, string>>;
  /** What search answers are written in; Orthanc's own default, Latin1, drops all Chinese. */
  readonly defaultEncoding?: 'Utf8' | 'Chinese';
  /** Takes images from scanners (PS3.4 annex B), as a county's gateway does. */
  readonly receivesDicom?: boolean;
  /** More of Orthanc's own settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export async function startOrthanc(options: OrthancOptions = {}): Promise<Orthanc> {
  if (PROGRAM === undefined || PLUGIN === undefined) throw new Error('Orthanc is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-orthanc-'));
  const port = await freePort();
  const dicomPort = options.receivesDicom === true ? await freePort() : 0;
  const configuration = join(folder, 'configuration.json');
  writeFileSync(
    configuration,
    JSON.stringify({
      Name: 'Test',
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'index'),
      HttpPort: port,
      DicomServerEnabled: options.receivesDicom === true,
      ...(dicomPort === 0 ? {} : { DicomPort: dicomPort }),
      RemoteAccessAllowed: false,
      HttpCompressionEnabled: false,
      ...(options.defaultEncoding === undefined ? {} : { DefaultEncoding: options.defaultEncoding }),
      AuthenticationEnabled: options.users !== undefined,
      RegisteredUsers: options.users ?? {},
      Plugins: [PLUGIN],
      DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: false, Ssl: false },
      ...options.settings,
    }),
  );
  const shim = loopbackShim();
  const child = spawn(PROGRAM, [configuration], { cwd: folder, stdio: 'ignore', env: { ...process.env, ...(shim === undefined ? {} : { LD_PRELOAD: shim }) } });
  const origin = `http://127.0.0.1:${port}`;
  const [user] = Object.entries(options.users ?? {});
  const headers = user === undefined ? {} : { Authorization: `Basic ${Buffer.from(user.join(':')).toString('base64')}` };
  const stop = async () => {
    await endProcess(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(`${origin}/system`, headers, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    baseUrl: `${origin}/dicom-web`,
    dicomPort,
    async store(files) {
      for (const file of files) {
        const response = await fetch(`${origin}/instances`, { method: 'POST', body: Buffer.from(file), headers });
        if (!response.ok) throw new Error(`Orthanc did not take a file: ${response.status}`);
        await response.arrayBuffer();
      }
    },
    stop,
  };
}

async function untilReady(url: string, headers: Readonly<Record<string, string>>, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Orthanc ended with ${child.exitCode}`);
    const isReady = await fetch(url, { headers }).then((response) => response.ok, () => false);
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Orthanc does not become ready');
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Builds the shim once for a machine; undefined, and said loudly, where there is no compiler. */
function loopbackShim(): string | undefined {
  const source = fileURLToPath(new URL('loopback-only.c', import.meta.url));
  const name = `tongyue-loopback-only-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}.so`;
  const target = join(tmpdir(), name);
  if (existsSync(target)) return target;
  const fresh = `${target}.${process.pid}`;
  const compiled = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', fresh, source, '-ldl']);
  if (compiled.status !== 0) {
    process.stderr.write('\n!!! NO C COMPILER: ORTHANC LISTENS ON ALL INTERFACES DURING THIS TEST !!!\n');
    return undefined;
  }
  renameSync(fresh, target);
  return target;
}
