// `npm run audit:verify` and `npm run audit:export -- --out FILE`, each with --profile DIR. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, ownNode, requireNode, root } from './setup.mjs';

requireNode();
installDependencies((line) => void process.stderr.write(`${line}\n`));
const [command, ...options] = process.argv.slice(2);
if (command === 'export' && !options.includes('--out')) {
  process.stdout.write('audit:export wants --out FILE\n');
  process.exit(2);
}
const run = spawnSync(ownNode(), ['--disable-warning=ExperimentalWarning', join(root, 'main/composition/audit-command.ts'), ...options], { stdio: 'inherit' });
process.exit(run.status ?? 1);
