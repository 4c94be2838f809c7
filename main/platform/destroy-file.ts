import { closeSync, constants, fstatSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder } from './write-file-atomically.ts';

/**
 * Overwrites a small file that holds a key, and removes it. On a disk that moves its blocks (SSD) the old bytes may outlive this in cells that no program
 * can read: what protects then is that the key alone opens nothing once all was wrapped anew.
 */
export function destroyFile(file: string): void {
  overwrite(file);
  rmSync(file, { force: true });
}

/** Puts a file in the place of another one, in one step, and overwrites what was there before. */
export function replaceAndDestroy(file: string, place: string): void {
  const old = openIfThere(place);
  renameSync(file, place);
  flushFolder(dirname(place));
  if (old === undefined) return;
  // The name leads to the new file already; the old bytes are reached through the handle alone.
  fill(old);
}

function overwrite(file: string): void {
  const descriptor = openIfThere(file);
  if (descriptor !== undefined) fill(descriptor);
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDWR);
  } catch {
    return undefined;
  }
}

function fill(descriptor: number): void {
  try {
    writeSync(descriptor, Buffer.alloc(fstatSync(descriptor).size), 0, undefined, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
