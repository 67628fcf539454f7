import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the pages lie that were built for this run. */
    readonly dashboardFolder: string;
  }
}

const root = join(import.meta.dirname, '..', '..');

/** Builds the pages once for all tests in a browser, into a folder of the run's own; returns how to clear it away. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'wy-pages-'));
  const vite = join(root, 'node_modules', '.bin', 'vite');
  // Vitest's own NODE_ENV would give them React's development build.
  const environment = { ...process.env, NODE_ENV: 'production' };
  const options = ['build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', folder];
  await promisify(execFile)(vite, options, { cwd: root, env: environment });
  provide('dashboardFolder', folder);
  return () => rm(folder, { recursive: true });
}
