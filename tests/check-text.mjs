// `npm run check:text < FILE`. Plain JavaScript in the syntax of Node 20: it finds the Node that everything else runs on.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['tests/support/report-texts/run-check-text.ts'], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
process.exit(run.status ?? 1);
