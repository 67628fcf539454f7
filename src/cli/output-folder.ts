import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A folder that a command fills. */
export type OutputFolder = {
  /** Absolute. */
  readonly path: string;
  readonly write: (name: string, content: Iterable<string> | AsyncIterable<Uint8Array>) => Promise<void>;
};

/** Null: a new one for what is temporary. `taken` where something lies in it already. */
export async function openOutputFolder(path: string | null): Promise<OutputFolder | 'taken'> {
  const folder = path === null ? await mkdtemp(join(tmpdir(), 'wheelyard-')) : resolve(path);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) return 'taken';
  // What runs in a container has another user id than whoever made the folder.
  await chmod(folder, 0o755);
  return {
    path: folder,
    write: async (name, content) => {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true, mode: 0o755 });
      await pipeline(content, createWriteStream(file, { flags: 'wx', mode: 0o644 }));
    },
  };
}
