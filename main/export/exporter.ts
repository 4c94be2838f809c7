import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportJob, ExportOrder, ExportSurvey } from '#shared/contract/services/exports.contract.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { burnedInVerdictOf, burnedInVerdictOfAll } from '#shared/dicom/export/burned-in.ts';
import { deidentify } from '#shared/dicom/export/deidentify.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { exportInstance, type ExportSource } from './export-instance.ts';
import type { MayExport } from './may-export.ts';
import { newIdentityOf } from './new-identity.ts';
import { createZip } from './zip-writer.ts';

export interface ExporterDependencies {
  readonly source: ExportSource;
  /** Series of a study that are held, and who the patient is. @throws AppError `study/unknown` */
  readonly study: (studyId: number) => Promise<{ readonly seriesInstanceUids: readonly string[]; readonly patient: string }>;
  readonly mayExport: MayExport;
  /** Who sits here. */
  readonly person: () => string;
  /** Written into the audit trail, also when nothing left. */
  readonly record: (studyId: number, event: ExportEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ExportEvent {
  readonly at: string;
  readonly instances: number;
  readonly isDeidentified: boolean;
  /** Folder, archive, or `picture`. */
  readonly destination: string;
  readonly outcome: 'done' | 'cancelled' | 'failed' | 'refused';
}

/** Takes studies out of the store into files, one export at a time, each in the audit trail. */
export interface Exporter {
  /** What a person must look at before a study leaves without names. @throws AppError `study/unknown` */
  readonly survey: (studyId: number) => Promise<ExportSurvey>;
  readonly list: () => ExportJob[];
  /** @throws AppError `export/not-allowed`, `export/no-folder`, `study/unknown` */
  readonly start: (order: ExportOrder) => Promise<ExportJob>;
  /** What was written goes. @throws AppError `export/unknown` */
  readonly cancel: (exportId: number) => void;
  /** Allows and records one picture. @throws AppError `export/not-allowed` */
  readonly picture: (studyId: number) => Promise<{ readonly person: string; readonly at: string }>;
  readonly close: () => Promise<void>;
}

interface Run {
  job: ExportJob;
  readonly abort: AbortController;
  startedAtMs: number;
}

const SHOWN_JOBS = 20;

export function createExporter({ source, study, mayExport, person, record, clock, log }: ExporterDependencies): Exporter {
  const runs: Run[] = [];
  let queue: Promise<void> = Promise.resolve();

  const headers = async (studyId: number, seriesInstanceUid: string): Promise<readonly DataSet[]> => JSON.parse(await source.readSeriesMetadata(studyId, seriesInstanceUid)) as DataSet[];

  const allow = async (studyId: number, kind: Parameters<MayExport>[0], destination: string): Promise<void> => {
    try {
      await mayExport(kind);
    } catch (error) {
      record(studyId, { at: clock.now().toISOString(), instances: 0, isDeidentified: kind === 'de-identified', destination, outcome: 'refused' });
      throw error;
    }
  };

  const work = async (run: Run, order: ExportOrder, patient: string): Promise<void> => {
    const { signal } = run.abort;
    const part = join(order.folder, `.${run.job.name}.part`);
    run.startedAtMs = clock.now().getTime();
    let outcome: ExportEvent['outcome'] = 'failed';
    try {
      if (!signal.aborted) await writeAll(run, order, patient, part);
      outcome = signal.aborted ? 'cancelled' : 'done';
      if (outcome === 'done') await rename(part, join(order.folder, run.job.name));
      run.job = { ...run.job, state: outcome };
    } catch (error) {
      outcome = signal.aborted ? 'cancelled' : 'failed';
      if (!isAppError(error)) log.error('an export failed', { exportId: run.job.exportId }, error);
      const failure = isAppError(error) ? { code: error.code, facts: { ...error.facts } } : { code: codeOfDisk(error), facts: {} };
      run.job = { ...run.job, state: outcome, ...(outcome === 'failed' ? { failure: { ...failure, since: clock.now().toISOString() } } : {}) };
    }
    if (outcome !== 'done') await rm(part, { recursive: true, force: true }).catch(() => undefined);
    const at = clock.now().toISOString();
    run.job = { ...run.job, finishedAt: at };
    record(order.studyId, { at, instances: outcome === 'done' ? run.job.written : 0, isDeidentified: order.confidentiality !== null, destination: join(order.folder, run.job.name), outcome });
  };

  async function writeAll(run: Run, order: ExportOrder, patient: string, part: string): Promise<void> {
    const { studyId, confidentiality } = order;
    const identity = newIdentityOf(randomBytes(32), patient);
    const seen = new Set(order.seenSeries);
    const zip = order.form === 'zip' ? await createZip(part) : undefined;
    try {
      for (const [seriesIndex, seriesInstanceUid] of order.seriesInstanceUids.entries()) {
        for (const [index, held] of (await headers(studyId, seriesInstanceUid)).entries()) {
          if (run.abort.signal.aborted) return;
          const isSeen = seen.has(seriesInstanceUid);
          if (confidentiality !== null && !mayLeave(held, isSeen)) {
            run.job = { ...run.job, leftOut: run.job.leftOut + 1 };
            continue;
          }
          const bytes = await exportInstance(source, studyId, held, (dataSet) => (confidentiality === null ? dataSet : deidentify(dataSet, confidentiality, { ...identity, isSeenClear: isSeen })));
          const name = `DICOM/SE${String(seriesIndex + 1).padStart(4, '0')}/IM${String(index + 1).padStart(6, '0')}.dcm`;
          if (zip === undefined) await writeNew(join(part, name), bytes);
          else await zip.add(name, bytes);
          run.job = { ...run.job, written: run.job.written + 1, bytes: run.job.bytes + bytes.length };
        }
      }
      await zip?.finish();
    } catch (error) {
      await zip?.abandon().catch(() => undefined);
      throw error;
    }
    if (zip !== undefined && run.abort.signal.aborted) await zip.abandon().catch(() => undefined);
  }

  const shown = ({ job, startedAtMs }: Run): ExportJob => {
    const done = job.written + job.leftOut;
    if (job.state !== 'running' || done === 0) return job;
    return { ...job, secondsLeft: (((clock.now().getTime() - startedAtMs) / 1_000) * Math.max(0, job.total - done)) / done };
  };

  return {
    async survey(studyId) {
      const { seriesInstanceUids } = await study(studyId);
      const series = [];
      for (const seriesInstanceUid of seriesInstanceUids) {
        const dataSets = await headers(studyId, seriesInstanceUid);
        if (dataSets.length === 0) continue;
        const { kind, counts } = burnedInVerdictOfAll(dataSets);
        series.push({
          seriesInstanceUid, instances: dataSets.length, verdict: kind, reasons: [...counts].map(([reason, count]) => ({ reason, count })),
          refused: dataSets.filter((one) => !mayLeave(one, true)).length,
        });
      }
      return { series };
    },
    list: () => runs.map(shown),
    async start(order) {
      await allow(order.studyId, order.confidentiality === null ? 'identified' : 'de-identified', order.folder);
      const { patient, seriesInstanceUids } = await study(order.studyId);
      const folder = await stat(order.folder).catch(() => undefined);
      if (folder?.isDirectory() !== true) throw new AppError('export/no-folder', 'the folder is not there', { facts: { folder: order.folder } });
      const wanted = order.seriesInstanceUids.filter((uid) => seriesInstanceUids.includes(uid));
      const counts = await Promise.all(wanted.map(async (uid) => (await headers(order.studyId, uid)).length));
      const startedAt = clock.now().toISOString();
      const exportId = (runs[0]?.job.exportId ?? 0) + 1;
      const run: Run = {
        abort: new AbortController(), startedAtMs: clock.now().getTime(),
        job: {
          exportId, studyId: order.studyId, folder: order.folder, state: 'running', startedAt, finishedAt: null, total: counts.reduce((sum, count) => sum + count, 0),
          name: `tongyue-${startedAt.replaceAll(/[-:]|\..*$/g, '').replace('T', '-')}-${exportId}${order.form === 'zip' ? '.zip' : ''}`,
          written: 0, leftOut: 0, bytes: 0, isDeidentified: order.confidentiality !== null, secondsLeft: null, failure: null,
        },
      };
      runs.unshift(run);
      runs.splice(SHOWN_JOBS);
      queue = queue.then(() => work(run, { ...order, seriesInstanceUids: wanted }, patient)).catch((error: unknown) => log.error('an export stumbled', { exportId }, error));
      return run.job;
    },
    cancel(exportId) {
      const run = runs.find(({ job }) => job.exportId === exportId && job.state === 'running');
      if (run === undefined) throw new AppError('export/unknown', 'no such export runs');
      run.abort.abort();
    },
    async picture(studyId) {
      await allow(studyId, 'picture', 'picture');
      const at = clock.now().toISOString();
      record(studyId, { at, instances: 1, isDeidentified: false, destination: 'picture', outcome: 'done' });
      return { person: person(), at };
    },
    async close() {
      for (const { abort } of runs) abort.abort();
      await queue;
    },
  };
}

/** Texts and what is said to name the patient stay; what might is a person's word. */
function mayLeave(dataSet: DataSet, isSeen: boolean): boolean {
  const { kind, reasons } = burnedInVerdictOf(dataSet);
  if (kind === 'refuse' || reasons.includes('document') || !hasPixels(dataSet)) return false;
  return kind === 'clear' || isSeen;
}

/** A presentation state, a structure set, a key object: text and names without a picture. */
function hasPixels(dataSet: DataSet): boolean {
  return textOf(dataSet, 'PhotometricInterpretation') !== '';
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
}

function codeOfDisk(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC') return 'store/disk-full';
  return code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'EEXIST' ? 'export/no-folder' : 'internal';
}
