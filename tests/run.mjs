// `npm test`: its own set-up, the walls, all suites, and as its last line the counts. Plain JavaScript in the syntax of Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const results = join(root, 'out/test-results');
const total = { passed: 0, failed: 0, skipped: 0 };

requireNode();
installDependencies(say);
ensureSystemPackages(say);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await suite('walls (npm run check)', () => runNode(['tests/check.mjs']), () => undefined);
await suite('build', () => runNode(['main/build.mjs']), () => undefined);
await suite('unit, contract, migrations, conformance, integration', () => runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(results, 'vitest.json')}`]), countVitest);
await suite('end to end', () => runTool('playwright', ['test', '--config', 'tests/e2e/playwright.config.ts']), countPlaywright);
await suite('table of the 38 traps against these results', () => runNode(['tests/correctness-table.mjs', results]), () => undefined);
await suite('table of the security points against these results', () => runNode(['tests/security-table.mjs', results]), () => undefined);

if (total.skipped > 0) say(`${total.skipped} skipped: see the lines above that say why`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Runs one suite. Without counts of its own it counts as one; a suite that dies without counts has failed. */
async function suite(name, run, count) {
  say(`\n== ${name}`);
  const started = Date.now();
  const status = await run();
  const counted = count() ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  if (status !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
  say(`== ${name}: ${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped, ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function runNode(args) {
  return spawnSync(ownNode(), args, { cwd: root, stdio: 'inherit', env: toolEnvironment() }).status ?? 1;
}

function runTool(name, args) {
  return new Promise((resolve) => {
    const environment = { ...toolEnvironment(), PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'playwright.json'), FORCE_COLOR: '0' };
    const child = spawn(join(root, 'node_modules/.bin', name), args, { cwd: root, stdio: 'inherit', env: environment, shell: process.platform === 'win32' });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(join(results, file), 'utf8'));
  } catch {
    return undefined;
  }
}

function countVitest() {
  const result = readResult('vitest.json');
  if (result === undefined) return undefined;
  const brokenFiles = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: result.numPassedTests, failed: result.numFailedTests + brokenFiles, skipped: result.numPendingTests + result.numTodoTests };
}

function countPlaywright() {
  const stats = readResult('playwright.json')?.stats;
  if (stats === undefined) return undefined;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
