import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { ImportRepository, StoredImport } from './import.repository.ts';
import { openImportSource, type ImportFile, type ImportSource } from './import-source.ts';
import type { Intake } from './intake.ts';

export interface ImporterDependencies {
  readonly imports: Remote<ImportRepository>;
  /** Takes one file in, as a study of this machine. */
  readonly startIntake: () => Promise<Intake>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes folders, ZIP archives and the media of a DICOMDIR into the store, one after the other. */
export interface Importer {
  readonly list: () => Promise<ImportJob[]>;
  /** @throws AppError `import/not-found`, `import/unreadable` */
  readonly start: (path: string) => Promise<ImportJob>;
  /** @throws AppError `import/not-found` for an import that does not run */
  readonly cancel: (importId: number) => Promise<void>;
  /** Goes on with what a crash interrupted. */
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type Counts = Pick<
  ImportJob,
  'filesTotal' | 'filesDone' | 'bytesTotal' | 'bytesDone' | 'storedInstances' | 'alreadyHeld' | 'otherContent' | 'studyIds' | 'refusedCount' | 'refused' | 'failure'
>;

interface Run {
  readonly importId: number;
  readonly path: string;
  readonly startedAt: string;
  readonly abort: AbortController;
  /** When its turn came, ms; undefined while it waits behind another. */
  runningSinceMs: number | undefined;
  counts: Counts;
}

const NOTHING: Counts = {
  filesTotal: 0, filesDone: 0, bytesTotal: 0, bytesDone: 0, storedInstances: 0, alreadyHeld: 0, otherContent: 0, studyIds: [], refusedCount: 0, refused: [], failure: null,
};
const SHOWN_JOBS = 20;
const SHOWN_REFUSALS = 500;
/** The page hears of progress this often. */
const ANNOUNCE_MS = 250;
/** Failures of the machine, not of a file: nothing after it would fare better. */
const FATAL: ReadonlySet<string> = new Set(['store/disk-full', 'profile/not-writable']);

export function createImporter({ imports, startIntake, events, clock, log }: ImporterDependencies): Importer {
  const runs = new Map<number, Run>();
  const closing = new AbortController();
  let queue: Promise<void> = Promise.resolve();

  const begin = (importId: number, path: string, startedAt: string, source: ImportSource): Run => {
    const bytesTotal = source.files.reduce((sum, file) => sum + file.bytes, 0);
    const missing = source.missing.map((name) => ({ name, code: 'import/missing-file' }));
    const counts = { ...NOTHING, filesTotal: source.files.length, bytesTotal, refusedCount: missing.length, refused: missing.slice(0, SHOWN_REFUSALS) };
    const run: Run = { importId, path, startedAt, abort: new AbortController(), runningSinceMs: undefined, counts };
    runs.set(importId, run);
    queue = queue.then(() => work(run, source)).catch((error: unknown) => log.error('an import stumbled', { importId }, error));
    return run;
  };

  const work = async (run: Run, source: ImportSource): Promise<void> => {
    run.runningSinceMs = clock.now().getTime();
    const announce = createAnnouncer(events, clock, run.importId);
    try {
      const intake = await startIntake();
      for (const file of source.files) {
        if (run.abort.signal.aborted || closing.signal.aborted) break;
        await takeIn(run, intake, file);
        announce();
      }
      await intake.finish();
      // The end of the program is no end of an import: it goes on at the next start.
      if (!closing.signal.aborted) await finish(run, run.abort.signal.aborted ? 'cancelled' : 'done');
    } catch (error) {
      if (closing.signal.aborted) return;
      if (!isAppError(error)) log.error('an import failed', { importId: run.importId }, error);
      const failure = isAppError(error) ? { code: error.code, facts: { ...error.facts } } : { code: 'internal', facts: {} };
      run.counts = { ...run.counts, failure: { ...failure, since: clock.now().toISOString() } };
      await finish(run, 'failed');
    } finally {
      await source.close();
    }
  };

  const takeIn = async (run: Run, intake: Intake, file: ImportFile): Promise<void> => {
    const { counts } = run;
    const done = { filesDone: counts.filesDone + 1, bytesDone: counts.bytesDone + file.bytes };
    try {
      const { outcome, studyId } = await intake.take(await file.read());
      run.counts = {
        ...counts,
        ...done,
        studyIds: counts.studyIds.includes(studyId) ? counts.studyIds : [...counts.studyIds, studyId],
        storedInstances: counts.storedInstances + (outcome === 'stored' ? 1 : 0),
        alreadyHeld: counts.alreadyHeld + (outcome === 'already-held' ? 1 : 0),
        otherContent: counts.otherContent + (outcome === 'other-content' ? 1 : 0),
      };
    } catch (error) {
      if (isAppError(error) && FATAL.has(error.code)) throw error;
      if (!isAppError(error)) log.error('a file could not be imported', { importId: run.importId }, error);
      const refused = { name: file.name, code: isAppError(error) ? error.code : 'internal' };
      run.counts = { ...counts, ...done, refusedCount: counts.refusedCount + 1, refused: [...counts.refused, refused].slice(0, SHOWN_REFUSALS) };
    }
  };

  const finish = async (run: Run, state: 'done' | 'cancelled' | 'failed'): Promise<void> => {
    await imports.finish(run.importId, state, JSON.stringify(run.counts), clock.now().toISOString());
    runs.delete(run.importId);
    log.info('an import ended', { importId: run.importId, state, stored: run.counts.storedInstances, refused: run.counts.refusedCount });
    events.publish({ kind: 'import-changed', importId: run.importId });
  };

  const toJob = ({ id, path, startedAt, finishedAt, state, outcome }: StoredImport): ImportJob => {
    const run = runs.get(id);
    const counts = run?.counts ?? (outcome === '' ? NOTHING : (JSON.parse(outcome) as Counts));
    return { importId: id, path, state, startedAt, finishedAt, ...counts, secondsLeft: run === undefined ? null : secondsLeft(run, clock.now()) };
  };

  return {
    list: async () => (await imports.newest(SHOWN_JOBS)).map(toJob),
    async start(path) {
      const source = await openImportSource(path);
      const startedAt = clock.now().toISOString();
      const importId = await imports.start(path, startedAt);
      begin(importId, path, startedAt, source);
      return toJob({ id: importId, path, startedAt, finishedAt: null, state: 'running', outcome: '' });
    },
    async cancel(importId) {
      const run = runs.get(importId);
      if (run === undefined) throw new AppError('import/not-found', 'no such import runs');
      run.abort.abort();
    },
    async resume() {
      for (const { id, path, startedAt } of await imports.interrupted()) {
        try {
          begin(id, path, startedAt, await openImportSource(path));
        } catch (error) {
          if (!isAppError(error)) throw error;
          const failure = { code: error.code, facts: {}, since: clock.now().toISOString() };
          await imports.finish(id, 'failed', JSON.stringify({ ...NOTHING, failure }), clock.now().toISOString());
        }
      }
    },
    async close() {
      closing.abort();
      await queue;
    },
  };
}

function secondsLeft({ runningSinceMs, counts }: Run, now: Date): number | null {
  if (runningSinceMs === undefined || counts.bytesDone === 0) return null;
  return (((now.getTime() - runningSinceMs) / 1_000) * (counts.bytesTotal - counts.bytesDone)) / counts.bytesDone;
}

function createAnnouncer(events: EventHub, clock: Clock, importId: number): () => void {
  let announcedAtMs = 0;
  return () => {
    const nowMs = clock.now().getTime();
    if (nowMs - announcedAtMs < ANNOUNCE_MS) return;
    announcedAtMs = nowMs;
    events.publish({ kind: 'import-changed', importId });
  };
}
