import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes beside the target, flushes, and renames: after a crash there is the old file or the new one, whole. */
export function writeFileAtomically(file: string, content: Uint8Array | string, mode = 0o600): void {
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w', mode);
  try {
    writeSync(descriptor, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
  flushFolder(dirname(file));
}

/** Renames of a folder last. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
