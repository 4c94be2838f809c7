// `npm run classify:series < FILE`: reads one JSON series a line, prints what it is, one JSON line each. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root } from '../main/setup.mjs';

requireNode();
// Standard output belongs to the lines.
installDependencies((line) => void process.stderr.write(`${line}\n`));
const script = join(root, 'tests/support/series-classes/print-series-classes.ts');
const run = spawnSync(ownNode(), ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
