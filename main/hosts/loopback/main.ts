import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAppError } from '#shared/errors/app-error.ts';
import { openSeat, type Seat } from '../../composition/seat.ts';
import { systemClock } from '../../platform/clock.ts';
import { createFileLog } from '../../platform/log.ts';
import type { HostPlatform } from '../../platform/host-platform.ts';
import { createFileSecretStore } from '../../platform/secret-store.ts';
import { seatPassphrase } from '../../platform/seat-passphrase.ts';
import { parseStartOptions, StartOptionsError, type StartOptions } from '../../platform/start-options.ts';
import { prepareProfileFolder } from '../../composition/profile.ts';
import { explainStartFailure } from '../../platform/start-failure.ts';
import { browserArguments, findBrowser, hasDisplay } from './find-browser.ts';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';

/** Exit codes a script can rely on: 2 a mistake on the command line, 3 the profile cannot be opened. */
const EXIT_USAGE = 2;
const EXIT_PROFILE = 3;

await main();

async function main(): Promise<void> {
  const options = readOptions();
  try {
    await start(options);
  } catch (error) {
    process.stderr.write(`${explainStartFailure(error, options.profileFolder)}\n`);
    process.exit(isAppError(error) ? EXIT_PROFILE : 1);
  }
}

function readOptions(): StartOptions {
  try {
    return parseStartOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof StartOptionsError)) throw error;
    process.stderr.write(`${error.message}\nnpm start -- --help explains the options.\n`);
    return process.exit(EXIT_USAGE);
  }
}

async function start(options: StartOptions): Promise<void> {
  prepareProfileFolder(options.profileFolder);
  const platform = createPlatform(options.profileFolder, await seatPassphrase(options.profileFolder, options.passphraseFile, options.asksPassphrase));
  const seat = await openSeat(platform, options);
  let server: LoopbackServer;
  try {
    server = await startLoopbackServer(seat.handler, options.port, platform.log, seat.onStranger);
  } catch (error) {
    await seat.close();
    throw error;
  }
  const origin = `http://127.0.0.1:${server.port}`;
  seat.announceAddress(origin);
  stopTogether(seat, server, platform);
  openWindowOrSay(options, origin, server, platform.profileFolder);
  offerNewAddress(origin, server);
}

function createPlatform(profileFolder: string, passphrase: string | undefined): HostPlatform {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return {
    kind: 'loopback',
    profileFolder,
    resourcesFolder: join(here, '../resources'),
    pagesFolder: join(here, '../renderer'),
    workerEntry: (name) => new URL(`./${name}.worker.js`, import.meta.url),
    secrets: createFileSecretStore(profileFolder, { passphrase }),
    clock: systemClock,
    log: createFileLog(join(profileFolder, 'logs')),
  };
}

function openWindowOrSay(options: StartOptions, origin: string, server: LoopbackServer, profileFolder: string): void {
  const browser = options.openWindow && hasDisplay(process.platform, process.env) ? findBrowser(process.platform, process.env) : undefined;
  const address = `${origin}${server.session.issuePath()}`;
  if (browser !== undefined) {
    const isRoot = process.getuid?.() === 0;
    const window = spawn(browser, browserArguments(address, join(profileFolder, 'browser'), isRoot), { stdio: 'ignore', detached: true });
    window.on('error', () => process.stdout.write(`The browser did not start.\nTongyue is ready: ${origin}${server.session.issuePath()}\n`));
    window.unref();
    process.stdout.write(`Tongyue is open in a browser window (${origin}). Press Enter here for an address for another one, Ctrl+C to stop.\n`);
    return;
  }
  process.stdout.write(`Tongyue is ready: ${address}\n`);
}

/** The printed address works once; Enter prints another. */
function offerNewAddress(origin: string, server: LoopbackServer): void {
  if (!process.stdin.isTTY) return;
  createInterface({ input: process.stdin }).on('line', () => process.stdout.write(`Tongyue is ready: ${origin}${server.session.issuePath()}\n`));
}

function stopTogether(seat: Seat, server: LoopbackServer, platform: HostPlatform): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // A thread that hangs must not keep the profile locked.
    setTimeout(() => process.exit(1), 10_000).unref();
    void server
      .close()
      .then(() => seat.close())
      .catch((error: unknown) => platform.log.error('stopping failed', {}, error))
      .then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
}
