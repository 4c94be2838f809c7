// `npm run race [acts] [seed]`: the race among three patients of tests/e2e/race.spec.ts, 2,000 acts unless told otherwise. With RACE_MUTANT=pixels the store
// answers some frames with another patient's, and the race must be lost: so it is seen that it can be.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, toolEnvironment } from '../main/setup.mjs';

const [acts = '2000', seed = String(Date.now() % 2147483647)] = process.argv.slice(2);
const run = spawnSync(join(root, 'node_modules/.bin/playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts', 'race.spec', '-g', 'random acts'], {
  cwd: root, stdio: 'inherit', shell: process.platform === 'win32', env: { ...toolEnvironment(), RACE_ACTS: acts, RACE_SEED: seed },
});
process.exit(run.status ?? 1);
