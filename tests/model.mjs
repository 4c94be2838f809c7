// `npm run model -- --schedules 10000`: random schedules over both coordinators. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const say = (line) => void process.stderr.write(`${line}\n`);
requireNode();
installDependencies(say);
const at = process.argv.indexOf('--schedules');
const schedules = at === -1 ? 10_000 : Number(process.argv[at + 1]);
if (!Number.isInteger(schedules) || schedules < 1) {
  say('--schedules wants a number, such as 10000');
  process.exit(2);
}
ensureSystemPackages(say);
const run = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'integration', '-t', 'random schedules', 'tests/integration/coordinators.test.ts'], {
  cwd: root, stdio: 'inherit', env: { ...toolEnvironment(), TONGYUE_MODEL_SCHEDULES: String(schedules) }, shell: process.platform === 'win32',
});
process.exit(run.status ?? 1);
