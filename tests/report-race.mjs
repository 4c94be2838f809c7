// `npm run report-race [races]`: two processes sign the same request, 200 times unless told otherwise. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['--no-warnings', `${root}/tests/support/report-race/print-race.ts`, ...process.argv.slice(2)], { stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
