// `node tests/report-table.mjs`: does each of the 33 checks on reports name tests that exist, or say that it is open? See tests/conformance/REPORTS.md.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const CHECKS = 33;

/** @typedef {{ id: string, tests: { file: string, title: string }[], open: string | undefined }} Row */

/** @returns {Row[]} */
export function readReportRows(markdown) {
  return [...markdown.matchAll(/^\| (A\d+) \| (.+) \|$/gm)].map(([, id, proof]) => ({
    id,
    tests: [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file, title]) => ({ file, title })),
    open: /\*\*OPEN\*\*([^|;]*)/.exec(proof)?.[1]?.trim(),
  }));
}

/**
 * @param {Row[]} rows
 * @param {(file: string) => string | undefined} readSource
 * @returns {string[]} one sentence for each fault
 */
export function faultsOfReportTable(rows, readSource) {
  const faults = [];
  for (let number = 1; number <= CHECKS; number += 1) {
    const count = rows.filter((row) => row.id === `A${number}`).length;
    if (count !== 1) faults.push(`A${number} is there ${count} times`);
  }
  for (const { id, tests, open } of rows) {
    if (tests.length === 0 && open === undefined) faults.push(`${id} names no test and is not marked open`);
    for (const { file, title } of tests) {
      const source = readSource(file);
      if (source === undefined) faults.push(`${id}: there is no ${file}`);
      else if (!isTitleIn(source, title)) faults.push(`${id}: ${file} has no test "${title}"`);
    }
  }
  return faults;
}

/** A title stands in quotes, right behind the bracket of a call. */
function isTitleIn(source, title) {
  const quoted = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``];
  return quoted.some((text) => source.includes(`(${text},`) || source.includes(`(\n    ${text},`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = readReportRows(readFileSync(join(root, 'tests/conformance/REPORTS.md'), 'utf8'));
  const readSource = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);
  const faults = faultsOfReportTable(rows, readSource);
  for (const { id, open } of rows) if (open !== undefined) process.stdout.write(`open: ${id}${open === '' ? '' : `: ${open}`}\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${rows.length} checks, ${rows.reduce((sum, { tests }) => sum + tests.length, 0)} tests named, ${faults.length} faults\n`);
  process.exit(faults.length === 0 ? 0 : 1);
}
