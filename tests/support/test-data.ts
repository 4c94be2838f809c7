import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The shared files that nobody here wrote, beside the repository. */
const FOLDER = fileURLToPath(new URL('../../../shared/testdata/', import.meta.url));

/** True when the shared files are there; says loudly when they are not. */
export function hasTestData(): boolean {
  const isThere = existsSync(join(FOLDER, 'CATALOGUE.tsv'));
  if (!isThere) process.stderr.write('\n!!! ../shared/testdata IS ABSENT: THE TESTS AGAINST REAL FILES DO NOT RUN !!!\n');
  return isThere;
}

export function readTestFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export function testFilePath(name: string): string {
  return join(FOLDER, name);
}

/** Names of all DICOM files below a folder, sorted, with slashes. */
export function testFiles(folder = ''): readonly string[] {
  return readdirSync(join(FOLDER, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.(md|tsv|xml|scp)$/i.test(entry.name))
    .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Rows of `CATALOGUE.tsv` or `pixel-hashes.tsv`. */
export function testTable(name: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = readFileSync(join(FOLDER, name), 'utf8').split(/\r?\n/);
  const columns = head.split('\t');
  return lines.filter((line) => line !== '').map((line) => Object.fromEntries(line.split('\t').map((cell, index) => [columns[index] ?? '', cell])));
}
