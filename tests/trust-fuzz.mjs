// `npm run test:fuzz`: see tests/support/trust-fuzz/run-trust-fuzz.ts. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['tests/support/trust-fuzz/run-trust-fuzz.ts'], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
