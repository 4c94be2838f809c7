import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { framePath } from '#shared/contract/request-paths.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { allRows, connect, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { startTestHospital } from '#tests/support/test-hospital.ts';
import type { Figure } from './figure.ts';

const SIDE = 512;

/**
 * The largest resident memory of the program's main process while a CT of 1200 uncompressed slices (630 MB) arrives over a fast line and every
 * slice that is held is read as a page does, six at a time, by somebody who has opened it. Linux only: it is read from /proc.
 */
export async function measureStoreMemory(slices = 1_200): Promise<Figure[]> {
  const { profile, remove } = newProfile();
  const hospital = await startTestHospital();
  const frame = randomBytes(SIDE * SIDE * 2);
  for (let number = 1; number <= slices; number += 1) hospital.put(ctSlice(number, { StudyDate: '20261121', Rows: SIDE, Columns: SIDE }, 0, frame));
  const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${hospital.baseUrl}`]);
  let peakBytes = 0;
  // The launcher starts the program in a process of its own.
  const watch = setInterval(() => (peakBytes = Math.max(peakBytes, residentBytes(program.processId))), 50);
  try {
    const client = await connect(program);
    const { studyId } = await until(async () => (await allRows(client))[0]);
    // Somebody reads it: what makes papers starts as well.
    await client.studies.open({ studyId });
    let next = 1;
    const readAll = async () => {
      while (next <= slices) {
        const number = next++;
        await until(async () => {
          const answer = await client.get(framePath(studyId, `1.2.3.1.${number}`, 1));
          await answer.arrayBuffer();
          return answer.status === 200;
        });
      }
    };
    await Promise.all(Array.from({ length: 6 }, readAll));
    await until(async () => (await allRows(client))[0]?.heldInstances === slices);
  } finally {
    clearInterval(watch);
    await program.stop();
    await hospital.stop();
    remove();
  }
  return [{ key: 'storeMemoryMegabytes', what: 'memory of the main process while a CT of 1200 slices arrives and is served', value: peakBytes / 1e6, limit: 400 }];
}

/** Of the larger of a process and those that it started: the launcher is small and only waits. */
function residentBytes(processId: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${processId}/statm`, 'utf8').split(' ')[1]);
    const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').split(' ').filter((text) => text.trim() !== '');
    return Math.max(pages * 4_096, ...children.map((child) => residentBytes(Number(child))));
  } catch {
    return 0;
  }
}
