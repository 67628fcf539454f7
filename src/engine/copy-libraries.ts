import type Docker from 'dockerode';
import { createWriteStream } from 'node:fs';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Target } from '../domain/target.ts';
import type { Belongings } from './belongings.ts';
import { callEngine } from './outage.ts';
import { openStillContainer, type StillContainer } from './still-container.ts';

export type LibraryOrder = {
  readonly names: readonly string[];
  readonly architecture: Target['architecture'];
  /** Where the files go; it is there. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

const multiarch = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const;
const mostLinks = 4;
const largestLibrary = 64 * 1024 ** 2;

/** Copies shared libraries out of an image, through a container that is never started: the file of each name that is there and not too large. */
export async function copyLibraries(
  docker: Docker,
  order: LibraryOrder & { readonly reference: string; readonly belongings: Belongings },
): Promise<ReadonlyMap<string, string>> {
  await using container = await openStillContainer(docker, order);
  const folders = [`/usr/lib/${multiarch[order.architecture]}`, `/lib/${multiarch[order.architecture]}`];
  const found = new Map<string, string>();
  for (const [index, name] of order.names.entries()) {
    order.signal.throwIfAborted();
    // Names come from strangers' wheels; those of libraries are plain.
    if (!/^[\w.+-]+$/.test(name) || /^\.+$/.test(name)) continue;
    const file = join(order.folder, String(index));
    for (const folder of [...folders, '/usr/lib64', '/lib64', '/usr/lib']) {
      if (!(await copyFile(container, { path: `${folder}/${name}`, file, signal: order.signal }))) continue;
      found.set(name, file);
      break;
    }
  }
  return found;
}

type Wanted = { readonly path: string; readonly file: string; readonly signal: AbortSignal };

/** False when there is no such file, or it is no plain one. Links are followed within the image. */
async function copyFile(container: StillContainer, wanted: Wanted): Promise<boolean> {
  let at = wanted.path;
  for (let links = 0; links <= mostLinks; links++) {
    const entry = await callEngine('read a library', copyEntry(container, { ...wanted, path: at }));
    if (entry === null || entry === 'copied') return entry !== null;
    at = posix.resolve(posix.dirname(at), entry.link);
  }
  return false;
}

async function copyEntry(
  container: StillContainer,
  { path, file, signal }: Wanted,
): Promise<'copied' | { readonly link: string } | null> {
  let seen: 'copied' | { readonly link: string } | null = null;
  for await (const entry of (await container.unpack(path, signal)) ?? []) {
    const { type, linkname, size } = entry.header;
    if (seen === null && type === 'symlink' && typeof linkname === 'string') seen = { link: linkname };
    if (seen === null && type === 'file' && (size ?? 0) <= largestLibrary) {
      await pipeline(entry, createWriteStream(file));
      seen = 'copied';
    } else entry.resume();
  }
  return seen;
}
