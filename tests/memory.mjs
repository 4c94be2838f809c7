// `npm run memory [slices] [times]`: what the page keeps after studies were closed. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

const run = (args) => spawnSync(ownNode(), args, { cwd: root, stdio: 'inherit', env: toolEnvironment() }).status ?? 1;

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
if (run(['main/build.mjs']) !== 0) process.exit(1);
process.exit(run(['tests/benchmarks/page-memory.ts', ...process.argv.slice(2)]));
