import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the files of a pack: `NNNNNNNN.sqlite`, and its frames beside it. */
const stem = (studyId: number) => String(studyId).padStart(8, '0');

export function packPath(folder: string, studyId: number): string {
  return join(folder, `${stem(studyId)}.sqlite`);
}

/** Where the pack is made anew under another key, until one renaming puts it in the place of the old one. */
export function nextPackPath(folder: string, studyId: number): string {
  return `${packPath(folder, studyId)}.next`;
}

/**
 * The frames of a pack whose key was changed lie under a name that comes from the key, so that the one renaming of the pack is the whole change; those of a
 * pack that has its first key under the plain one.
 */
export function framesPath(folder: string, studyId: number, packKey: Uint8Array): string {
  const own = rotatedFramesPath(folder, studyId, packKey);
  return existsSync(own) ? own : join(folder, `${stem(studyId)}.frames`);
}

/** The name tells nothing of the key: 32 bits of a digest of 256 random ones. */
export function rotatedFramesPath(folder: string, studyId: number, packKey: Uint8Array): string {
  return join(folder, `${stem(studyId)}.${createHash('sha256').update('name of the frames').update(packKey).digest('hex').slice(0, 8)}.frames`);
}

/** Every file of a pack's frames, of whatever key. */
export function allFramesPaths(folder: string, studyId: number): readonly string[] {
  return matching(folder, new RegExp(`^${stem(studyId)}\\.(?:[0-9a-f]{8}\\.)?frames$`));
}

/** Those that were put aside. */
export function damagedFramesPaths(folder: string, studyId: number): readonly string[] {
  return matching(folder, new RegExp(`^${stem(studyId)}\\.(?:[0-9a-f]{8}\\.)?frames\\.damaged$`));
}

function matching(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder).filter((file) => name.test(file)).map((file) => join(folder, file));
}
