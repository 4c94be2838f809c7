import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: a budget of its own, apart from `npm test`. */
export default defineConfig({
  test: { name: 'faults', root: new URL('../..', import.meta.url).pathname, include: ['tests/faults/**/*.test.ts'], pool: 'forks', fileParallelism: false, testTimeout: 900_000, hookTimeout: 60_000 },
});
