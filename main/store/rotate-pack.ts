import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { isAppError } from '#shared/errors/app-error.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { changeDatabaseKey, openEncryptedDatabase } from '../database/open-encrypted-database.ts';
import { flushFolder } from '../platform/write-file-atomically.ts';
import { frameName } from './frame.repository.ts';
import { openFrameFile, type FrameFile } from './frame-file.ts';
import { allFramesPaths, framesPath, nextPackPath, packPath, rotatedFramesPath } from './pack-paths.ts';
import { PackRotationRepository } from './pack-rotation.repository.ts';

/** A pack of which the key is to be changed. */
export interface PackToRotate {
  readonly folder: string;
  readonly studyId: number;
  readonly key: Uint8Array;
  readonly nextKey: Uint8Array;
}

/** A pack that lies ready under its new key, beside the old one. Nothing of the old one was touched. */
export interface PackMadeAnew {
  readonly bytes: number;
  /** Nobody has written into the old one meanwhile. */
  readonly isUnchanged: () => boolean;
  /** Closes what it had open; both packs are there. */
  readonly close: () => void;
}

/** So much is encrypted before somebody else has a turn on the thread: some 20 ms. */
const SLICE_BYTES = 8e6;

/**
 * Makes a pack and its frames anew under another key, beside the old ones.
 * @returns undefined when it was cancelled: then nothing of it is left
 * @throws AppError `store/disk-full`, `store/damaged`
 */
export async function makePackAnew({ folder, studyId, key, nextKey }: PackToRotate, isCancelled: () => boolean): Promise<PackMadeAnew | undefined> {
  discardPackMadeAnew(folder, studyId, nextKey);
  const [file, next] = [packPath(folder, studyId), nextPackPath(folder, studyId)];
  const [frames, nextFrames] = [framesPath(folder, studyId, key), rotatedFramesPath(folder, studyId, nextKey)];
  const undo: (() => void)[] = [() => discardPackMadeAnew(folder, studyId, nextKey)];
  try {
    const source = openEncryptedDatabase({ file, key, durability: 'normal' });
    undo.push(() => source.close());
    copyDatabase(file, key, next);
    const target = openEncryptedDatabase({ file: next, key, durability: 'normal' });
    undo.push(() => target.close());
    changeDatabaseKey(target, nextKey, 'MEMORY');
    const rotation = new PackRotationRepository(source, target);
    const oldFrames = openFrameFile(frames, key, Number.MAX_SAFE_INTEGER);
    undo.push(() => oldFrames.close());
    const newFrames = openFrameFile(nextFrames, nextKey, 0);
    undo.push(() => newFrames.close());
    const isDone = await moveFrames(rotation, { oldFrames, newFrames, key }, isCancelled);
    if (isDone) {
      for (const path of [next, nextFrames]) flushFile(path);
      return {
        bytes: newFrames.sizeBytes(),
        isUnchanged: () => rotation.isUnchanged(),
        close() {
          oldFrames.close();
          newFrames.close();
          rotation.close();
        },
      };
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
  for (const step of undo.toReversed()) step();
  return undefined;
}

interface Frames {
  readonly oldFrames: FrameFile;
  readonly newFrames: FrameFile;
  readonly key: Uint8Array;
}

/** @returns false when it was cancelled */
async function moveFrames(rotation: PackRotationRepository, { oldFrames, newFrames, key }: Frames, isCancelled: () => boolean): Promise<boolean> {
  rotation.begin();
  let slice = 0;
  for (const frame of rotation.frames()) {
    const name = frameName(frame.sopInstanceUid, frame.frameNumber);
    const read = frame.kind === 'placed' ? oldFrames.read(name, frame.place) : undefined;
    const bytes = read === undefined ? rotation.inlineFrame(frame.sopInstanceUid, frame.frameNumber, key) : read.isSound ? read.bytes : undefined;
    rotation.move(frame, bytes === undefined ? undefined : newFrames.append(name, bytes), newFrames.sizeBytes());
    slice += bytes?.length ?? 0;
    if (slice < SLICE_BYTES) continue;
    slice = 0;
    await new Promise((resolve) => setImmediate(resolve));
    if (isCancelled()) return false;
  }
  rotation.commit();
  return !isCancelled();
}

/** What a rotation that was cut off has left beside the pack. */
export function discardPackMadeAnew(folder: string, studyId: number, nextKey: Uint8Array): void {
  for (const ending of ['-wal', '-shm', '-journal', '']) rmSync(`${nextPackPath(folder, studyId)}${ending}`, { force: true });
  rmSync(rotatedFramesPath(folder, studyId, nextKey), { force: true });
}

/**
 * The one step: the new pack has the place of the old one. Nothing has either open on this thread.
 * @returns false when somebody else has the old one open, whose log would be taken for the new one's
 */
export function putInPlace(folder: string, studyId: number): boolean {
  const file = packPath(folder, studyId);
  if (['-wal', '-journal'].some((ending) => (statSync(`${file}${ending}`, { throwIfNoEntry: false })?.size ?? 0) > 0)) return false;
  for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  flushFolder(folder);
  renameSync(nextPackPath(folder, studyId), file);
  flushFolder(folder);
  return true;
}

/** After a kill, while nothing has the pack open: which of its keys it has. What was left beside it goes. A pack that neither opens has the old one, and is found damaged. */
export function settleRotation({ folder, studyId, key, nextKey }: PackToRotate): 'old' | 'new' {
  const file = packPath(folder, studyId);
  if (!existsSync(file)) {
    discardPackMadeAnew(folder, studyId, nextKey);
    return 'new';
  }
  if (opens(file, key) || !opens(file, nextKey)) {
    discardPackMadeAnew(folder, studyId, nextKey);
    return 'old';
  }
  for (const path of allFramesPaths(folder, studyId)) if (path !== rotatedFramesPath(folder, studyId, nextKey)) rmSync(path, { force: true });
  return 'new';
}

function opens(file: string, key: Uint8Array): boolean {
  try {
    openEncryptedDatabase({ file, key, durability: 'normal' }).close();
    return true;
  } catch (error) {
    if (isAppError(error, 'profile/wrong-key')) return false;
    throw error;
  }
}

function flushFile(file: string): void {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
