import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sha256Of } from '../../src/domain/sha256.ts';

/** The engine as its own command line shows it: a second witness beside the farm's client. */
export async function docker(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', words, {
    timeout: 120_000,
    maxBuffer: 16 * 1024 ** 2,
  });
  return stdout.trim();
}

/** Containers of the farm whose queue is at that address. */
export async function containersOf(redisUrl: string): Promise<readonly string[]> {
  const farm = sha256Of(redisUrl).slice(0, 16);
  const ids = await docker('ps', '--all', '--quiet', '--filter', `label=wheelyard.farm=${farm}`);
  return ids === '' ? [] : ids.split('\n');
}
