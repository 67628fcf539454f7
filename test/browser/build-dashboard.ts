import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');

/** The pages as they are served: vitest's own NODE_ENV would give them React's development build. */
export async function buildDashboard(): Promise<void> {
  const vite = join(root, 'node_modules', '.bin', 'vite');
  const environment = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(vite, ['build', '--logLevel', 'warn'], { cwd: root, env: environment });
}
