import fc from 'fast-check';
import { chromium } from 'playwright';
import { findBrowser } from '#main/hosts/loopback/find-browser.ts';
import { hasTestData, readTestFile, testFiles } from '../test-data.ts';
import { buildViewerPage, serveViewer } from '../viewer-harness/serve-viewer.ts';
import type { BareViewport, ShownOutcome } from '../viewer-harness/viewport.ts';
import { byteMutations, headerMutations, mutateBytes, mutateHeader } from './mutate.ts';
import { phantomObjects } from './phantom-objects.ts';
import { throughPureCore, type Outcome } from './pure-core.ts';
import { viewportCases } from './viewport-cases.ts';

/**
 * `npm run fuzz`: 10,000 mutated headers and the malformed files of the shared set through the pure core, 200 objects through the viewport in Chromium.
 * Each gives a picture or a reason within two seconds; anything else ends with 1.
 */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const RUNS = 10_000;
const VIEWPORT_RUNS = 200;
const LONGEST_MS = 2_000;

const counts = new Map<string, number>();
const failures: string[] = [];
const objects = phantomObjects();

async function timed(name: string, act: () => Promise<Outcome>): Promise<void> {
  const started = performance.now();
  try {
    const outcome = await act();
    counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
  } catch (error) {
    failures.push(`${name}: ${String(error)}`);
  }
  const took = performance.now() - started;
  if (took > LONGEST_MS) failures.push(`${name}: took ${took.toFixed(0)} ms`);
}

const anyMutation = fc.tuple(fc.nat(objects.length - 1), fc.boolean(), headerMutations, byteMutations);
for (const [index, [objectIndex, ofBytes, changes, bytes]] of fc.sample(anyMutation, { seed: SEED, numRuns: RUNS }).entries()) {
  const part10 = objects[objectIndex]?.part10 ?? new Uint8Array();
  await timed(`seed ${SEED}, case ${index}, ${objects[objectIndex]?.name ?? ''}`, () => (ofBytes ? throughPureCore(mutateBytes(part10, bytes)) : throughPureCore(part10, (dataSet) => mutateHeader(dataSet, changes))));
}
process.stdout.write(`pure core, ${RUNS} mutated objects: ${summary()}\n`);

counts.clear();
const malformed = hasTestData() ? testFiles('malformed') : [];
for (const file of malformed) await timed(file, () => throughPureCore(readTestFile(file)));
process.stdout.write(`pure core, ${malformed.length} malformed files: ${summary()}\n`);

counts.clear();
await throughViewport();
process.stdout.write(`viewport, ${VIEWPORT_RUNS} mutated objects: ${summary()}\n`);
process.stdout.write(failures.length === 0 ? 'no crash, no hang, no silent number\n' : `${failures.length} failures:\n${failures.join('\n')}\n`);
process.exit(failures.length === 0 ? 0 : 1);

async function throughViewport(): Promise<void> {
  const cases = viewportCases(VIEWPORT_RUNS, SEED);
  const folder = await buildViewerPage();
  const server = await serveViewer(folder, new Map(cases.map((instance, index) => [index + 1, { instances: [instance] }])));
  const program = process.env['CHROMIUM'] ?? findBrowser(process.platform, process.env);
  if (program === undefined) throw new Error('there is no Chrome, Edge or Chromium; CHROMIUM may name one');
  const browser = await chromium.launch({ executablePath: program, headless: true, args: ['--no-sandbox', '--no-first-run'] });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => failures.push(`the page: ${error.message}`));
    await page.goto(`${server.url}viewport.html`);
    await page.waitForFunction(() => document.title === 'ready');
    // The first frame reads the decoders; that is no hang.
    await page.evaluate(([id, uid]) => (window as unknown as { bare: BareViewport }).bare.show(id, uid), [1, cases[0]?.seriesInstanceUid ?? ''] as const);
    for (const [index, { seriesInstanceUid }] of cases.entries()) {
      await timed(`viewport case ${index}`, async () => {
        const shown: ShownOutcome = await page.evaluate(([id, uid]) => (window as unknown as { bare: BareViewport }).bare.show(id, uid), [index + 1, seriesInstanceUid] as const);
        return shown.status === 'shown' ? { kind: 'picture' } : { kind: 'refused', reason: shown.reason };
      });
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

function summary(): string {
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
