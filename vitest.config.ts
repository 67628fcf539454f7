import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Builds are real: the engine does the work, and a test waits for it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxConcurrency: 8,
    maxWorkers: 2,
  },
});
