// `npm run report-chaos [kills] [seed]`: signs and delivers to an Orthanc that loses a third of its answers while the program is killed, 50 times unless told otherwise. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const say = (line) => process.stderr.write(`${line}\n`);
requireNode();
installDependencies(say);
ensureSystemPackages(say);
if (spawnSync(ownNode(), ['main/build.mjs'], { cwd: root, stdio: ['ignore', 2, 2], env: toolEnvironment() }).status !== 0) process.exit(1);
const run = spawnSync(ownNode(), ['--no-warnings', `${root}/tests/support/report-chaos/print-chaos.ts`, ...process.argv.slice(2)], { stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
