import { readdirSync, readFileSync } from 'node:fs';
import { until, allRows } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { startCountyHospital } from './county-hospital.ts';
import { openDesk } from './desk.ts';

/**
 * `npm run memory [slices] [times]`: opens and closes one study again and again in the real page, each time with its volume in three planes, and
 * weighs the page after each closing: proportional set size of the renderers and of the GPU process, which is what they would give back. Linux only.
 */
const slices = Number(process.argv[2] ?? 1200);
const times = Number(process.argv[3] ?? 20);
/** Openings whose median is the plateau: the second quarter, after caches that are meant to stay have filled. Against it stands the median of the last three. */
const PLATEAU = [Math.floor(times / 4), Math.max(Math.floor(times / 4) + 1, Math.floor(times / 2))] as const;
const TOLERANCE = 0.05;
const MOST_WEIGHINGS = 15;

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (from: number) => Math.round((performance.now() - from) / 1000);
const begun = performance.now();

const hospital = await startCountyHospital({ bitsPerSecond: 2_000_000_000, roundTripMs: 1 });
const { profile, remove } = newProfile();
const study = hospital.receiveChestCt(1, slices);
say(`study of seed 1 with ${slices} slices made, ${seconds(begun)} s`);
const program = await startProgram(profile, ['--no-demo', '--site', `County=${hospital.baseUrl}`, '--since', 'all']);
const desk = await openDesk(program);
/** Pixels, volumes and tables that the page holds after the last closing; a study of 200 slices has 105 MB. */
const MOST_BUFFERS = 30e6;
let buffersLeft = Infinity;
const weights: number[] = [];
/** Of which process the bytes are, as the last weighing found them. */
let parts: ReadonlyMap<string, number> = new Map();
/** What the page itself counts: a heap or nodes that grow with each opening name what is kept. */
const tools = await desk.page.context().newCDPSession(desk.page);
await tools.send('Performance.enable');
/** Sessions of the page's workers: their garbage lies in the same process and is collected by nobody else. */
const workers = new Set<string>();
interface WorkerAnswer {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number; readonly backingStorageSize?: number };
}
const answers = new Map<number, (answer: WorkerAnswer) => void>();
tools.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
tools.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
tools.on('Target.receivedMessageFromTarget', ({ message }) => {
  const answer = JSON.parse(message) as WorkerAnswer;
  answers.get(answer.id ?? 0)?.(answer);
});
await tools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
let questions = 0;
/** A worker that ended meanwhile answers nothing. */
const askWorker = async (sessionId: string, method: string): Promise<number> => {
  questions += 1;
  const id = questions;
  const answered = new Promise<number>((resolve) => {
    answers.set(id, ({ result }) => resolve((result?.usedSize ?? 0) + (result?.backingStorageSize ?? 0)));
    setTimeout(() => resolve(0), 5_000).unref();
  });
  await tools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(() => answers.get(id)?.({}));
  const bytes = await answered;
  answers.delete(id);
  return bytes;
};
const askWorkers = async (method: string): Promise<number> => (await Promise.all([...workers].map((one) => askWorker(one, method)))).reduce((sum, bytes) => sum + bytes, 0);
/** Pixels and volumes that the page still holds, as its engine counts them. */
const heldBuffers = async (): Promise<number> => {
  const { backingStorageSize }: { readonly backingStorageSize?: number } = await tools.send('Runtime.getHeapUsage');
  return backingStorageSize ?? Number.NaN;
};
const counted = async () => {
  const { metrics } = await tools.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  return `heap ${(of('JSHeapUsedSize') / 1e6).toFixed(1)} MB, buffers ${((await heldBuffers()) / 1e6).toFixed(0)} MB, ${workers.size} workers ${((await askWorkers('Runtime.getHeapUsage')) / 1e6).toFixed(0)} MB, ${of('Nodes')} nodes, ${of('JSEventListeners')} listeners`;
};
try {
  let told = performance.now();
  await until(async () => {
    const held = (await allRows(desk.client)).find((row) => row.studyInstanceUid === study.studyInstanceUid)?.heldInstances ?? 0;
    if (performance.now() - told > 10_000) {
      say(`retrieved ${held} of ${slices}, ${seconds(begun)} s`);
      told = performance.now();
    }
    return held === slices;
  });
  const opening = performance.now();
  for (let time = 1; time <= times; time += 1) {
    await desk.openStudy(study.studyInstanceUid);
    await desk.page.locator(`[data-testid=viewport][data-stack-size="${slices}"][data-fidelity=full]`).first().waitFor({ timeout: 120_000 });
    await desk.page.keyboard.press('Alt+M');
    await desk.page.locator('[data-testid=mpr-viewport][data-plane=axial]:not([data-stack-index=""])').waitFor({ timeout: 600_000 });
    await desk.page.keyboard.press('Alt+M');
    await desk.page.getByTestId('mpr-desk').waitFor({ state: 'detached' });
    // The study is closed, not only left: its tab goes, and its memory with it.
    await desk.page.keyboard.press('Alt+X');
    await desk.page.getByTestId('worklist-row').first().waitFor();
    weights.push(await settledBytes(async () => {
      await desk.page.requestGC();
      await askWorkers('HeapProfiler.collectGarbage');
    }));
    buffersLeft = await heldBuffers();
    const left = Math.round((seconds(opening) / time) * (times - time));
    say(`${String(time).padStart(3)} of ${times}  ${((weights.at(-1) ?? 0) / 1e6).toFixed(0).padStart(6)} MB (${[...parts].map(([name, bytes]) => `${name.split(' ')[0]} ${(bytes / 1e6).toFixed(0)}`).join(', ')})  ${await counted()}  ${left === 0 ? '' : `about ${left} s left`}`);
  }
} finally {
  await desk.close();
  await program.stop();
  await hospital.close();
  remove();
}
const plateau = median(weights.slice(...PLATEAU));
const end = median(weights.slice(-3));
const isHeld = end <= plateau * (1 + TOLERANCE) && buffersLeft <= MOST_BUFFERS;
say(`plateau ${(plateau / 1e6).toFixed(0)} MB (openings ${PLATEAU[0] + 1} to ${PLATEAU[1]}), end ${(end / 1e6).toFixed(0)} MB: ${((100 * end) / plateau - 100).toFixed(1)} %, at most ${TOLERANCE * 100} % more; buffers left ${(buffersLeft / 1e6).toFixed(0)} MB, at most ${MOST_BUFFERS / 1e6}: ${isHeld ? 'held' : 'FAILED'}; ${seconds(begun)} s`);
process.exit(isHeld ? 0 : 1);

function median(values: readonly number[]): number {
  const rising = values.toSorted((left, right) => left - right);
  return rising[Math.floor(rising.length / 2)] ?? Infinity;
}

/** When two weighings a second apart differ by less than a hundredth: memory is given back in time of its own. */
async function settledBytes(collect: () => Promise<void>): Promise<number> {
  let last = Infinity;
  for (let weighing = 0; weighing < MOST_WEIGHINGS; weighing += 1) {
    await collect();
    parts = new Map(ownBrowserProcesses().map((id) => [`${readText(`/proc/${id}/cmdline`).includes('--type=renderer') ? 'page' : 'graphics'} ${id}`, proportionalBytes(id)]));
    const now = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (Math.abs(now - last) < now / 100) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return last;
}

/** Renderers and GPU processes that descend from this process: another browser of the machine is none of ours. */
function ownBrowserProcesses(): readonly number[] {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(Number(name))]));
  const isOurs = (id: number | undefined): boolean => id !== undefined && (id === process.pid || isOurs(parents.get(id)));
  return [...parents.keys()].filter((id) => /--type=(renderer|gpu-process)/.test(readText(`/proc/${id}/cmdline`)) && isOurs(id));
}

/** The fourth field of stat; the name before it may hold blanks. undefined for the first process, and for one that has gone. */
function parentOf(id: number): number | undefined {
  const parent = Number(/\) \S (\d+)/.exec(readText(`/proc/${id}/stat`))?.[1] ?? 0);
  return parent === 0 ? undefined : parent;
}

function proportionalBytes(id: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

/** '' for a process that has gone. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
