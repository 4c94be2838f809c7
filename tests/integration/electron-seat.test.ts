import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSeat } from '#main/composition/seat.ts';
import { startHost } from '#main/hosts/electron/host.ts';
import { systemClock } from '#main/platform/clock.ts';
import { createElectronStandIn } from '#tests/support/electron-stand-in.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

/** A real seat with its threads and the demo alliance, behind the scheme of a stand-in for Electron. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'out/main/electron.js');
const isBuilt = existsSync(entry) && existsSync(join(root, 'out/renderer/index.html'));
if (!isBuilt) process.stderr.write('SKIPPED tests/integration/electron-seat.test.ts: out/ is not built (node main/build.mjs)\n');

test.skipIf(!isBuilt)('the program opens, lists cases, calls attention to new ones, closes, and opens again with the same key', async () => {
  vi.stubEnv('TONGYUE_DEMO_SCALE', 'small');
  onTestFinished(() => void vi.unstubAllEnvs());
  const profileFolder = join(temporaryFolder(), 'profile');
  const start = () => {
    const electron = createElectronStandIn();
    startHost({
      electron: electron.port,
      openSeat,
      argv: ['electron', entry, '--profile', profileFolder, '--demo'],
      environment: {},
      system: 'linux',
      entryUrl: pathToFileURL(entry),
      clock: systemClock,
      wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs).unref()),
      say: () => {},
    });
    return electron;
  };
  const opened = async (electron: ReturnType<typeof start>) => {
    await electron.ready();
    await vi.waitFor(() => expect(electron.windows.length + electron.record.exits.length).toBe(1), { timeout: 60_000 });
    expect(electron.record.errorBoxes).toEqual([]);
  };
  const call = async (electron: ReturnType<typeof start>, method: string, input: unknown) => {
    const init = { method: 'POST', body: JSON.stringify({ json: input }), headers: { 'content-type': 'application/json' } };
    const answer = await electron.request(`tongyue://app/rpc/${method}`, init, 'tongyue://app');
    return JSON.parse((await answer.bytes()).toString()) as { readonly json: unknown };
  };

  const first = start();
  await opened(first);
  expect((await first.request('tongyue://app/')).status).toBe(200);
  expect(await call(first, 'system/describe', {})).toMatchObject({ json: { host: 'electron', isDemo: true } });
  await vi.waitFor(() => expect(first.windows[0]?.flashes).toContain(true), { timeout: 60_000 });
  first.quit();
  await vi.waitFor(() => expect(first.record.exits).toEqual([0]), { timeout: 60_000 });
  expect(readdirSync(profileFolder)).toContain('seat.keychain');
  expect(readdirSync(profileFolder)).not.toContain('seat.key');

  const second = start();
  await opened(second);
  expect(await call(second, 'system/describe', {})).toMatchObject({ json: { host: 'electron' } });
  second.quit();
  await vi.waitFor(() => expect(second.record.exits).toEqual([0]), { timeout: 60_000 });
}, 240_000);
