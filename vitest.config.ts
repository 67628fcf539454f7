import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Builds are real: the engine does the work, and a test waits for it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxConcurrency: 8,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'farm', include: ['test/**/*.test.ts'], exclude: ['test/browser/**'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/build-dashboard.ts',
        },
      },
    ],
  },
});
