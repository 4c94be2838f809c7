// `npm run test:faults`: the program is killed again and again. At most a quarter of an hour. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
requireNode();
installDependencies(say);
const options = { cwd: root, stdio: 'inherit', env: toolEnvironment() };
const built = spawnSync(ownNode(), ['main/build.mjs'], options).status ?? 1;
if (built !== 0) process.exit(built);
const vitest = join(root, 'node_modules/.bin/vitest');
process.exit(spawnSync(vitest, ['run', '--config', 'tests/faults/vitest.config.ts'], { ...options, shell: process.platform === 'win32' }).status ?? 1);
