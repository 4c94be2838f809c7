import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAppError } from '#shared/errors/app-error.ts';
import { prepareProfileFolder } from '../../composition/profile.ts';
import type { Seat } from '../../composition/seat.ts';
import type { Clock } from '../../platform/clock.ts';
import type { HostPlatform } from '../../platform/host-platform.ts';
import { createFileLog, type Log } from '../../platform/log.ts';
import { explainStartFailure } from '../../platform/start-failure.ts';
import { StartOptionsError, type StartOptions } from '../../platform/start-options.ts';
import { ORIGIN, SCHEME, START_ADDRESS } from './addresses.ts';
import { callAttention, followAnnouncements } from './attention.ts';
import type { ElectronPort } from './electron-port.ts';
import { guardContents, guardSession } from './guards.ts';
import { setMenu } from './menu.ts';
import { createSchemeAdapter, SCHEME_REGISTRATION, type SchemeAdapter } from './scheme.ts';
import { openSecretStore } from './secrets.ts';
import { serveShellCalls } from './shell-calls.ts';
import { ALREADY_OPEN, helpText, INTERNAL_FAULT, PRODUCT_NAME, wordsFor } from './shell-words.ts';
import { readStartOptions } from './start-arguments.ts';
import { appendSwitches } from './switches.ts';
import { createWindowPlaces } from './window-places.ts';
import { createReadingWindows } from './reading-windows.ts';
import { openWindow, PARTITION, type ShellWindow, type WindowDependencies } from './window.ts';

/** Exit codes a script can rely on, the same as the loopback host's: 2 a mistake on the command line, 3 the profile cannot be opened. */
const EXIT_USAGE = 2;
const EXIT_PROFILE = 3;

/** The name of the first window among those whose places are kept. */
const MAIN_WINDOW = 'main';

/** How long the last saves of a closed page may take. */
const LAST_ANSWERS_MS = 3_000;
/** A thread that hangs must not keep the program alive for ever. */
const CLOSE_MS = 10_000;

export interface HostDependencies {
  readonly electron: ElectronPort;
  readonly openSeat: (platform: HostPlatform, options: StartOptions) => Promise<Seat>;
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly system: NodeJS.Platform;
  /** `out/main/electron.js`: everything else is found beside it. */
  readonly entryUrl: URL;
  readonly clock: Clock;
  readonly wait: (durationMs: number) => Promise<void>;
  /** To the terminal, where there is one. */
  readonly say: (text: string) => void;
}

export interface Host {
  /** A bug that nobody caught: says so, without a word of what it was, and ends the program as far as possible in order. */
  readonly fail: (error: unknown) => void;
}

/**
 * Starts the program in Electron. All that Electron reads before `ready` is done when this returns: the entry must not wait for `ready` itself,
 * because `ready` waits for the entry.
 */
export function startHost(dependencies: HostDependencies): Host {
  const { electron } = dependencies;
  const options = readOptions(dependencies);
  if (options === undefined) return { fail: (error) => refuseToStart(dependencies, error, '') };
  const { profileFolder } = options;
  try {
    prepareProfileFolder(profileFolder);
    keepChromiumInside(electron, join(profileFolder, 'electron'));
  } catch (error) {
    refuseToStart(dependencies, error, profileFolder);
    return { fail: (later) => refuseToStart(dependencies, later, profileFolder) };
  }
  appendSwitches(electron.app);
  electron.app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged([SCHEME_REGISTRATION]);
  if (!electron.app.requestSingleInstanceLock()) {
    dependencies.say(ALREADY_OPEN);
    electron.app.exit(0);
    return { fail: () => electron.app.exit(1) };
  }

  const log = createFileLog(join(profileFolder, 'logs'));
  let running: RunningHost | undefined;
  let isClosing = false;
  electron.app.on('second-instance', () => running?.shown.bringToFront());
  electron.app.on('window-all-closed', () => electron.app.quit());
  electron.app.on('will-quit', (event) => {
    if (running === undefined) return;
    event.preventDefault();
    void closeAndExit(running, 0);
  });
  electron.app
    .whenReady()
    .then(async () => {
      running = await openHost(dependencies, options, log);
    })
    .catch((error: unknown) => {
      log.error('the program did not start', {}, error);
      refuseToStart(dependencies, error, profileFolder);
    });

  async function closeAndExit(host: RunningHost, exitCode: number): Promise<void> {
    if (isClosing) return;
    isClosing = true;
    await Promise.race([host.close(), dependencies.wait(LAST_ANSWERS_MS + CLOSE_MS)]);
    electron.app.exit(exitCode);
  }

  log.info('the shell starts', { electron: process.versions['electron'], packaged: electron.app.isPackaged });
  return {
    fail(error) {
      log.error('a fault that nobody caught', {}, error);
      if (isClosing) return;
      dependencies.say(INTERNAL_FAULT);
      electron.dialog.showErrorBox(PRODUCT_NAME, INTERNAL_FAULT);
      if (running === undefined) electron.app.exit(1);
      else void closeAndExit(running, 1);
    },
  };
}

interface RunningHost {
  readonly shown: ShellWindow;
  readonly close: () => Promise<void>;
}

/** After `ready`. @throws what `openSeat` and the secret store throw */
async function openHost(dependencies: HostDependencies, options: StartOptions, log: Log): Promise<RunningHost> {
  const { electron, system } = dependencies;
  const { profileFolder } = options;
  const secrets = await openSecretStore({ safeStorage: electron.safeStorage, profileFolder, system, log });
  const platform = createPlatform(dependencies, profileFolder, secrets, log);
  const seat = await dependencies.openSeat(platform, options);
  try {
    return showSeat(dependencies, platform, seat);
  } catch (error) {
    await seat.close();
    throw error;
  }
}

function showSeat(dependencies: HostDependencies, platform: HostPlatform, seat: Seat): RunningHost {
  const { electron, system, clock, wait } = dependencies;
  const { log } = platform;
  seat.announceAddress(ORIGIN);
  const scheme = createSchemeAdapter(seat.handler);
  const session = electron.session.fromPartition(PARTITION, { cache: false });
  guardSession(session, log);
  session.protocol.handle(SCHEME, scheme.handle);
  electron.app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, log, (url) => {
      if (!seat.isSignInAddress(url)) return false;
      electron.shell.openExternal(url).catch((error: unknown) => log.warn('the browser for the sign-in did not open', { reason: String(error).slice(0, 80) }));
      return true;
    }),
  );
  setMenu(electron.menu, system);

  const windows: WindowDependencies = {
    electron,
    mainFolder: fileURLToPath(new URL('.', dependencies.entryUrl)),
    resourcesFolder: platform.resourcesFolder,
    words: wordsFor(seat.language),
    clock,
    log,
    wait,
    onPageGone: scheme.abortOpen,
    places: createWindowPlaces(electron.screen, join(platform.profileFolder, 'windows.json'), log),
  };
  let isEnding = false;
  electron.app.on('before-quit', () => {
    isEnding = true;
  });
  const reading = createReadingWindows(windows, join(platform.profileFolder, 'reading-windows.json'), () => isEnding);
  const shown = openWindow(windows, {
    windowName: MAIN_WINDOW,
    address: START_ADDRESS,
    onClosed: () => {
      // Documents and reading windows on other screens go with it.
      isEnding = true;
      electron.app.quit();
    },
  });
  reading.openAgain();
  electron.app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return;
    log.error('the graphics process has gone', { reason, exitCode });
    shown.reload();
    reading.reload();
  });
  serveShellCalls(
    electron.ipcMain,
    {
      callAttention: () => ({ isCalling: callAttention(shown.window) }),
      chooseImport: ({ kind }) => chooseImport(electron.dialog, kind),
      openReadingWindow: ({ number }) => {
        isEnding = false;
        reading.open(number);
        return { isOpen: true };
      },
    },
    log,
  );

  const ending = new AbortController();
  followAnnouncements(seat.handler, () => void callAttention(shown.window), ending.signal).catch((error: unknown) =>
    log.error('announcements are no longer followed', {}, error),
  );
  return { shown, close: () => closeSeat(seat, scheme, ending, dependencies, log) };
}

/** What a disc holds, or an archive; anything else is told apart by its content. */
async function chooseImport(dialog: ElectronPort['dialog'], kind: 'folder' | 'file'): Promise<{ readonly path: string | null }> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties: [kind === 'folder' ? 'openDirectory' : 'openFile', 'dontAddToRecent'] });
  return { path: canceled ? null : (filePaths[0] ?? null) };
}

/** The windows have gone. Their last saves are still answered; then streams end, then the seat closes. */
async function closeSeat(seat: Seat, scheme: SchemeAdapter, ending: AbortController, { wait }: HostDependencies, log: Log): Promise<void> {
  try {
    await Promise.race([scheme.whenAnswered(), wait(LAST_ANSWERS_MS)]);
    ending.abort();
    scheme.abortOpen();
    await seat.close();
  } catch (error) {
    log.error('stopping failed', {}, error);
  }
}

function createPlatform({ entryUrl, clock }: HostDependencies, profileFolder: string, secrets: HostPlatform['secrets'], log: Log): HostPlatform {
  return {
    kind: 'electron',
    profileFolder,
    resourcesFolder: fileURLToPath(new URL('../resources', entryUrl)),
    pagesFolder: fileURLToPath(new URL('../renderer', entryUrl)),
    workerEntry: (name) => new URL(`./${name}.worker.js`, entryUrl),
    secrets,
    clock,
    log,
  };
}

/** @returns undefined when there is nothing to start: a mistake, or only help was wanted */
function readOptions(dependencies: HostDependencies): StartOptions | undefined {
  const { electron, argv, environment, entryUrl, say } = dependencies;
  try {
    const options = readStartOptions({ argv, isPackaged: electron.app.isPackaged, entryFile: fileURLToPath(entryUrl) }, environment);
    if (!options.help) return options;
    say(helpText());
    electron.app.exit(0);
  } catch (error) {
    if (!(error instanceof StartOptionsError)) throw error;
    say(`${error.message}\n${helpText()}`);
    electron.dialog.showErrorBox(PRODUCT_NAME, error.message);
    electron.app.exit(EXIT_USAGE);
  }
  return undefined;
}

/** Chromium's own files (locks, preferences, code cache) lie below the profile as well: one folder is all of a seat. */
function keepChromiumInside({ app }: ElectronPort, folder: string): void {
  const crashFolder = join(folder, 'crashes');
  mkdirSync(crashFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
  app.setPath('crashDumps', crashFolder);
  app.setAppUserModelId('cn.tongyue.workstation');
}

function refuseToStart({ electron, say }: HostDependencies, error: unknown, profileFolder: string): void {
  const explanation = explainStartFailure(error, profileFolder);
  say(explanation);
  electron.dialog.showErrorBox(PRODUCT_NAME, explanation);
  electron.app.exit(isAppError(error) ? EXIT_PROFILE : 1);
}
