import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { acquireSeatLock } from '#main/database/seat-lock.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const holder = `
  import { acquireSeatLock } from ${JSON.stringify(new URL('../../../../main/database/seat-lock.ts', import.meta.url).href)};
  acquireSeatLock(process.argv[1]).announce({ processId: process.pid, address: 'http://127.0.0.1:4711' });
  process.stdout.write('held');
  setInterval(() => {}, 1000);`;

async function startHolder(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { processId: child.pid!, kill: () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL')) };
}

test('a second process is told who has the profile and where its window is', async () => {
  const folder = temporaryFolder();
  const first = await startHolder(folder);
  expect(() => acquireSeatLock(folder)).toThrow(
    expect.objectContaining({ code: 'profile/in-use', facts: { processId: first.processId, address: 'http://127.0.0.1:4711' } }),
  );
  await first.kill();
});

test('a killed process leaves no lock behind', async () => {
  const folder = temporaryFolder();
  const first = await startHolder(folder);
  await first.kill();
  acquireSeatLock(folder).release();
});
