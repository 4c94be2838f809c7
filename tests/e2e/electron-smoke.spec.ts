import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron as electron, expect, test, type ElectronApplication, type Page } from 'playwright/test';

/**
 * The program in a real Electron, as `npm start` opens it. Electron's binary is not part of the repository and cannot be fetched everywhere: what
 * is missing is said in one line and the specs are skipped. What the shell does is tested without it in tests/contract/electron-host.test.ts.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'out/main/electron.js');
const binary = findElectron();
const missing = whatIsMissing();
if (missing !== undefined) process.stderr.write(`SKIPPED tests/e2e/electron-smoke.spec.ts: ${missing}\n`);

function findElectron(): string | undefined {
  const given = process.env['ELECTRON_BIN'];
  if (given !== undefined && existsSync(given)) return given;
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  const installed = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : undefined;
  return installed !== undefined && existsSync(installed) ? installed : undefined;
}

function whatIsMissing(): string | undefined {
  if (binary === undefined) return 'no Electron binary (node_modules/electron/dist, or set ELECTRON_BIN)';
  if (!existsSync(entry)) return 'out/ is not built (node main/build.mjs)';
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'no display (xvfb-run makes one)';
  return undefined;
}

let profileFolder = '';
let program: ElectronApplication;
let page: Page;

test.describe('the program in Electron', () => {
  test.skip(missing !== undefined, missing);
  test.describe.configure({ mode: 'serial', timeout: 120_000 });

  test.beforeAll(async () => {
    if (missing !== undefined) return;
    profileFolder = mkdtempSync(join(tmpdir(), 'tongyue-electron-'));
    program = await electron.launch({ ...(binary === undefined ? {} : { executablePath: binary }), args: [entry, '--profile', profileFolder, '--demo', '--lang', 'zh-CN'] });
    page = await program.firstWindow();
  });
  test.afterAll(async () => {
    if (missing !== undefined) return;
    await program.close();
    rmSync(profileFolder, { recursive: true, force: true });
  });

  test('the worklist of the demo alliance appears on our own origin', async () => {
    await expect(page.getByText('工作列表').first()).toBeVisible({ timeout: 60_000 });
    expect(page.url()).toMatch(/^tongyue:\/\/app\//);
  });

  test('the page reaches neither Node nor Electron, only the frozen shell', async () => {
    const seen = await page.evaluate(() => ({
      process: typeof Reflect.get(globalThis, 'process'),
      require: typeof Reflect.get(globalThis, 'require'),
      electron: typeof Reflect.get(globalThis, 'electron'),
      shell: Object.keys(Reflect.get(globalThis, 'tongyueShell') as object),
      isShellFrozen: Object.isFrozen(Reflect.get(globalThis, 'tongyueShell')),
    }));
    expect(seen).toEqual({ process: 'undefined', require: 'undefined', electron: 'undefined', shell: ['callAttention', 'chooseImport'], isShellFrozen: true });
  });

  test('the page cannot leave for a foreign address and cannot reach the network', async () => {
    await page.evaluate(() => {
      location.href = 'https://evil.invalid/';
    });
    await expect(page.getByText('工作列表').first()).toBeVisible();
    expect(page.url()).toMatch(/^tongyue:\/\/app\//);
    const reached = await page.evaluate(async () => fetch('http://127.0.0.1:9/').then(() => true, () => false));
    expect(reached).toBe(false);
  });

  test('an image pixel has the size that the page computes', async () => {
    const zoom = await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getZoomFactor()));
    expect(zoom).toEqual([1]);
  });

  test('Chromium keeps its files below the profile', async () => {
    const userData = await program.evaluate(({ app }) => app.getPath('userData'));
    expect(userData).toBe(join(profileFolder, 'electron'));
  });
});
