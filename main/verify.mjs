// `npm run verify -- FILE.pdf`: is this report file whole, and who signed it? See main/composition/verify-files.ts. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from './setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['--no-warnings', `${root}/main/composition/verify-files.ts`, ...process.argv.slice(2)], { stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
