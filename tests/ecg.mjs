// `npm run ecg -- FILE...`: one JSON line for each file. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { installDependencies, ownNode, requireNode, root } from '../main/setup.mjs';

requireNode();
// Standard output belongs to the lines.
installDependencies((line) => void process.stderr.write(`${line}\n`));
// npm runs scripts in the repository; paths are meant from where the caller stands.
const caller = process.env.INIT_CWD ?? process.cwd();
const files = process.argv.slice(2).map((path) => (path.startsWith('--') ? path : resolve(caller, path)));
const run = spawnSync(ownNode(), ['--disable-warning=ExperimentalWarning', join(root, 'tests/support/ecg-command/print-ecg.ts'), ...files], { stdio: 'inherit' });
process.exit(run.status ?? 1);
