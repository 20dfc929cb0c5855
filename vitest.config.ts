import { defineConfig } from 'vitest/config';
import { endWithNpm } from './lab/processes/end-with-npm.ts';
import { patienceMs } from './lab/patience.ts';

endWithNpm();

const shared = {
  sequence: { shuffle: true },
  restoreMocks: true,
  environment: 'node',
  expect: { poll: { timeout: patienceMs } },
} as const;
// A test may wait for some things in a row, and says which of them did not come.
const testTimeout = 4 * patienceMs;
const hookTimeout = testTimeout;

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    // Most tests wait for other processes more than they work: four files at a time fill two cores.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          // Pure code keeps no state between files: each worker loads it once, in little more than half the time.
          isolate: false,
          testTimeout,
          hookTimeout,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Each file has its own world; what loads and warms up the service is paid once a worker, not once a file.
          isolate: false,
          globalSetup: ['test/database.ts'],
          testTimeout,
          hookTimeout,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // After all others, and alone: what is measured is the budget, not a machine that has no time for it.
          name: 'limits',
          include: ['test/limits/**/*.test.ts'],
          globalSetup: ['test/database.ts'],
          testTimeout,
          hookTimeout,
          fileParallelism: false,
          sequence: { shuffle: true, groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // Two files at a time: a browser, its pages and their builds take a core each.
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          isolate: false,
          globalSetup: ['test/database.ts'],
          testTimeout,
          hookTimeout,
          maxWorkers: 2,
          sequence: { shuffle: true, groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // Kills and restarts whole processes, after all other tests, in about two minutes.
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { shuffle: true, groupOrder: 3 },
        },
      },
    ],
  },
});
