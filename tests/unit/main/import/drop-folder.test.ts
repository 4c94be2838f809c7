import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import { watchDropFolder } from '#main/import/drop-folder.ts';
import { silentLog } from '#main/platform/log.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

/** Each look is asked for; none comes by itself. */
function watched(folder = temporaryFolder()) {
  const jobs: Pick<ImportJob, 'path' | 'state'>[] = [];
  let second = 0;
  const drop = watchDropFolder({
    folder, log: silentLog, everyMs: 3_600_000,
    clock: { now: () => new Date(Date.UTC(2026, 10, 22, 1, 0, second++)) },
    importer: {
      list: async () => jobs as ImportJob[],
      async start(path) {
        const job = { path, state: 'running' } as ImportJob;
        jobs.push(job);
        return job;
      },
    },
  });
  onTestFinished(() => drop.close());
  const finish = (index: number) => (jobs[index] = { ...jobs[index]!, state: 'done' });
  const filesBelow = (...parts: string[]) => readdirSync(join(folder, ...parts), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).toSorted();
  return { folder, drop, jobs, finish, filesBelow };
}

test('a file is taken when it has not changed between two looks, all that are whole in one import', async () => {
  const { folder, drop, jobs, filesBelow } = watched();
  await drop.look();
  mkdirSync(join(folder, 'ward'));
  for (const name of ['a.scp', 'ward/b.xml', 'growing.dcm']) writeFileSync(join(folder, name), 'x');
  await drop.look();
  expect(jobs).toEqual([]);
  appendFileSync(join(folder, 'growing.dcm'), 'y');
  await drop.look();
  expect(jobs).toHaveLength(1);
  expect(filesBelow('importing')).toEqual(['a.scp', 'b.xml']);
  await drop.look();
  expect(jobs).toHaveLength(2);
});

test('what a device is still writing under a passing name, hides or left empty is left alone', async () => {
  const { folder, drop, jobs } = watched();
  for (const name of ['a.tmp', 'b.PART', '.c.dcm']) writeFileSync(join(folder, name), 'x');
  writeFileSync(join(folder, 'empty.dcm'), '');
  for (let look = 0; look < 3; look += 1) await drop.look();
  expect(jobs).toEqual([]);
});

test('what was taken in is moved aside and not taken again', async () => {
  const { folder, drop, jobs, finish, filesBelow } = watched();
  writeFileSync(join(folder, 'a.scp'), 'x');
  await drop.look();
  await drop.look();
  await drop.look();
  expect(filesBelow('importing')).toEqual(['a.scp']);
  finish(0);
  await drop.look();
  await drop.look();
  expect(jobs).toHaveLength(1);
  expect([filesBelow('importing'), filesBelow('imported')]).toEqual([[], ['a.scp']]);
});

test('what a crash left between moving and importing is imported after the next start', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'importing/2026-11-21T23-59-00-000Z'), { recursive: true });
  writeFileSync(join(folder, 'importing/2026-11-21T23-59-00-000Z/a.scp'), 'x');
  const { drop, jobs } = watched(folder);
  await drop.look();
  await drop.look();
  expect(jobs.map(({ path }) => path)).toEqual([join(folder, 'importing/2026-11-21T23-59-00-000Z')]);
});
