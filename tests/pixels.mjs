// `npm run pixels -- DIR --out FILE.tsv`. Plain JavaScript in the syntax of Node 20: it finds the Node that everything else runs on.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
// npm runs scripts in the repository; paths are meant from where the caller stands.
const caller = process.env.INIT_CWD ?? process.cwd();
const args = process.argv.slice(2).map((value, index, all) => (value.startsWith('--') || value === '' ? value : isPath(all[index - 1]) ? resolve(caller, value) : value));
const run = spawnSync(ownNode(), ['tests/support/pixels/run-pixels.ts', ...args], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);

function isPath(before) {
  return before === undefined || !before.startsWith('--') || before === '--out' || before === '--reference';
}
