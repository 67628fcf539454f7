import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha256 } from '../domain/sha256.ts';
import type { KeptBlob } from '../farm/retention-port.ts';
import { isMissing, onDisk } from './disk-trouble.ts';

const shardName = /^[0-9a-f]{2}$/;

/** Every blob below the folder, a shard at a time: a 256th of all. What bears no hash as its name is left alone. */
export async function* listBlobs(folder: string): AsyncGenerator<readonly KeptBlob[]> {
  const shards = (await onDisk(readdir(folder))).filter((name) => shardName.test(name)).toSorted();
  for (const shard of shards) {
    const blobs: KeptBlob[] = [];
    for (const rest of await onDisk(readdir(join(folder, shard)))) {
      const sha256 = parseSha256(`${shard}${rest}`);
      if (!sha256.ok) continue;
      const kept = await findKept(join(folder, shard, rest));
      if (kept !== null) blobs.push({ sha256: sha256.value, ...kept });
    }
    yield blobs;
  }
}

/** Null: there is none. */
export async function findKept(path: string): Promise<Omit<KeptBlob, 'sha256'> | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, putAt: mtimeMs };
  } catch (error) {
    if (isMissing(error)) return null;
    return await onDisk(Promise.reject(error));
  }
}
