// `npm run selftest`: the page of the self-test in the browser of this machine, and its verdict on one page. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
for (const script of ['main/build.mjs', 'tests/support/self-test/print-self-test.ts']) {
  const args = script.endsWith('.ts') ? [script, ...process.argv.slice(2)] : [script];
  const { status } = spawnSync(ownNode(), args, { cwd: root, stdio: ['inherit', script.endsWith('.ts') ? 'inherit' : 'ignore', 'inherit'], env: toolEnvironment() });
  if (status !== 0) process.exit(status ?? 1);
}
