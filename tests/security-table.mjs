// `node tests/security-table.mjs [folder of results]`: does each point of tests/conformance/SECURITY.md name tests that exist, and, with results, that ran and
// passed, or say what is open?
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultsInResults, isTitleIn, readResults } from './correctness-table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** How many points each part has: Electron's checklist, OWASP ASVS, the Chinese level-3 points, the attacks that the issue names. */
const POINTS = { E: 20, V: 15, L: 12, A: 16 };

/** @returns {import('./security-table.d.mts').Point[]} */
export function readPoints(markdown) {
  return [...markdown.matchAll(/^\| ([EVLA]\d+) \| ([^|]+) \| ([^|]+) \| (.+) \|$/gm)].map(([, id, point, , proof]) => ({
    id,
    number: id,
    point: point.trim(),
    tests: [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file, title]) => ({ file, title })),
    open: /\*\*OPEN\*\*:?([^|]*)/.exec(proof)?.[1]?.trim(),
    isByHand: proof.includes('by review'),
  }));
}

/** @param {(file: string) => string | undefined} readSource; @returns {string[]} one sentence for each fault */
export function faultsOfPoints(points, readSource) {
  const expected = Object.entries(POINTS).flatMap(([part, count]) => Array.from({ length: count }, (_, index) => `${part}${index + 1}`));
  const missing = expected.filter((id) => points.filter((point) => point.id === id).length !== 1).map((id) => `${id} is not there exactly once`);
  const unproved = points.filter(({ tests, open, isByHand }) => tests.length === 0 && open === undefined && !isByHand).map(({ id }) => `${id} names no test and is not marked open`);
  const unknown = points.flatMap(({ id, tests }) =>
    tests.flatMap(({ file, title }) => {
      const source = readSource(file);
      if (source === undefined) return [`${id}: there is no ${file}`];
      return isTitleIn(source, title) ? [] : [`${id}: ${file} has no test "${title}"`];
    }),
  );
  return [...missing, ...unproved, ...unknown];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const points = readPoints(readFileSync(join(root, 'tests/conformance/SECURITY.md'), 'utf8'));
  const readSource = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);
  const folder = process.argv[2];
  const faults = [...faultsOfPoints(points, readSource), ...(folder === undefined ? [] : faultsInResults(points, readResults(folder)))];
  for (const { id, open } of points) if (open !== undefined) process.stdout.write(`open: ${id}: ${open}\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${points.length} points, ${points.reduce((sum, { tests }) => sum + tests.length, 0)} tests named, ${points.filter(({ open }) => open !== undefined).length} open, ${faults.length} faults\n`);
  process.exit(faults.length === 0 ? 0 : 1);
}
