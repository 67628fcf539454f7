import { statfs } from 'node:fs/promises';
import type { Space } from '../domain/disk-space.ts';

/** Of the disk that a folder lies on, as far as who is no administrator may fill it; null: it can't be asked. */
export async function findFreeSpace(folder: string): Promise<Space | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk && { totalBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize };
}
