import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { asAppError, openEncryptedDatabase, type SqliteDatabase } from '../database/open-encrypted-database.ts';
import { readPart10, type MadeIdentity } from '../part10/read-part10.ts';
import { PackRepository, type ExpectedInstance, type FrameAnswer, type HeldInstance, type StoreOutcome } from './pack.repository.ts';

/** Which pack, and the key that opens it (it comes from the catalogue). */
export interface PackReference {
  readonly studyId: number;
  readonly studyInstanceUid: string;
  readonly key: Uint8Array;
}

export interface StoredInstance {
  readonly outcome: StoreOutcome;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly heldBySeries: Readonly<Record<string, number>>;
  /** Says which text had to be repaired and how; null when nothing had to be. */
  readonly characterSetRepair: string | null;
}

export interface Inventory {
  readonly missing: ExpectedInstance[];
  readonly heldBySeries: Record<string, number>;
}

export type PackShelf = ReturnType<typeof createPackShelf>;

/** An open pack costs three file handles and 0.4 MB. */
const OPEN_PACKS = 12;

/**
 * All packs of this seat. Lives on the thread `packs`; every method is synchronous there and asynchronous for the others.
 * The most recently used packs stay open.
 */
export function createPackShelf(folder: string, now: () => Date) {
  mkdirSync(folder, { recursive: true });
  const migrations = readMigrations('pack');
  const open = new Map<number, { readonly database: SqliteDatabase; readonly pack: PackRepository }>();
  const fileOf = (studyId: number) => join(folder, `${String(studyId).padStart(8, '0')}.sqlite`);

  const close = (studyId: number) => {
    open.get(studyId)?.database.close();
    open.delete(studyId);
  };

  const openFresh = (reference: PackReference): PackRepository => {
    const database = openPack(fileOf(reference.studyId), reference.key);
    try {
      migrate(database, migrations);
    } catch (error) {
      database.close();
      throw asAppError(error);
    }
    const opened = { database, pack: new PackRepository(database) };
    open.set(reference.studyId, opened);
    const oldest = open.keys().next().value;
    if (open.size > OPEN_PACKS && oldest !== undefined) close(oldest);
    return opened.pack;
  };

  const packOf = (reference: PackReference): PackRepository => {
    const known = open.get(reference.studyId);
    if (known === undefined) return openFresh(reference);
    open.delete(reference.studyId);
    open.set(reference.studyId, known);
    return known.pack;
  };

  /** Runs on a pack. A damaged one is put aside, so that the next call finds an empty one and the study is fetched again. */
  const withPack = <T>(reference: PackReference, run: (pack: PackRepository) => T): T => {
    try {
      return run(packOf(reference));
    } catch (thrown) {
      const error = asAppError(thrown);
      if (isAppError(error, 'store/damaged') && open.get(reference.studyId)?.pack.isSound() !== true) putAside(reference.studyId);
      throw error;
    }
  };

  const putAside = (studyId: number) => {
    close(studyId);
    const file = fileOf(studyId);
    if (existsSync(file)) renameSync(file, `${file}.damaged`);
    for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  };

  return {
    /**
     * Reads a Part 10 file, checks that it belongs to the study, digests its frames and writes it in one transaction.
     * @param expectedSopInstanceUid what was asked for; undefined when a whole series was
     * @param madeIdentity for a loose file without identifiers of its own
     * @throws AppError `file/not-dicom`, `file/damaged`, `site/unexpected-instance`, `store/disk-full`
     */
    storeInstance(reference: PackReference, part10: Uint8Array, expectedSopInstanceUid?: string, madeIdentity?: MadeIdentity): StoredInstance {
      const instance = readPart10(part10, madeIdentity);
      const isOther = expectedSopInstanceUid !== undefined && instance.sopInstanceUid !== expectedSopInstanceUid;
      if (isOther || instance.studyInstanceUid !== reference.studyInstanceUid) {
        throw new AppError('site/unexpected-instance', 'the hospital sent another instance than was asked for');
      }
      return withPack(reference, (pack) => ({
        outcome: pack.store(instance, part10, now().toISOString()),
        sopInstanceUid: instance.sopInstanceUid,
        seriesInstanceUid: instance.seriesInstanceUid,
        heldBySeries: pack.heldBySeries(),
        characterSetRepair: instance.characterSetRepair,
      }));
    },
    /** Takes over the hospital's list of instances. */
    expect: (reference: PackReference, instances: readonly ExpectedInstance[]): Inventory =>
      withPack(reference, (pack) => {
        pack.expect(instances);
        return { missing: pack.missing(), heldBySeries: pack.heldBySeries() };
      }),
    /** What is expected and not held, and what is held; the truth by which the catalogue's counts are set right. */
    inventory: (reference: PackReference): Inventory =>
      withPack(reference, (pack) => ({ missing: pack.missing(), heldBySeries: pack.heldBySeries() })),
    heldInstances: (reference: PackReference): HeldInstance[] => withPack(reference, (pack) => pack.heldInstances()),
    /** @param frameNumber one-based */
    readFrame: (reference: PackReference, sopInstanceUid: string, frameNumber: number): FrameAnswer =>
      withPack(reference, (pack) => pack.frame(sopInstanceUid, frameNumber, now().toISOString())),
    readBulkData: (reference: PackReference, sopInstanceUid: string, elementPath: string): Uint8Array | undefined =>
      withPack(reference, (pack) => pack.bulkData(sopInstanceUid, elementPath, now().toISOString())),
    /** A JSON array of DICOM JSON data sets. */
    readSeriesMetadata: (reference: PackReference, seriesInstanceUid: string): string =>
      withPack(reference, (pack) => pack.seriesMetadata(seriesInstanceUid)),
    /** Evicts a study: its handles are closed, its three files deleted. */
    remove(studyId: number): void {
      close(studyId);
      for (const ending of ['', '-wal', '-shm']) rmSync(`${fileOf(studyId)}${ending}`, { force: true });
    },
    closeAll(): void {
      for (const studyId of open.keys()) close(studyId);
    },
  };
}

/** A pack that its key does not open is damaged: the keys are in the catalogue, which was opened. It can be fetched again. */
function openPack(file: string, key: Uint8Array): SqliteDatabase {
  try {
    return openEncryptedDatabase({ file, key, durability: 'normal' });
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'profile/wrong-key') throw new AppError('store/damaged', 'the pack cannot be opened', { cause });
    throw cause;
  }
}
