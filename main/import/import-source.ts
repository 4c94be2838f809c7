import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { readDicomDirectory } from '../part10/read-dicomdir.ts';
import { readZipDirectory, readZipEntry } from './zip-archive.ts';

/** A file that may be an object. */
export interface ImportFile {
  /** Path from the top of what is imported, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** @throws AppError for a file that cannot be read */
  readonly read: () => Promise<Uint8Array>;
}

/** All that is below a folder, in an archive, or on the medium of a DICOMDIR. */
export interface ImportSource {
  readonly files: readonly ImportFile[];
  /** Files that a DICOMDIR names and that are not there. */
  readonly missing: readonly string[];
  readonly close: () => Promise<void>;
}

const DICOMDIR = 'DICOMDIR';

/**
 * Lists what is to be imported. A DICOMDIR stands for the folder around it: files that it does not name are taken as well, because burnt
 * directories are often incomplete.
 * @throws AppError `import/not-found`, `import/unreadable`
 */
export async function openImportSource(path: string): Promise<ImportSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new AppError('import/not-found', 'there is nothing at this path');
  if (found.isDirectory()) return openFolder(path);
  if (basename(path).toUpperCase() === DICOMDIR) return openFolder(dirname(path));
  if (await isZip(path)) return openArchive(path);
  const single = { name: basename(path), bytes: found.size, read: () => readWhole(path) };
  return { files: [single], missing: [], close: async () => undefined };
}

async function openFolder(folder: string): Promise<ImportSource> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('import/unreadable', 'the folder cannot be read', { cause });
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files: ImportFile[] = [];
  for (const path of paths) {
    const name = relative(folder, path).split(sep).join('/');
    const found = await stat(path).catch(() => undefined);
    files.push({ name, bytes: found?.size ?? 0, read: () => readWhole(path) });
  }
  return complete(files, async () => undefined);
}

async function openArchive(path: string): Promise<ImportSource> {
  const handle = await open(path, 'r');
  try {
    const entries = await readZipDirectory(handle);
    const files = entries.map((entry) => ({ name: entry.name, bytes: entry.bytes, read: () => readZipEntry(handle, entry) }));
    return await complete(files, () => handle.close());
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Takes the DICOMDIR out of the files and compares what it names with what is there. */
async function complete(files: readonly ImportFile[], close: () => Promise<void>): Promise<ImportSource> {
  const isDirectory = ({ name }: ImportFile) => basename(name).toUpperCase() === DICOMDIR;
  const present = new Set(files.map(({ name }) => name.toUpperCase()));
  const missing: string[] = [];
  for (const directory of files.filter(isDirectory)) {
    const folder = dirname(directory.name);
    for (const components of await namedBy(directory)) {
      const name = [...(folder === '.' ? [] : [folder]), ...components].join('/');
      // Media are case-blind, and some writers add a dot or a version to the name.
      if (!present.has(name.toUpperCase()) && !present.has(`${name.toUpperCase()}.`) && !present.has(`${name.toUpperCase()};1`)) missing.push(name);
    }
  }
  const others = files.filter((file) => !isDirectory(file));
  return { files: others.toSorted((left, right) => (left.name < right.name ? -1 : 1)), missing, close };
}

/** A directory that cannot be read names nothing: the files speak for themselves. */
async function namedBy(directory: ImportFile): Promise<readonly (readonly string[])[]> {
  try {
    return readDicomDirectory(await directory.read());
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt16LE(0) === 0x4b50;
  } finally {
    await handle.close();
  }
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError('import/unreadable', 'the file cannot be read', { cause });
  }
}
