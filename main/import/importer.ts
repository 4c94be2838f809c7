import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { ImportRepository, StoredImport } from './import.repository.ts';
import { openImportSource, type ImportFile, type ImportSource } from './import-source.ts';
import type { Intake } from './intake.ts';
import { removeSealedFiles } from './sealed-file.ts';
import { createUploadSource, type AnnouncedUpload, type UploadSource } from './upload-source.ts';

export interface ImporterDependencies {
  readonly imports: Remote<ImportRepository>;
  /** Takes one file in, as a study of this machine. */
  readonly startIntake: () => Promise<Intake>;
  /** For archives that a page sends. Emptied at the start. */
  readonly uploadFolder: string;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes folders, ZIP archives and the media of a DICOMDIR into the store, one after the other. */
export interface Importer {
  readonly list: () => Promise<ImportJob[]>;
  /** @throws AppError `import/not-found`, `import/unreadable` */
  readonly start: (path: string) => Promise<ImportJob>;
  /** Begins an import whose files the page sends. */
  readonly beginUpload: (announced: AnnouncedUpload & { readonly name: string }) => Promise<ImportJob>;
  /** One of its files. @throws AppError `import/upload-lost`, `import/unreadable` */
  readonly upload: (importId: number, name: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  /** All were sent. @throws AppError `import/not-found` */
  readonly endUpload: (importId: number) => Promise<void>;
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
  readonly source: ImportSource;
  readonly upload: UploadSource | undefined;
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

export function createImporter({ imports, startIntake, uploadFolder, events, clock, log }: ImporterDependencies): Importer {
  const runs = new Map<number, Run>();
  const closing = new AbortController();
  let queue: Promise<void> = Promise.resolve();

  const begin = (importId: number, path: string, startedAt: string, source: ImportSource, upload?: UploadSource): Run => {
    const run: Run = { importId, path, startedAt, abort: new AbortController(), source, upload, runningSinceMs: undefined, counts: NOTHING };
    runs.set(importId, run);
    queue = queue.then(() => work(run, source)).catch((error: unknown) => log.error('an import stumbled', { importId }, error));
    return run;
  };

  /** What an import comes to, as far as it is known. */
  const countsOf = ({ counts, source }: Run): Counts => ({ ...counts, filesTotal: source.totals().files, bytesTotal: source.totals().bytes });

  const listMissing = async (run: Run): Promise<void> => {
    const missing = (await run.source.missing()).map((name) => ({ name, code: 'import/missing-file' }));
    const { refusedCount, refused } = run.counts;
    run.counts = { ...run.counts, refusedCount: refusedCount + missing.length, refused: [...missing, ...refused].slice(0, SHOWN_REFUSALS) };
  };

  const work = async (run: Run, source: ImportSource): Promise<void> => {
    run.runningSinceMs = clock.now().getTime();
    const announce = createAnnouncer(events, clock, run.importId);
    try {
      const intake = await startIntake();
      for await (const file of source.files) {
        if (run.abort.signal.aborted || closing.signal.aborted) break;
        await takeIn(run, intake, file);
        announce();
      }
      if (!run.abort.signal.aborted) await listMissing(run);
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
      const reason = isAppError(error) ? error.facts['reason'] : undefined;
      refuse(run, file.name, isAppError(error) ? error.code : 'internal', file.bytes, typeof reason === 'string' ? reason : undefined);
    }
  };

  const refuse = (run: Run, name: string, code: string, bytes: number, reason?: string): void => {
    const { counts } = run;
    run.counts = {
      ...counts, filesDone: counts.filesDone + 1, bytesDone: counts.bytesDone + bytes, refusedCount: counts.refusedCount + 1,
      refused: [...counts.refused, { name, code, ...(reason === undefined ? {} : { reason }) }].slice(0, SHOWN_REFUSALS),
    };
  };

  const finish = async (run: Run, state: 'done' | 'cancelled' | 'failed'): Promise<void> => {
    await imports.finish(run.importId, state, JSON.stringify(countsOf(run)), clock.now().toISOString());
    runs.delete(run.importId);
    log.info('an import ended', { importId: run.importId, state, stored: run.counts.storedInstances, refused: run.counts.refusedCount });
    events.publish({ kind: 'import-changed', importId: run.importId });
  };

  const toJob = ({ id, path, isUpload, startedAt, finishedAt, state, outcome }: StoredImport): ImportJob => {
    const run = runs.get(id);
    const counts = run !== undefined ? countsOf(run) : outcome === '' ? NOTHING : (JSON.parse(outcome) as Counts);
    return { importId: id, path, isUpload, state, startedAt, finishedAt, ...counts, secondsLeft: run === undefined ? null : secondsLeft(run.runningSinceMs, counts, clock.now()) };
  };

  return {
    list: async () => (await imports.newest(SHOWN_JOBS)).map(toJob),
    async start(path) {
      const source = await openImportSource(path);
      const startedAt = clock.now().toISOString();
      const importId = await imports.start(path, false, startedAt);
      begin(importId, path, startedAt, source);
      return toJob({ id: importId, path, isUpload: false, startedAt, finishedAt: null, state: 'running', outcome: '' });
    },
    async beginUpload({ name, ...announced }) {
      const startedAt = clock.now().toISOString();
      const importId = await imports.start(name, true, startedAt);
      const source = createUploadSource(uploadFolder, announced);
      begin(importId, name, startedAt, source, source);
      return toJob({ id: importId, path: name, isUpload: true, startedAt, finishedAt: null, state: 'running', outcome: '' });
    },
    async upload(importId, name, bytes) {
      const run = runs.get(importId);
      if (run?.upload === undefined) throw new AppError('import/upload-lost', 'no such upload runs');
      try {
        await run.upload.offer(name, bytes);
      } catch (error) {
        // The others are taken all the same.
        if (isAppError(error) && error.code !== 'import/upload-lost') refuse(run, name, error.code, 0);
        throw error;
      }
    },
    async endUpload(importId) {
      const run = runs.get(importId);
      if (run?.upload === undefined) throw new AppError('import/not-found', 'no such upload runs');
      run.upload.end();
    },
    async cancel(importId) {
      const run = runs.get(importId);
      if (run === undefined) throw new AppError('import/not-found', 'no such import runs');
      run.abort.abort();
      run.source.stop();
    },
    async resume() {
      await removeSealedFiles(uploadFolder);
      for (const { id, path, isUpload, startedAt } of await imports.interrupted()) {
        try {
          if (isUpload) throw new AppError('import/upload-lost', 'the program ended while a page sent files');
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
      for (const { source } of runs.values()) source.stop();
      await queue;
    },
  };
}

function secondsLeft(runningSinceMs: number | undefined, counts: Counts, now: Date): number | null {
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
