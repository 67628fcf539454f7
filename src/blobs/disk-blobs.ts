import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Sha256 } from '../domain/sha256.ts';
import type { BlobStore } from '../farm/retention-port.ts';
import { onDisk } from './disk-trouble.ts';
import { receiveFile } from './incoming-file.ts';
import { findKept, listBlobs } from './list-blobs.ts';
import { openTurns } from './turns.ts';

/**
 * Blobs as `<folder>/ab/cdef…`. What stands under its hash is whole and on the disk, whenever the power goes out.
 * A folder belongs to one process: what lies in `incoming/` when it is opened was left by one that died.
 */
export async function openDiskBlobs(options: { readonly folder: string }): Promise<BlobStore> {
  const { folder } = options;
  const incoming = join(folder, 'incoming');
  await onDisk(rm(incoming, { recursive: true, force: true }));
  await onDisk(mkdir(incoming, { recursive: true }));
  const turns = openTurns();
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256.slice(2));

  return {
    put: async (content, promised) => {
      await using file = await receiveFile(incoming, { content, ...promised });
      const { sha256, sizeBytes } = file;
      using _turn = await turns(sha256);
      await onDisk(moveInto(file.path, pathOf(sha256)));
      return { sha256, sizeBytes };
    },

    get: async (sha256, range) => {
      const path = pathOf(sha256);
      const kept = await findKept(path);
      if (kept === null) return null;
      const { sizeBytes } = kept;
      const start = range?.start ?? 0;
      const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
      return { content: start > end ? Readable.from([]) : createReadStream(path, { start, end }), sizeBytes };
    },

    has: async (sha256) => (await findKept(pathOf(sha256))) !== null,

    list: () => listBlobs(folder),

    remove: async (sha256, { putBefore }) => {
      // Else a blob that is just put anew could go between the look at its age and the removal.
      using _turn = await turns(sha256);
      const kept = await findKept(pathOf(sha256));
      if (kept === null || kept.putAt >= putBefore) return false;
      await onDisk(unlink(pathOf(sha256)));
      return true;
    },
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
