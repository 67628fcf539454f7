import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');

/** The pages as they are served, where a farm looks for them. */
export const buildDashboard = (): Promise<void> => buildInto(join(root, 'dist', 'dashboard'));

/** The same in a folder of the test's own: tests that run at once must not clear away each other's pages. */
export async function buildDashboardApart(): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'wy-pages-'));
  await buildInto(folder.path);
  return folder;
}

async function buildInto(folder: string): Promise<void> {
  const vite = join(root, 'node_modules', '.bin', 'vite');
  // Vitest's own NODE_ENV would give them React's development build.
  const environment = { ...process.env, NODE_ENV: 'production' };
  const options = ['build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', folder];
  await promisify(execFile)(vite, options, { cwd: root, env: environment });
}
