import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError } from '#shared/errors/app-error.ts';
import { openDecodePage, type DecodePage } from './decode-page.ts';
import { openLooseStore, type LooseStore } from './loose-store.ts';
import { COLUMNS, decodedRow, emptyRow, keyOf, toLine, type PixelRow, type Reference } from './pixel-row.ts';

/**
 * Takes every file below a folder through the program: import into a store of its own, the request handler's frame URL, the viewport's decoder in
 * Chromium. Writes the stored values' SHA-256 of the first and last frame, or the reason why there are none.
 */
const HELP = `npm run pixels -- DIR --out FILE.tsv [--reference FILE.tsv] [--timeout SECONDS]
  DIR          every file below it; DIR/pixel-hashes.tsv is the reference where there is one
  --timeout    how long a file may take in import and in decoding, each; 60 by default
Exit code 1: an exact row is not equal, or a lossy one outside the tolerance. A lossy row that is refused is listed. 2: the command line is wrong.
`;
/** A page is started anew after so many files. */
const FILES_A_PAGE = 250;
/** Larger files do not fit the memory of a seat. */
const LARGEST_FILE_BYTES = 2_000_000_000;
const NOT_DICOM = /\.(md|tsv|csv|json|txt|py|sh|html)$/i;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, reference: { type: 'string' }, timeout: { type: 'string', default: '60' }, help: { type: 'boolean', default: false } },
});
const [folder] = positionals;
if (options.help || folder === undefined || options.out === undefined || !existsSync(folder)) {
  process.stderr.write(HELP);
  process.exit(2);
}
process.exit(await run(folder, options.out, options.reference ?? join(folder, 'pixel-hashes.tsv'), Number(options.timeout) * 1000));

async function run(folder: string, out: string, referenceFile: string, timeoutMs: number): Promise<number> {
  const reference = readReference(referenceFile);
  const files = filesBelow(folder);
  mkdirSync(dirname(out), { recursive: true });
  const output = createWriteStream(out);
  output.write(`${COLUMNS.join('\t')}\n`);
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  const seen = new Set<string>();
  const store = await openLooseStore();
  const page = await openDecodePage(store.routes);
  const started = Date.now();
  try {
    for (const [index, file] of files.entries()) {
      if (index > 0 && index % FILES_A_PAGE === 0) await page.refresh();
      for (const row of await rowsOf(store, page, folder, file, timeoutMs, reference)) {
        output.write(`${toLine(row)}\n`);
        seen.add(keyOf(row.file, row.frame === '' ? '1' : row.frame));
        count(counts, row.status);
        if (row.compared !== '') count(counts, row.compared);
        if (/DIFFERS|refused/.test(row.compared)) wrong.push(`${row.file} ${row.frame}: ${row.compared} ${row.reason}`);
      }
      if (process.stderr.isTTY || (index + 1) % 50 === 0) process.stderr.write(`${process.stderr.isTTY ? '\r' : '\n'}${index + 1} of ${files.length} files, ${((Date.now() - started) / 1000).toFixed(0)} s`);
    }
  } finally {
    await page.close();
    await store.close();
    await new Promise<void>((resolve) => void output.end(resolve));
  }
  for (const [key, row] of reference) {
    const wasRefused = seen.has(keyOf(row['file'] ?? '', '1'));
    if ((row['sha256_stored_values'] ?? '') !== '' && !seen.has(key) && !wasRefused) wrong.push(`${row['file']} ${row['frame']}: not found below the folder`);
  }
  const summary = [...counts].toSorted(([left], [right]) => left.localeCompare(right)).map(([name, number]) => `  ${String(number).padStart(6)}  ${name}`);
  process.stderr.write(`\n\n${files.length} files in ${((Date.now() - started) / 1000).toFixed(0)} s; rows:\n${summary.join('\n')}\n`);
  process.stderr.write(reference.size === 0 ? 'no reference to compare with\n' : `${wrong.length} rows are not as in ${referenceFile}\n`);
  for (const line of wrong) process.stderr.write(`  ${line}\n`);
  return wrong.some((line) => !line.includes(': lossy: refused')) ? 1 : 0;
}

async function rowsOf(store: LooseStore, page: DecodePage, folder: string, file: string, timeoutMs: number, reference: Reference): Promise<readonly PixelRow[]> {
  let studyId: number | undefined;
  try {
    if (statSync(join(folder, file)).size > LARGEST_FILE_BYTES) return [emptyRow(file, '', 'refused', 'larger than 2 GB', reference)];
    const stored = await store.store(join(folder, file), timeoutMs);
    ({ studyId } = stored);
    const frames = await page.frameCount(stored);
    if (frames === 0) return [emptyRow(file, '', 'no-pixels', '', reference)];
    const rows: PixelRow[] = [];
    for (const frameNumber of frames === 1 ? [1] : [1, frames]) {
      const result = await page.decode(stored, frameNumber, timeoutMs);
      rows.push(
        result.status === 'decoded'
          ? decodedRow(file, frameNumber, frames, result, stored.hasMadeIdentity, reference)
          : emptyRow(file, String(frameNumber), 'refused', `${result.code}: ${result.reason}`, reference),
      );
    }
    return rows;
  } catch (error) {
    const reason = isAppError(error) ? `${error.code}: ${String(error.facts['reason'] ?? '')}` : `failed: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`;
    return [emptyRow(file, '', 'refused', reason, reference)];
  } finally {
    if (studyId !== undefined) await store.remove(studyId).catch(() => undefined);
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !NOT_DICOM.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function readReference(file: string): Reference {
  if (!existsSync(file)) return new Map();
  const [head = '', ...lines] = readFileSync(file, 'utf8').split(/\r?\n/);
  const columns = head.split('\t');
  return new Map(
    lines.filter((line) => line !== '').map((line) => {
      const row = Object.fromEntries(line.split('\t').map((cell, index) => [columns[index] ?? '', cell]));
      return [keyOf(row['file'] ?? '', row['frame'] === '' ? '1' : (row['frame'] ?? '1')), row] as const;
    }),
  );
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
