// `npm run rotate-keys`. See main/composition/rotate-command.ts. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root } from './setup.mjs';

requireNode();
installDependencies((line) => void process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['--no-warnings', join(root, 'main/composition/rotate-command.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
