import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { numbersOf, numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { countMissingSlices } from '#shared/dicom/geometry/slice-gaps.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { asAppError, openEncryptedDatabase, type SqliteDatabase } from '../database/open-encrypted-database.ts';
import { readPart10, type MadeIdentity, type ReceivedInstance } from '../part10/read-part10.ts';
import { openFrameFile } from './frame-file.ts';
import { allFramesPaths, damagedFramesPaths, framesPath, packPath, rotatedFramesPath } from './pack-paths.ts';
import { discardPackMadeAnew, makePackAnew, putInPlace, settleRotation } from './rotate-pack.ts';
import { PackRepository, type ExpectedInstance, type FrameAnswer, type HeldInstance, type ListDifference, type StoreOutcome } from './pack.repository.ts';

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
  /** What the pack takes now, its log apart. */
  readonly packBytes: number;
  /** Says which text had to be repaired and how; null when nothing had to be. */
  readonly characterSetRepair: string | null;
}

export interface Inventory {
  readonly missing: ExpectedInstance[];
  /** Empty for a pack that knows of nothing: it is new, was evicted, or was put aside as damaged. */
  readonly heldBySeries: Readonly<Record<string, number>>;
}

export interface ComparedInventory extends Inventory {
  readonly difference: ListDifference;
}

export interface RotatedPack {
  readonly status: 'rotated' | 'absent' | 'changed' | 'cancelled';
  /** Of its frames. */
  readonly bytes: number;
}

export type PackShelf = ReturnType<typeof createPackShelf>;

/** An open pack costs four file handles and about a megabyte. */
const OPEN_PACKS = 12;
/** The frames lie outside; the places of some thousand of them stay decrypted. */
const PACK_CACHE_KILOBYTES = 4_096;
/** So much is taken into a pack in one transaction at most: a reader never waits longer for it. */
const GROUP_BYTES = 8_000_000;
/** The frames lie outside: a page has the rows of one or two images, and each commit writes whole pages. */
const PACK_PAGE_BYTES = 8_192;

/**
 * All packs of this seat. Lives on the thread `packs`; every method is synchronous there and asynchronous for the others.
 * The most recently used packs stay open.
 */
export function createPackShelf(folder: string, now: () => Date) {
  mkdirSync(folder, { recursive: true });
  const migrations = readMigrations('pack');
  const open = new Map<number, PackRepository>();
  const groups = new Map<number, Group>();
  let isClosed = false;
  /** Keys that were changed since the program started: somebody may still come with the old one. */
  const changedKeys = new Map<number, Uint8Array>();
  let isRotationCancelled = false;
  const fileOf = (studyId: number) => packPath(folder, studyId);

  const close = (studyId: number) => {
    open.get(studyId)?.close();
    open.delete(studyId);
  };

  const openFresh = (given: PackReference): PackRepository => {
    const reference = { ...given, key: changedKeys.get(given.studyId) ?? given.key };
    const database = openPack(fileOf(reference.studyId), reference.key);
    let pack: PackRepository;
    try {
      migrate(database, migrations);
      pack = new PackRepository(database, reference.key, (endBytes) => openFrameFile(framesPath(folder, reference.studyId, reference.key), reference.key, endBytes));
    } catch (error) {
      database.close();
      throw asAppError(error);
    }
    open.set(reference.studyId, pack);
    const oldest = open.keys().next().value;
    if (open.size > OPEN_PACKS && oldest !== undefined) close(oldest);
    return pack;
  };

  const packOf = (reference: PackReference): PackRepository => {
    const known = open.get(reference.studyId);
    if (known === undefined) return openFresh(reference);
    open.delete(reference.studyId);
    open.set(reference.studyId, known);
    return known;
  };

  /** Runs on a pack. A damaged one is put aside, so that the next call finds an empty one and the study is fetched again. */
  const withPack = <T>(reference: PackReference, run: (pack: PackRepository) => T): T => {
    storeGroup(reference.studyId);
    try {
      return run(packOf(reference));
    } catch (thrown) {
      const error = asAppError(thrown);
      if (isAppError(error, 'store/damaged') && open.get(reference.studyId)?.isSound() !== true) putAside(reference.studyId);
      throw error;
    }
  };

  const storeAll = (pack: PackRepository, received: readonly Received[]): readonly StoredInstance[] => {
    const stored = received.map(({ instance, part10 }) => ({
      outcome: pack.store(instance, part10, now().toISOString()),
      sopInstanceUid: instance.sopInstanceUid,
      seriesInstanceUid: instance.seriesInstanceUid,
      heldBySeries: pack.heldBySeries(),
      characterSetRepair: instance.characterSetRepair,
    }));
    const packBytes = pack.bytes();
    return stored.map((one) => ({ ...one, packBytes }));
  };

  const storeOne = (reference: PackReference, received: Received): StoredInstance => {
    const [stored] = withPack(reference, (pack) => storeAll(pack, [received]));
    if (stored === undefined) throw new Error('what was given was stored');
    return stored;
  };

  const storeGroup = (studyId: number): void => {
    const group = groups.get(studyId);
    groups.delete(studyId);
    if (group === undefined) return;
    const { reference, waiting } = group;
    try {
      const stored = withPack(reference, (pack) => pack.together(() => storeAll(pack, waiting)));
      stored.forEach((one, index) => waiting[index]?.resolve(one));
    } catch {
      // One of them cannot be taken in: each for itself, so that it alone is refused.
      for (const one of waiting) settle(() => storeOne(reference, one), one.resolve, one.reject);
    }
  };

  const putAside = (studyId: number) => {
    close(studyId);
    const file = fileOf(studyId);
    if (existsSync(file)) renameSync(file, `${file}.damaged`);
    for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    // Without their pack the frames cannot be read; they lie beside it for an inquest.
    for (const frames of allFramesPaths(folder, studyId)) renameSync(frames, `${frames}.damaged`);
  };

  return {
    /**
     * Reads a Part 10 file, checks that it belongs to the study, digests its frames and writes it in one transaction.
     * @param expectedSopInstanceUid what was asked for; undefined when a whole series was
     * @param madeIdentity for a loose file without identifiers of its own
     * @throws AppError `file/not-dicom`, `file/damaged`, `site/unexpected-instance`, `store/disk-full`
     */
    storeInstance(reference: PackReference, part10: Uint8Array, expectedSopInstanceUid?: string, madeIdentity?: MadeIdentity): StoredInstance {
      return storeOne(reference, { instance: readOwnInstance(reference, part10, expectedSopInstanceUid, madeIdentity), part10 });
    },
    /**
     * The same, together with what else is asked for before the thread comes to it: several images cost one transaction, which writes the
     * pages that all of them touch once. Answers when it is committed.
     */
    async takeInstance(reference: PackReference, part10: Uint8Array, expectedSopInstanceUid?: string): Promise<StoredInstance> {
      const instance = readOwnInstance(reference, part10, expectedSopInstanceUid);
      if (isClosed) throw new Error('the packs are closed');
      return new Promise<StoredInstance>((resolve, reject) => {
        const group = groups.get(reference.studyId) ?? { reference, bytes: 0, waiting: [] };
        if (group.waiting.length === 0) setImmediate(() => storeGroup(reference.studyId));
        groups.set(reference.studyId, group);
        group.waiting.push({ instance, part10, resolve, reject });
        group.bytes += part10.length;
        if (group.bytes >= GROUP_BYTES) storeGroup(reference.studyId);
      });
    },
    /** Takes over the hospital's list of instances. */
    expect: (reference: PackReference, instances: readonly ExpectedInstance[]): ComparedInventory =>
      withPack(reference, (pack) => {
        const difference = pack.expect(instances);
        return { missing: pack.missing(), heldBySeries: pack.heldBySeries(), difference };
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
    /** The bytes of an object without pixels as they arrived, such as a report; undefined for what is not held or has pixels. */
    readDocument: (reference: PackReference, sopInstanceUid: string): Uint8Array | undefined => withPack(reference, (pack) => pack.document(sopInstanceUid)),
    /** How many slices the positions of a series miss; null where they do not tell. */
    missingSlices: (reference: PackReference, seriesInstanceUid: string): number | null =>
      withPack(reference, (pack) => countMissingSlices((JSON.parse(pack.seriesMetadata(seriesInstanceUid)) as DataSet[]).filter(isPicture).map(toSlice)) ?? null),
    /**
     * Evicts a study: its handles are closed, its files deleted, the log first: a log without its database says nothing, frames without their pack neither.
     * @param nextKey what the catalogue has in place of its key, which opens nothing any more; who still comes with the old one gets a pack of this one
     */
    remove(studyId: number, nextKey?: Uint8Array): void {
      storeGroup(studyId);
      close(studyId);
      if (nextKey !== undefined) changedKeys.set(studyId, nextKey);
      const frames = allFramesPaths(folder, studyId);
      for (const ending of ['-wal', '-shm', '', '.damaged', '.next']) rmSync(`${fileOf(studyId)}${ending}`, { force: true });
      for (const path of [...frames, ...damagedFramesPaths(folder, studyId)]) rmSync(path, { force: true });
    },
    /**
     * Gives a pack another key: made anew beside the old one a slice at a time, then put in its place by one renaming.
     * `changed`: somebody wrote into it meanwhile; the old one stays, try again. `absent`: there was none, and the next one has the new key.
     * @throws AppError `store/disk-full`, `store/damaged`
     */
    async rotate(reference: PackReference, nextKey: Uint8Array): Promise<RotatedPack> {
      const { studyId } = reference;
      isRotationCancelled = false;
      storeGroup(studyId);
      if (!existsSync(fileOf(studyId))) {
        changedKeys.set(studyId, nextKey);
        return { status: 'absent', bytes: 0 };
      }
      const key = changedKeys.get(studyId) ?? reference.key;
      // An older pack has no table of places yet.
      packOf(reference);
      const made = await makePackAnew({ folder, studyId, key, nextKey }, () => isRotationCancelled || isClosed);
      if (made === undefined) return { status: 'cancelled', bytes: 0 };
      // From here to the renaming nobody else has a turn.
      storeGroup(studyId);
      const isUnchanged = made.isUnchanged();
      made.close();
      close(studyId);
      if (!existsSync(fileOf(studyId))) {
        // Evicted meanwhile.
        discardPackMadeAnew(folder, studyId, nextKey);
        changedKeys.set(studyId, nextKey);
        return { status: 'absent', bytes: 0 };
      }
      if (!isUnchanged || !putInPlace(folder, studyId)) {
        discardPackMadeAnew(folder, studyId, nextKey);
        return { status: 'changed', bytes: 0 };
      }
      changedKeys.set(studyId, nextKey);
      for (const path of allFramesPaths(folder, studyId)) if (path !== rotatedFramesPath(folder, studyId, nextKey)) rmSync(path, { force: true });
      return { status: 'rotated', bytes: made.bytes };
    },
    /** The pack that is being made anew is given up; the old one stays as it is. */
    cancelRotation(): void {
      isRotationCancelled = true;
    },
    /** After a kill: which of its two keys opens a pack. What the rotation has left beside it goes. */
    settle: (reference: PackReference, nextKey: Uint8Array): 'old' | 'new' => settleRotation({ folder, studyId: reference.studyId, key: reference.key, nextKey }),
    /** Study id to the bytes that its pack takes on the disk. */
    sizes(): Record<number, number> {
      const sizes: Record<number, number> = {};
      for (const file of readdirSync(folder)) {
        const studyId = Number(/^(\d+)\.(?:sqlite|frames)/.exec(file)?.[1]);
        if (Number.isSafeInteger(studyId)) sizes[studyId] = (sizes[studyId] ?? 0) + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0);
      }
      return sizes;
    },
    /** Every page, and every frame by its digest. @returns '' when the pack is sound, else what is wrong */
    verify: (reference: PackReference): string => withPack(reference, (pack) => pack.verify()),
    closeAll(): void {
      isClosed = true;
      for (const studyId of groups.keys()) storeGroup(studyId);
      for (const studyId of open.keys()) close(studyId);
    },
  };
}

/** What one transaction takes into a pack. */
interface Group {
  readonly reference: PackReference;
  bytes: number;
  readonly waiting: (Received & { readonly resolve: (stored: StoredInstance) => void; readonly reject: (error: unknown) => void })[];
}

interface Received {
  readonly instance: ReceivedInstance;
  readonly part10: Uint8Array;
}

function settle<T>(run: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): void {
  try {
    resolve(run());
  } catch (error) {
    reject(error);
  }
}

function readOwnInstance(reference: PackReference, part10: Uint8Array, expectedSopInstanceUid?: string, madeIdentity?: MadeIdentity): ReceivedInstance {
  const instance = readPart10(part10, madeIdentity);
  const isOther = expectedSopInstanceUid !== undefined && instance.sopInstanceUid !== expectedSopInstanceUid;
  if (isOther || instance.studyInstanceUid !== reference.studyInstanceUid) {
    throw new AppError('site/unexpected-instance', 'the hospital sent another instance than was asked for');
  }
  return instance;
}

/** A report among the pictures has no position, and makes no hole. */
function isPicture(dataSet: DataSet): boolean {
  return contentOf(textOf(dataSet, 'SOPClassUID')) === 'images';
}

function toSlice(dataSet: DataSet): Parameters<typeof countMissingSlices>[0][number] {
  return {
    imageOrientationPatient: numbersOf(dataSet, 'ImageOrientationPatient'),
    imagePositionPatient: numbersOf(dataSet, 'ImagePositionPatient'),
    sliceThicknessMm: numberOf(dataSet, 'SliceThickness'),
  };
}

/** A pack that its key does not open is damaged: the keys are in the catalogue, which was opened. It can be fetched again. */
function openPack(file: string, key: Uint8Array): SqliteDatabase {
  try {
    return openEncryptedDatabase({ file, key, durability: 'normal', cacheKilobytes: PACK_CACHE_KILOBYTES, pageBytes: PACK_PAGE_BYTES });
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'profile/wrong-key') throw new AppError('store/damaged', 'the pack cannot be opened', { cause });
    throw cause;
  }
}
