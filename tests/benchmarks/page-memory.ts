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
/** The first openings fill caches that are meant to stay. */
const WARM = Math.min(5, Math.floor(times / 2));
const TOLERANCE = 0.05;

const hospital = await startCountyHospital({ bitsPerSecond: 2_000_000_000, roundTripMs: 1 });
const { profile, remove } = newProfile();
const study = hospital.receiveChestCt(1, slices);
const program = await startProgram(profile, ['--no-demo', '--site', `County=${hospital.baseUrl}`, '--since', 'all']);
const before = new Set(browserProcesses());
const desk = await openDesk(program);
const weights: number[] = [];
try {
  await until(async () => (await allRows(desk.client)).find((row) => row.studyInstanceUid === study.studyInstanceUid)?.heldInstances === slices);
  for (let time = 1; time <= times; time += 1) {
    await desk.openStudy(study.studyInstanceUid);
    await desk.page.locator(`[data-testid=viewport][data-stack-size="${slices}"][data-fidelity=full]`).first().waitFor({ timeout: 120_000 });
    await desk.page.keyboard.press('Alt+M');
    await desk.page.locator('[data-testid=mpr-viewport][data-plane=axial]:not([data-stack-index=""])').waitFor({ timeout: 600_000 });
    await desk.page.keyboard.press('Alt+M');
    await desk.page.getByTestId('mpr-desk').waitFor({ state: 'detached' });
    await desk.backToList();
    await desk.page.requestGC();
    weights.push(settledBytes());
    process.stdout.write(`${time}: ${((weights.at(-1) ?? 0) / 1e6).toFixed(0)} MB\n`);
  }
} finally {
  await desk.close();
  await program.stop();
  await hospital.close();
  remove();
}
const plateau = Math.max(...weights.slice(0, WARM));
const last = weights.at(-1) ?? Infinity;
process.stdout.write(`plateau of the first ${WARM}: ${(plateau / 1e6).toFixed(0)} MB, after ${times}: ${(last / 1e6).toFixed(0)} MB (${((100 * last) / plateau - 100).toFixed(1)} %; at most ${TOLERANCE * 100} % more wanted)\n`);
process.exit(last <= plateau * (1 + TOLERANCE) ? 0 : 1);

/** All renderers and GPU processes of this browser together. */
function settledBytes(): number {
  return browserProcesses().filter((id) => !before.has(id)).reduce((sum, id) => sum + proportionalBytes(id), 0);
}

function browserProcesses(): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => /--type=(renderer|gpu-process)/.test(readText(`/proc/${id}/cmdline`)));
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
