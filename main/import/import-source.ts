import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { readDicomDirectory } from '../part10/read-dicomdir.ts';
import type { ReadableFile } from './sealed-file.ts';
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
  readonly files: Iterable<ImportFile> | AsyncIterable<ImportFile>;
  /** All of them; more may become known of while they come. */
  readonly totals: () => { readonly files: number; readonly bytes: number };
  /** Files that a DICOMDIR names and that are not there. To be asked when all files were seen. */
  readonly missing: () => Promise<readonly string[]>;
  /** No further file is wanted. */
  readonly stop: () => void;
  readonly close: () => Promise<void>;
}

/** One whose files are all known. */
export interface ListedSource extends ImportSource {
  readonly files: readonly ImportFile[];
}

const DICOMDIR = 'DICOMDIR';

/**
 * Lists what is to be imported. A DICOMDIR stands for the folder around it: files that it does not name are taken as well, because burnt
 * directories are often incomplete.
 * @throws AppError `import/not-found`, `import/unreadable`
 */
export async function openImportSource(path: string): Promise<ListedSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new AppError('import/not-found', 'there is nothing at this path');
  if (found.isDirectory()) return openFolder(path);
  if (basename(path).toUpperCase() === DICOMDIR) return openFolder(dirname(path));
  if (await isZip(path)) return openArchive(await open(path, 'r'));
  const single = { name: basename(path), bytes: found.size, read: () => readWhole(path) };
  return listed([single], [], async () => undefined);
}

async function openFolder(folder: string): Promise<ListedSource> {
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

/** Takes the file over, and closes it in the end. @throws AppError `import/unreadable` */
export async function openArchive(file: ReadableFile): Promise<ListedSource> {
  try {
    const entries = await readZipDirectory(file);
    const files = entries.map((entry) => ({ name: entry.name, bytes: entry.bytes, read: () => readZipEntry(file, entry) }));
    return await complete(files, () => file.close());
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Takes the DICOMDIR out of the files and compares what it names with what is there. */
async function complete(files: readonly ImportFile[], close: () => Promise<void>): Promise<ListedSource> {
  const directories = [];
  for (const file of files.filter(({ name }) => isDirectoryFile(name))) {
    // A directory that cannot be read names nothing: the files speak for themselves.
    const content = await file.read().catch((error: unknown) => {
      if (isAppError(error)) return undefined;
      throw error;
    });
    if (content !== undefined) directories.push({ name: file.name, content });
  }
  const others = files.filter(({ name }) => !isDirectoryFile(name));
  const missing = missingFiles(directories, new Set(others.map(({ name }) => name)));
  return listed(others.toSorted((left, right) => (left.name < right.name ? -1 : 1)), missing, close);
}

function listed(files: readonly ImportFile[], missing: readonly string[], close: () => Promise<void>): ListedSource {
  const totals = { files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
  return { files, totals: () => totals, missing: async () => missing, stop: () => {}, close };
}

export function isDirectoryFile(name: string): boolean {
  return basename(name).toUpperCase() === DICOMDIR;
}

/** What DICOMDIRs name and is not among the names, each with `/` from the top. */
export function missingFiles(directories: readonly { readonly name: string; readonly content: Uint8Array }[], names: ReadonlySet<string>): readonly string[] {
  const present = new Set([...names].map((name) => name.toUpperCase()));
  const missing: string[] = [];
  for (const { name: directoryName, content } of directories) {
    const folder = dirname(directoryName);
    for (const components of namedBy(content)) {
      const name = [...(folder === '.' ? [] : [folder]), ...components].join('/');
      // Media are case-blind, and some writers add a dot or a version to the name.
      if (!present.has(name.toUpperCase()) && !present.has(`${name.toUpperCase()}.`) && !present.has(`${name.toUpperCase()};1`)) missing.push(name);
    }
  }
  return missing;
}

/** A directory that cannot be read names nothing. */
function namedBy(directory: Uint8Array): readonly (readonly string[])[] {
  try {
    return readDicomDirectory(directory);
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
