// `npm run check`: all walls in one command. Plain JavaScript, so that it runs before anything is built.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));

const WALLS = [
  // Each checker learns the common types anew: with the four of the default a machine of two cores works a third longer.
  { name: 'TypeScript project references', command: bin('tsc'), args: ['-b', '--force', '--checkers', '2'] },
  {
    name: 'imports',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'main', 'shared', 'renderer'],
    // With a parser that cannot read TypeScript it would find nothing and be content.
    accept: (output) => Number(/\((\d+) modules/.exec(output)?.[1] ?? 0) > 20,
  },
  { name: 'table of the 38 traps', command: process.execPath, args: ['tests/correctness-table.mjs'] },
  { name: 'table of the 33 checks on reports', command: process.execPath, args: ['tests/report-table.mjs'] },
  { name: 'table of the security points', command: process.execPath, args: ['tests/security-table.mjs'] },
  { name: 'oxlint, type-aware', command: bin('oxlint'), args: ['--type-aware', '--max-warnings', '0'] },
];

let failed = 0;
for (const wall of WALLS) {
  const started = Date.now();
  const run = spawnSync(wall.command, wall.args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${bin('')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
  });
  const output = `${run.stdout ?? ''}${run.stderr ?? ''}`;
  const ok = run.status === 0 && (wall.accept?.(output) ?? true);
  if (!ok) {
    failed += 1;
    process.stdout.write(`${output}\n`);
  }
  process.stdout.write(`${ok ? 'holds ' : 'BROKEN'}  ${wall.name}  ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
process.exit(failed === 0 ? 0 : 1);
