import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUid } from '#shared/dicom/values/uid.ts';
import { startRepositoryThread, type RepositoryThread } from '#main/database/remote-repositories.ts';
import { readIdentity } from '#main/part10/read-identity.ts';
import type { MadeIdentity } from '#main/part10/read-part10.ts';
import type { StudyRouteDependencies } from '#main/request-handler/study-routes.ts';
import type { PackReference, PackShelf } from '#main/store/pack-shelf.ts';

/** One file in a store of its own. */
export interface StoredFile {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** The file lacked an identifier, or had a broken one. */
  readonly hasMadeIdentity: boolean;
}

/** The real packs on the real thread, one for each file that is looked at. */
export interface LooseStore {
  /** @throws AppError as the import does; an ordinary error when the thread does not come back within `timeoutMs` */
  readonly store: (path: string, timeoutMs: number) => Promise<StoredFile>;
  readonly remove: (studyId: number) => Promise<void>;
  readonly routes: StudyRouteDependencies;
  readonly close: () => Promise<void>;
}

const MADE: MadeIdentity = { studyInstanceUid: '2.25.1', seriesInstanceUid: '2.25.2', sopInstanceUid: '2.25.3', sopClassUid: '1.2.840.10008.5.1.4.1.1.7' };

export async function openLooseStore(): Promise<LooseStore> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-pixels-'));
  const references = new Map<number, PackReference>();
  let thread: RepositoryThread<{ packs: PackShelf }> = await openThread(folder);
  let stored = 0;

  const referenceOf = (studyId: number): PackReference => {
    const reference = references.get(studyId);
    if (reference === undefined) throw new Error('no such store');
    return reference;
  };

  return {
    async store(path, timeoutMs) {
      const bytes = new Uint8Array(readFileSync(path));
      const identity = { ...readIdentity(bytes) };
      const studyInstanceUid = isUid(identity.studyInstanceUid) ? identity.studyInstanceUid : MADE.studyInstanceUid;
      stored += 1;
      const studyId = stored;
      references.set(studyId, { studyId, studyInstanceUid, key: randomBytes(32) });
      const storing = thread.repositories.packs.storeInstance(referenceOf(studyId), bytes, undefined, MADE);
      const { seriesInstanceUid, sopInstanceUid } = await withinTime(storing, timeoutMs, async () => {
        thread = await openThread(folder);
      });
      const hasMadeIdentity = studyInstanceUid === MADE.studyInstanceUid || seriesInstanceUid === MADE.seriesInstanceUid || sopInstanceUid === MADE.sopInstanceUid;
      return { studyId, seriesInstanceUid, sopInstanceUid, hasMadeIdentity };
    },
    async remove(studyId) {
      references.delete(studyId);
      await thread.repositories.packs.remove(studyId);
    },
    routes: {
      readFrame: (studyId, uid, frameNumber) => thread.repositories.packs.readFrame(referenceOf(studyId), uid, frameNumber),
      readBulkData: (studyId, uid, path) => thread.repositories.packs.readBulkData(referenceOf(studyId), uid, path),
      readSeriesMetadata: async (studyId, uid) => ({ text: await thread.repositories.packs.readSeriesMetadata(referenceOf(studyId), uid), arriving: new Map() }),
      wantInstance: () => undefined,
    },
    async close() {
      await thread.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function openThread(folder: string): Promise<RepositoryThread<{ packs: PackShelf }>> {
  return startRepositoryThread<{ packs: PackShelf }>(new URL('../../../main/composition/packs.worker.ts', import.meta.url), { folder });
}

/** Waits no longer than `timeoutMs`; what is left behind is replaced. */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number, replace: () => Promise<void>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  work.catch(() => undefined);
  const outcome = await Promise.race([work.then((value) => ({ value })), late]);
  clearTimeout(timer);
  if (outcome !== 'late') return outcome.value;
  await replace();
  throw new Error(`took longer than ${timeoutMs / 1000} s`);
}
