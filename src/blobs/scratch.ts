import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '../farm/ports.ts';

/** Short-lived folders below one folder that nobody else uses. What an earlier process left there is removed first. */
export async function openScratch(folder: string): Promise<Scratch> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const leftovers = await readdir(folder);
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  return {
    open: async () => {
      const path = await mkdtemp(join(folder, 'run-'));
      return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
    },
  };
}
