// `npm run test:conformance`: everything that independent validators say of our objects. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, requireNode, root, toolEnvironment } from '../main/setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
requireNode();
installDependencies(say);
ensureSystemPackages(say);
const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', env: { ...toolEnvironment(), TONGYUE_CONFORMANCE: 'full' } };
const files = process.argv.slice(2);
const run = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'conformance', ...files], options);
process.exit(run.status ?? 1);
