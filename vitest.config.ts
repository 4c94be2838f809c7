import { defineConfig } from 'vitest/config';

/** One project for each kind of suite. `npm test` runs them in this order; `npx vitest run --project unit` runs one. */
const suite = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`],
    environment: 'node',
    // A watchdog against hanging, not a measure of speed.
    testTimeout,
    hookTimeout: testTimeout,
    pool: 'forks' as const,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      suite('unit', 30_000),
      suite('contract', 30_000),
      suite('migrations', 30_000),
      suite('conformance', 120_000),
      // They wait for slow lines more than they compute; each has ports and profiles of its own.
      suite('integration', 120_000),
    ],
  },
});
