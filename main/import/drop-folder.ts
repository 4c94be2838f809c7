import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Importer } from './importer.ts';

export interface DropFolderDependencies {
  /** A device or a share puts files here, at any depth. */
  readonly folder: string;
  readonly importer: Pick<Importer, 'start' | 'list'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Time between two looks, ms. */
  readonly everyMs?: number;
}

export interface DropFolder {
  /** One look now; the next comes at its time. */
  readonly look: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What is being taken in, and what was: a technician sees with one glance how far it is. */
const TAKING = 'importing';
const TAKEN = 'imported';
/** Network shares tell of no change: the folder is looked through again and again. */
const EVERY_MS = 3_000;

/**
 * Takes in what is put into a folder: ECG files of devices that speak no DICOM, or DICOM files of one that only writes. A file that has not
 * changed between two looks is whole; all such are moved aside into one import of the ordinary kind, which lists what it refuses. Nothing is
 * deleted: what was taken lies in `imported`, by the time of its import.
 */
export function watchDropFolder({ folder, importer, clock, log, everyMs = EVERY_MS }: DropFolderDependencies): DropFolder {
  let before = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let looking: Promise<void> = Promise.resolve();
  let isTroubled = false;

  const look = async (): Promise<void> => {
    try {
      await mkdir(join(folder, TAKING), { recursive: true });
      await finishTaken();
      const now = await stampsBelow(folder);
      const whole = [...now].filter(([name, stamp]) => before.get(name) === stamp).map(([name]) => name);
      before = now;
      if (whole.length > 0) await take(whole);
      isTroubled = false;
    } catch (error) {
      // A share that is away is away for hours: told once.
      if (!isTroubled) log.error('the drop folder cannot be looked through', {}, error);
      isTroubled = true;
    }
  };

  const take = async (names: readonly string[]): Promise<void> => {
    const batch = join(folder, TAKING, clock.now().toISOString().replaceAll(/[:.]/g, '-'));
    for (const name of names) {
      const target = join(batch, name);
      await mkdir(dirname(target), { recursive: true });
      // The device may have taken it away again.
      await rename(join(folder, name), target).catch((error: unknown) => log.warn('a dropped file could not be moved', {}, error));
      before.delete(name);
    }
    await importer.start(batch);
    log.info('files were dropped', { count: names.length });
  };

  /** Moves aside what was taken in; begins anew with what a crash left between moving and importing. */
  const finishTaken = async (): Promise<void> => {
    const batches = await readdir(join(folder, TAKING));
    if (batches.length === 0) return;
    const jobs = await importer.list();
    for (const name of batches) {
      const path = join(folder, TAKING, name);
      const job = jobs.find((one) => one.path === path);
      if (job?.state === 'running') continue;
      if (job === undefined) await importer.start(path).catch((error: unknown) => tellOrThrow(error));
      else await moveAside(path, name);
    }
  };

  const moveAside = async (path: string, name: string): Promise<void> => {
    await mkdir(join(folder, TAKEN), { recursive: true });
    await rename(path, join(folder, TAKEN, name));
  };

  const tellOrThrow = (error: unknown): void => {
    if (!isAppError(error)) throw error;
    log.warn('what was dropped could not be taken in', {}, error);
  };

  const lookAndPlan = (): Promise<void> => {
    clearTimeout(timer);
    looking = looking.then(async () => {
      if (isClosed) return;
      await look();
      clearTimeout(timer);
      timer = setTimeout(() => void lookAndPlan(), everyMs);
      timer.unref();
    });
    return looking;
  };

  void lookAndPlan();
  return {
    look: lookAndPlan,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** Name below the folder to size and time of the last change. Hidden and empty files are of no interest: many devices write beside and rename. */
async function stampsBelow(folder: string): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  const tops = await readdir(folder, { withFileTypes: true });
  // What was taken in may be years of files.
  const below = tops.filter((entry) => entry.isDirectory() && entry.name !== TAKING && entry.name !== TAKEN);
  const entries = [...tops, ...(await Promise.all(below.map(({ name }) => readdir(join(folder, name), { recursive: true, withFileTypes: true })))).flat()];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.') || /\.(?:tmp|part|crdownload)$/i.test(entry.name)) continue;
    const name = relative(folder, join(entry.parentPath, entry.name));
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined && found.size > 0) stamps.set(name, `${found.size} ${found.mtimeMs}`);
  }
  return stamps;
}
