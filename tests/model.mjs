// `npm run model -- --schedules 10000`: random schedules over both coordinators. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const say = (line) => void process.stderr.write(`${line}\n`);
requireNode();
installDependencies(say);
ensureSystemPackages(say);
const run = spawnSync(ownNode(), ['--no-warnings', join(root, 'tests/support/coordination/model-command.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
