// `npm run ecg:delineation [seeds]`: our bounds of P, QRS and T against those of a published generator, as a table. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root } from '../main/setup.mjs';

requireNode();
installDependencies((line) => void process.stderr.write(`${line}\n`));
const run = spawnSync(ownNode(), ['--disable-warning=ExperimentalWarning', join(root, 'tests/support/ecg-command/print-delineation.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
