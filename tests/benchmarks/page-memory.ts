import { readdirSync, readFileSync } from 'node:fs';
import { allRows, clientOfSession, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { startQuietBrowser } from '#tests/support/quiet-browser.ts';
import { startCountyHospital } from './county-hospital.ts';
import { median } from './figure.ts';

/**
 * `npm run memory [slices] [times]`: opens and closes one study again and again in the real page, each time with its volume in three planes, and
 * weighs the page after each closing: proportional set size of its renderers and of the GPU process, which is what they would give back. Linux only.
 *
 * Two sums must both hold. `all` is the proportional set size. `own` leaves out the files that Chromium was installed with: their pages weigh less while
 * another browser of the machine shares them, and could hide a growth or feign one. What this page wrote, its graphics memory among it, nobody else shares.
 *
 * No domain of the protocol is switched on: under Network, which Playwright switches on, the renderer keeps each request for the tools (a bare page, 1000 requests
 * of 20 KB: 30 MB more each time, without it nothing), and what grew was the watcher.
 */
const slices = Number(process.argv[2] ?? 1200);
const times = Number(process.argv[3] ?? 20);
/** Openings whose median is the plateau: the second quarter, after caches that are meant to stay have filled. Against it stands the median of the last three. */
const PLATEAU = [Math.floor(times / 4), Math.max(Math.floor(times / 4) + 1, Math.floor(times / 2))] as const;
const TOLERANCE = 0.05;
const MOST_WEIGHINGS = 15;
/** Pixels, volumes and tables that the page holds after the last closing; a study of 200 slices has 105 MB. */
const MOST_BUFFERS = 30e6;

/** Bytes of one process, or of all of them. */
interface Weight {
  readonly all: number;
  readonly own: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (from: number) => Math.round((performance.now() - from) / 1000);
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
const begun = performance.now();

const hospital = await startCountyHospital({ bitsPerSecond: 2_000_000_000, roundTripMs: 1 });
const { profile, remove } = newProfile();
const study = hospital.receiveChestCt(1, slices);
say(`study of seed 1 with ${slices} slices made, ${seconds(begun)} s`);
const program = await startProgram(profile, ['--no-demo', '--site', `County=${hospital.baseUrl}`, '--since', 'all']);
const browser = startQuietBrowser();
let buffersLeft = Infinity;
let othersMost = 0;
const weights: Weight[] = [];
/** The weight of each process, as the last weighing found it. */
let parts: ReadonlyMap<string, Weight> = new Map();
try {
  const page = await browser.openPage(program.url);
  const row = `[data-testid=worklist-row][data-study-instance-uid="${study.studyInstanceUid}"]`;
  await page.waitFor('[data-testid=worklist-row]', { timeoutMs: 120_000 });
  const { cookies } = await browser.send('Storage.getCookies');
  const client = clientOfSession(program.origin, (cookies as readonly { readonly name: string; readonly value: string }[]).map(({ name, value }) => `${name}=${value}`).join('; '));
  let told = performance.now();
  await until(async () => {
    const held = (await allRows(client)).find((one) => one.studyInstanceUid === study.studyInstanceUid)?.heldInstances ?? 0;
    if (performance.now() - told > 10_000) {
      say(`retrieved ${held} of ${slices}, ${seconds(begun)} s`);
      told = performance.now();
    }
    return held === slices;
  });
  const heldBuffers = async () => Number((await page.send('Runtime.getHeapUsage'))['backingStorageSize'] ?? Number.NaN);
  /** What the page itself counts: a heap or nodes that grow with each opening name what is kept. A worker that ended meanwhile counts nothing. */
  const counted = async () => {
    const { usedSize, embedderHeapUsedSize } = await page.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await page.send('Memory.getDOMCounters');
    const usages = await Promise.all(page.workers().map((worker) => worker.send('Runtime.getHeapUsage').catch(() => undefined)));
    const inWorkers = usages.reduce((sum, usage) => sum + Number(usage?.['usedSize'] ?? 0) + Number(usage?.['backingStorageSize'] ?? 0), 0);
    return `heap ${(Number(usedSize) / 1e6).toFixed(1)} + ${(Number(embedderHeapUsedSize) / 1e6).toFixed(1)} MB, buffers ${megabytes(buffersLeft)} MB, ${usages.length} workers ${megabytes(inWorkers)} MB, ${String(nodes)} nodes, ${String(jsEventListeners)} listeners`;
  };
  const collect = async () => {
    await page.send('HeapProfiler.collectGarbage');
    await Promise.all(page.workers().map((worker) => worker.send('HeapProfiler.collectGarbage').catch(() => undefined)));
  };
  const opening = performance.now();
  for (let time = 1; time <= times; time += 1) {
    await page.click(row);
    await page.waitFor(`${row}[aria-selected=true]`);
    await page.press('Enter');
    await page.waitFor(`[data-testid=viewport][data-stack-size="${slices}"][data-fidelity=full]`, { timeoutMs: 300_000 });
    await page.press('m', { alt: true });
    await page.waitFor('[data-testid=mpr-viewport][data-plane=axial]:not([data-stack-index=""])', { timeoutMs: 600_000 });
    await page.press('m', { alt: true });
    await page.waitFor('[data-testid=mpr-desk]', { count: 0 });
    // The study is closed, not only left: its tab goes, and its memory with it.
    await page.press('x', { alt: true });
    await page.waitFor('[data-testid=worklist-row]');
    const weight = await settledWeight(browser.processId, collect);
    weights.push(weight);
    buffersLeft = await heldBuffers();
    const others = otherBrowsers(browser.processId);
    othersMost = Math.max(othersMost, others);
    const left = Math.round((seconds(opening) / time) * (times - time));
    say(`${String(time).padStart(3)} of ${times}  ${megabytes(weight.all).padStart(5)} MB, own ${megabytes(weight.own).padStart(5)} MB (${[...parts].map(([name, bytes]) => `${name.split(' ')[0]} ${megabytes(bytes.all)}`).join(', ')})  ${await counted()}${others === 0 ? '' : `, ${others} other browsers`}  ${left === 0 ? '' : `about ${left} s left`}`);
  }
} finally {
  await browser.close();
  await program.stop();
  await hospital.close();
  remove();
}
const sums = [judge('proportional set size', weights.map(({ all }) => all)), judge('of it the page\'s own', weights.map(({ own }) => own))];
const isHeld = sums.every(({ isWithin }) => isWithin) && buffersLeft <= MOST_BUFFERS;
for (const { words } of sums) say(words);
if (othersMost > 0) say(`up to ${othersMost} other browsers ran meanwhile and shared Chromium's files: only the page's own memory can be relied on; run it alone`);
say(`buffers left ${megabytes(buffersLeft)} MB, at most ${MOST_BUFFERS / 1e6}: ${isHeld ? 'held' : 'FAILED'}; ${seconds(begun)} s`);
process.exit(isHeld ? 0 : 1);

function judge(name: string, bytes: readonly number[]): { readonly isWithin: boolean; readonly words: string } {
  const plateau = median(bytes.slice(...PLATEAU));
  const end = median(bytes.slice(-3));
  return {
    isWithin: end <= plateau * (1 + TOLERANCE),
    words: `${name}: plateau ${megabytes(plateau)} MB (openings ${PLATEAU[0] + 1} to ${PLATEAU[1]}), end ${megabytes(end)} MB: ${((100 * end) / plateau - 100).toFixed(1)} %, at most ${TOLERANCE * 100} % more; ${(risePerTime(bytes.slice(PLATEAU[0])) / 1e6).toFixed(2)} MB an opening since`,
  };
}

/** The slope of the straight line of least squares. */
function risePerTime(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return spread === 0 ? 0 : values.reduce((sum, value, at) => sum + (at - middle) * value, 0) / spread;
}

/** When two weighings a second apart differ by less than a hundredth: memory is given back in time of its own. */
async function settledWeight(browserId: number, collect: () => Promise<void>): Promise<Weight> {
  let last: Weight = { all: Infinity, own: Infinity };
  for (let weighing = 0; weighing < MOST_WEIGHINGS; weighing += 1) {
    await collect();
    parts = new Map(processesOf(browserId).map(({ id, kind }) => [`${kind} ${id}`, weigh(id)]));
    const now = [...parts.values()].reduce((sum, one) => ({ all: sum.all + one.all, own: sum.own + one.own }), { all: 0, own: 0 });
    if (Math.abs(now.all - last.all) < now.all / 100) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return last;
}

/** Every process that runs now, with its parent: the fourth field of stat; the name before it may hold blanks. */
function parentsOfAll(): ReadonlyMap<number, number> {
  return new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), Number(/\) \S (\d+)/.exec(readText(`/proc/${name}/stat`))?.[1] ?? 0)]));
}

function descends(id: number, from: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = id; at !== undefined && at !== 0; at = parents.get(at)) if (at === from) return true;
  return false;
}

/** Renderers and the GPU process of our browser, without the renderer of Chromium's own strip of tabs. */
function processesOf(browserId: number): readonly { readonly id: number; readonly kind: 'page' | 'graphics' }[] {
  const parents = parentsOfAll();
  return [...parents.keys()].filter((id) => descends(id, browserId, parents)).flatMap((id): readonly { readonly id: number; readonly kind: 'page' | 'graphics' }[] => {
    const command = readText(`/proc/${id}/cmdline`);
    if (command.includes('--type=renderer') && !command.includes('--top-chrome-webui')) return [{ id, kind: 'page' }];
    return command.includes('--type=gpu-process') ? [{ id, kind: 'graphics' as const }] : [];
  });
}

/** Browsers of others that run now, each known by its GPU process. */
function otherBrowsers(browserId: number): number {
  const parents = parentsOfAll();
  return [...parents.keys()].filter((id) => readText(`/proc/${id}/cmdline`).includes('--type=gpu-process') && !descends(id, browserId, parents)).length;
}

/** Shared memory is a file that was deleted as soon as it was mapped; a file that still has its name was installed. */
function weigh(id: number): Weight {
  let isInstalled = false;
  let all = 0;
  let own = 0;
  for (const line of readText(`/proc/${id}/smaps`).split('\n')) {
    const path = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$/.exec(line)?.[1];
    if (path !== undefined) isInstalled = path.startsWith('/') && !path.endsWith('(deleted)');
    const bytes = Number(/^Pss:\s+(\d+) kB/.exec(line)?.[1] ?? 0) * 1024;
    all += bytes;
    if (!isInstalled) own += bytes;
  }
  return { all, own };
}

/** '' for a process that has gone. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
