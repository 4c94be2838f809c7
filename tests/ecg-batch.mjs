// `npm run ecg:batch [ECGs]`: so many ECGs (ten) read and signed by keyboard alone, and the time from each signature to the next ECG.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, toolEnvironment } from '../main/setup.mjs';

const [count = '10'] = process.argv.slice(2);
const run = spawnSync(join(root, 'node_modules/.bin/playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts', 'ecg-desk.spec'], {
  cwd: root, stdio: 'inherit', shell: process.platform === 'win32', env: { ...toolEnvironment(), TONGYUE_ECGS: count },
});
process.exit(run.status ?? 1);
