import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Sha256 } from '../domain/sha256.ts';
import type { Blobs } from '../farm/ports.ts';
import { isMissing, onDisk } from './disk-trouble.ts';
import { receiveFile } from './incoming-file.ts';

/**
 * Blobs as `<folder>/ab/cdef…`. What stands under its hash is whole and on the disk, whenever the power goes out.
 * A folder belongs to one process: what lies in `incoming/` when it is opened was left by one that died.
 */
export async function openDiskBlobs(options: { readonly folder: string }): Promise<Blobs> {
  const { folder } = options;
  const incoming = join(folder, 'incoming');
  await onDisk(rm(incoming, { recursive: true, force: true }));
  await onDisk(mkdir(incoming, { recursive: true }));
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256.slice(2));

  return {
    put: async (content, promised) => {
      await using file = await receiveFile(incoming, { content, ...promised });
      const { sha256, sizeBytes } = file;
      await onDisk(moveInto(file.path, pathOf(sha256)));
      return { sha256, sizeBytes };
    },

    get: async (sha256, range) => {
      const path = pathOf(sha256);
      const sizeBytes = await sizeOf(path);
      if (sizeBytes === null) return null;
      const start = range?.start ?? 0;
      const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
      return { content: start > end ? Readable.from([]) : createReadStream(path, { start, end }), sizeBytes };
    },

    has: async (sha256) => (await sizeOf(pathOf(sha256))) !== null,
  };
}

/** Also over the same blob, should it stand there already: new bytes that were just hashed are the better ones. */
async function moveInto(from: string, to: string): Promise<void> {
  const shard = dirname(to);
  const madeShard = await mkdir(shard, { recursive: true });
  await rename(from, to);
  await syncFolder(shard);
  if (madeShard !== undefined) await syncFolder(dirname(shard));
}

/** A name is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    return await onDisk(Promise.reject(error));
  }
}
