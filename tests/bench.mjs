// `npm run bench [workload…]`: measures the program on this machine. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

// The table and the JSON alone go to the standard output.
const say = (line) => process.stderr.write(`${line}\n`);
const run = (args, stdio) => spawnSync(ownNode(), args, { cwd: root, stdio, env: toolEnvironment() }).status ?? 1;

requireNode();
installDependencies(say);
ensureSystemPackages(say);
if (run(['main/build.mjs'], ['ignore', 2, 2]) !== 0) process.exit(1);
process.exit(run(['tests/benchmarks/run-benchmarks.ts', ...process.argv.slice(2)], 'inherit'));
