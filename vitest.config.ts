import { defineConfig } from 'vitest/config';

/** One project for each kind of suite. `npm test` runs them in this order; `npx vitest run --project unit` runs one. */
const suite = (name: string, testTimeout: number, parallel: boolean) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`],
    environment: 'node',
    // A watchdog against hanging, not a measure of speed.
    testTimeout,
    hookTimeout: testTimeout,
    pool: 'forks' as const,
    fileParallelism: parallel,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      suite('unit', 30_000, true),
      suite('contract', 30_000, true),
      suite('migrations', 30_000, true),
      suite('conformance', 120_000, true),
      suite('integration', 120_000, false),
    ],
  },
});
