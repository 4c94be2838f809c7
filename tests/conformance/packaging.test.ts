import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeElectronStub } from '#tests/support/electron-stub.ts';

/**
 * Packs the built program for Linux, offline, around a stand-in for Electron's binary: what lies in the package, and which fuses are set. The
 * archives and installers themselves need tools from the network and are not made here.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(join(root, 'out/main/electron.js')) && existsSync(join(root, 'out/renderer/index.html'));
if (!isBuilt) process.stderr.write('SKIPPED tests/conformance/packaging.test.ts: out/ is not built (node main/build.mjs)\n');

const electronVersion = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }).devDependencies['electron'] ?? '';
const folder = isBuilt ? mkdtempSync(join(tmpdir(), 'tongyue-packaging-')) : '';
const application = join(folder, 'dist/linux-unpacked');
let packed: readonly string[] = [];

beforeAll(async () => {
  if (!isBuilt) return;
  await writeElectronStub(join(folder, 'electron'), electronVersion);
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const run = spawnSync(
    process.execPath,
    [builder, '--linux', 'dir', '--x64', '--publish', 'never', `-c.electronDist=${join(folder, 'electron')}`, `-c.directories.output=${join(folder, 'dist')}`],
    { cwd: root, encoding: 'utf8', env: { ...process.env, ELECTRON_BUILDER_OFFLINE: 'true' } },
  );
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  packed = listPackage(join(application, 'resources/app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'));
}, 120_000);
afterAll(() => {
  if (isBuilt) rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!isBuilt)('the package holds all that the program needs to run', () => {
  const needed = [
    '/package.json',
    '/out/main/electron.js',
    '/out/main/preload.cjs',
    '/out/main/catalogue.worker.js',
    '/out/main/packs.worker.js',
    '/out/main/documents.worker.js',
    '/out/main/demo.worker.js',
    '/out/renderer/index.html',
    '/out/resources/fonts/NotoSansSC-Regular.ttf',
    '/out/resources/fonts/NotoSansSC-Bold.ttf',
    '/out/resources/build/icon.png',
    '/node_modules/better-sqlite3/lib/index.js',
    '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ];
  expect(needed.filter((path) => !packed.includes(path))).toEqual([]);
  expect(packed.filter((path) => path.startsWith('/out/main/migrations/') && path.endsWith('.sql')).length).toBeGreaterThan(0);
});

test.skipIf(!isBuilt)('it holds no source, no map, no test and no package that was bundled', () => {
  const unwanted = packed.filter((path) => /\.(ts|tsx|map|c|cpp|h|gyp)$|\/tests?\/|^\/(main|shared|renderer|tests)\/|loopback\.js$|build-stamp$/.test(path));
  expect(unwanted).toEqual([]);
  const packages = new Set(packed.filter((path) => path.startsWith('/node_modules/')).map((path) => path.split('/')[2]));
  expect(packages).toEqual(new Set(['@koromix', 'better-sqlite3', 'koffi']));
  const binaries = packed.filter((path) => path.endsWith('.node'));
  expect(binaries.filter((path) => !path.startsWith('/node_modules/@koromix/koffi-linux-x64/'))).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node']);
});

test.skipIf(!isBuilt)('the binary of the database lies outside of the archive, where the system can load it', () => {
  expect(existsSync(join(application, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node'))).toBe(true);
});

test.skipIf(!isBuilt)('the database opens from the packed binary', () => {
  const addon = join(application, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node');
  const script = `const D = require('better-sqlite3'); const d = new D(':memory:', { nativeBinding: ${JSON.stringify(addon)} }); console.log(d.prepare('select 40 + 2 as n').get().n)`;
  const run = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  expect(run.stdout.trim()).toBe('42');
});

test.skipIf(!isBuilt)('the fuses are set', () => {
  const read = spawnSync(process.execPath, [join(root, 'node_modules/@electron/fuses/dist/bin.js'), 'read', '--app', join(application, 'tongyue')], { encoding: 'utf8' });
  const fuses = Object.fromEntries([...read.stdout.matchAll(/(\w+) is (Enabled|Disabled)/g)].map(([, name, state]) => [name, state]));
  expect(fuses).toEqual({
    RunAsNode: 'Disabled',
    EnableCookieEncryption: 'Enabled',
    EnableNodeOptionsEnvironmentVariable: 'Disabled',
    EnableNodeCliInspectArguments: 'Disabled',
    EnableEmbeddedAsarIntegrityValidation: 'Enabled',
    OnlyLoadAppFromAsar: 'Enabled',
    LoadBrowserProcessSpecificV8Snapshot: 'Disabled',
    GrantFileProtocolExtraPrivileges: 'Disabled',
  });
});

test.skipIf(!isBuilt)('only the languages of the screen are packed', () => {
  expect(readdirSync(join(application, 'locales')).toSorted()).toEqual(['en-US.pak', 'zh-CN.pak']);
});
