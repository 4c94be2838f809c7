// `node tests/correctness-table.mjs [folder of results]`: does each of the 38 rows name tests that exist, and, with results, that ran and passed?
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ number: number, trap: string, tests: { file: string, title: string }[], open: string | undefined, isElsewhere: boolean }} Row */

/** @returns {Row[]} */
export function readRows(markdown) {
  return [...markdown.matchAll(/^\| (\d+) \| ([^|]+) \| (.+) \|$/gm)].map(([, number, trap, proof]) => ({
    number: Number(number),
    trap: trap.trim(),
    tests: [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file, title]) => ({ file, title })),
    open: /\*\*OPEN\*\*([^;]*)/.exec(proof)?.[1]?.trim(),
    isElsewhere: proof.includes('**other issue**'),
  }));
}

/**
 * @param {Row[]} rows
 * @param {(file: string) => string | undefined} readSource
 * @returns {string[]} one sentence for each fault
 */
export function faultsOf(rows, readSource) {
  const faults = [];
  for (let number = 1; number <= 38; number += 1) {
    const count = rows.filter((row) => row.number === number).length;
    if (count !== 1) faults.push(`row ${number} is there ${count} times`);
  }
  for (const { number, tests, open, isElsewhere } of rows) {
    if (tests.length === 0 && open === undefined && !isElsewhere) faults.push(`row ${number} names no test and is not marked open`);
    for (const { file, title } of tests) {
      const source = readSource(file);
      if (source === undefined) faults.push(`row ${number}: there is no ${file}`);
      else if (!isTitleIn(source, title)) faults.push(`row ${number}: ${file} has no test "${title}"`);
    }
  }
  return faults;
}

/** A title stands in quotes, right behind the bracket of a call: not in a comment, not inside another title. */
export function isTitleIn(source, title) {
  const quoted = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``];
  return quoted.some((text) => source.includes(`(${text},`) || source.includes(`(\n    ${text},`) || source.includes(`(\n      ${text},`));
}

/**
 * @param {Row[]} rows
 * @param {{ file: string, path: string[], isPassed: boolean }[]} results
 * @returns {string[]} one sentence for each named test that did not run or did not pass
 */
export function faultsInResults(rows, results) {
  return rows.flatMap(({ number, tests }) =>
    tests.flatMap(({ file, title }) => {
      const pattern = patternOf(title);
      const found = results.filter((result) => result.file === file && result.path.some((part) => pattern.test(part)));
      if (found.length === 0) return [`row ${number}: "${title}" of ${file} did not run`];
      return found.every(({ isPassed }) => isPassed) ? [] : [`row ${number}: "${title}" of ${file} did not pass`];
    }),
  );
}

function patternOf(title) {
  const parts = title.split(/%[sdifjo#%]|\$\{[^}]*\}|\$[A-Za-z.]+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

export function readResults(folder) {
  const vitest = JSON.parse(readFileSync(join(folder, 'vitest.json'), 'utf8'));
  const playwright = JSON.parse(readFileSync(join(folder, 'playwright.json'), 'utf8'));
  const unit = vitest.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, ancestorTitles, status }) => ({ file: slashed(relative(root, name)), path: [...ancestorTitles, title], isPassed: status === 'passed' })),
  );
  return [...unit, ...playwright.suites.flatMap((suite) => specsOf(suite, []))];
}

function specsOf(suite, above) {
  const path = suite.title === suite.file ? above : [...above, suite.title];
  const own = (suite.specs ?? []).map(({ file, title, tests }) => ({
    file: slashed(join('tests/e2e', file)), path: [...path, title], isPassed: tests.every(({ status }) => status === 'expected'),
  }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, path))];
}

function slashed(path) {
  return path.replaceAll('\\', '/');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = readRows(readFileSync(join(root, 'tests/conformance/README.md'), 'utf8'));
  const readSource = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);
  const folder = process.argv[2];
  const faults = [...faultsOf(rows, readSource), ...(folder === undefined ? [] : faultsInResults(rows, readResults(folder)))];
  for (const { number, trap, open } of rows) if (open !== undefined) process.stdout.write(`open: row ${number}, ${trap}${open === '' ? '' : `: ${open}`}\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  const open = rows.filter((row) => row.open !== undefined).length;
  process.stdout.write(`${rows.length} rows, ${rows.reduce((sum, { tests }) => sum + tests.length, 0)} tests named, ${open} rows with something open, ${faults.length} faults\n`);
  process.exit(faults.length === 0 ? 0 : 1);
}
