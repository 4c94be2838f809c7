import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runRotateCommand } from '#main/composition/rotate-command.ts';
import { bytesOf, keysThatOpenCatalogue, packFiles, readSeat, rotateAndDie, seatToRotate } from '#tests/support/key-rotation/seat-to-rotate.ts';
import { openSeatFiles } from '#tests/support/seat-files.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

async function expectWhole(profile: string, name: string, before: Awaited<ReturnType<typeof readSeat>>): Promise<void> {
  expect([name, keysThatOpenCatalogue(profile, `${profile}-copy`)]).toEqual([name, [expect.stringMatching(/^(current|next)$/)]]);
  expect([name, await runRotateCommand(['--profile', profile], () => undefined)]).toEqual([name, 0]);
  expect([name, await readSeat(profile)]).toEqual([name, { ...before, packKeys: expect.anything(), auditKey: expect.anything() }]);
  expect([name, packFiles(profile).length, bytesOf(profile, 'seat.key.next')]).toEqual([name, 4, undefined]);
}

test('a change of keys that is killed before any one of its changes of a file loses nothing', async () => {
  const folder = temporaryFolder();
  const fresh = join(folder, 'fresh');
  await seatToRotate(fresh);
  const before = await readSeat(fresh);
  const whole = join(folder, 'whole');
  cpSync(fresh, whole, { recursive: true });
  const changes = rotateAndDie(whole, 0) ?? 0;
  for (let dieAt = 1; dieAt <= changes; dieAt += 1) {
    const profile = join(folder, `killed-${dieAt}`);
    cpSync(fresh, profile, { recursive: true });
    expect([dieAt, rotateAndDie(profile, dieAt)]).toEqual([dieAt, undefined]);
    await expectWhole(profile, `before change ${dieAt} of ${changes}`, before);
  }
}, 900_000);

test('a change of keys that is killed at any time, also within the encryption of a large catalogue, loses nothing', async () => {
  const folder = temporaryFolder();
  const fresh = join(folder, 'fresh');
  await seatToRotate(fresh);
  const files = openSeatFiles(fresh);
  // 60 MB: its encryption takes most of a second.
  files.database.exec('CREATE TABLE ballast (id INTEGER PRIMARY KEY, bytes BLOB) STRICT');
  for (let row = 0; row < 60; row += 1) files.database.prepare('INSERT INTO ballast (bytes) VALUES (randomblob(1000000))').run();
  files.close();
  const before = await readSeat(fresh);
  const script = fileURLToPath(new URL('../support/key-rotation/rotate-and-die.ts', import.meta.url));
  for (let afterMs = 400; afterMs <= 3_000; afterMs += 200) {
    const profile = join(folder, `killed-${afterMs}`);
    cpSync(fresh, profile, { recursive: true });
    const child = spawn(process.execPath, ['--no-warnings', script, profile, '0'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), afterMs);
    await ended;
    await expectWhole(profile, `after ${afterMs} ms`, before);
  }
}, 900_000);
