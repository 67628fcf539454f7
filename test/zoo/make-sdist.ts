import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hostileArchives } from './hostile-archives.ts';
import { packEntries, pkgInfoOf } from './pack-entries.ts';
import type { ZooBehaviour } from './read-zoo.ts';

/** Makes the sdist of a behaviour, byte for byte the same each time; returns its path. */
export async function makeSdist(behaviour: ZooBehaviour, intoFolder: string): Promise<string> {
  const topFolder = behaviour.filename.replace(/\.tar\.gz$/, '');
  const { archive: made } = behaviour.expected;
  const hostile = made === null ? undefined : hostileArchives[made];
  const archive =
    hostile === undefined ? await packFolder(behaviour.folder, topFolder) : await hostile(topFolder);
  const path = join(intoFolder, behaviour.filename);
  await writeFile(path, archive);
  return path;
}

async function packFolder(folder: string, topFolder: string): Promise<Buffer> {
  const root = join(folder, 'sdist');
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths
      .sort()
      .map(async (path) => ({ name: `${topFolder}/${relative(root, path)}`, content: await readFile(path) })),
  );
  return gzipSync(
    await packEntries([{ name: `${topFolder}/PKG-INFO`, content: pkgInfoOf(topFolder) }, ...files]),
  );
}
