import type Docker from 'dockerode';
import { createWriteStream } from 'node:fs';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { Target } from '../domain/target.ts';
import { Outage } from '../farm/ports.ts';
import type { Belongings } from './belongings.ts';
import { callEngine, statusOf } from './outage.ts';

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
  using claim = order.belongings.claim();
  const container = await callEngine(
    'open an image',
    docker.createContainer({ Image: order.reference, Cmd: ['true'], Labels: { ...claim.labels } }),
  );
  await using _removed = {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true }).catch(() => undefined);
    },
  };
  const folders = [`/usr/lib/${multiarch[order.architecture]}`, `/lib/${multiarch[order.architecture]}`];
  const found = new Map<string, string>();
  for (const [index, name] of order.names.entries()) {
    order.signal.throwIfAborted();
    // Names come from strangers' wheels; those of libraries are plain.
    if (!/^[\w.+-]+$/.test(name) || /^\.+$/.test(name)) continue;
    const file = join(order.folder, String(index));
    for (const folder of [...folders, '/usr/lib64', '/lib64', '/usr/lib']) {
      if (!(await copyFile(container, { path: `${folder}/${name}`, file }))) continue;
      found.set(name, file);
      break;
    }
  }
  return found;
}

/** False when there is no such file, or it is no plain one. Links are followed within the image. */
async function copyFile(
  container: Docker.Container,
  { path, file }: { readonly path: string; readonly file: string },
): Promise<boolean> {
  let at = path;
  for (let links = 0; links <= mostLinks; links++) {
    const entry = await copyEntry(container, { path: at, file });
    if (entry === null || entry === 'copied') return entry !== null;
    at = posix.resolve(posix.dirname(at), entry.link);
  }
  return false;
}

async function copyEntry(
  container: Docker.Container,
  { path, file }: { readonly path: string; readonly file: string },
): Promise<'copied' | { readonly link: string } | null> {
  let archive: NodeJS.ReadableStream;
  try {
    archive = await container.getArchive({ path });
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw new Outage('container engine, read a library', { cause: error });
  }
  let seen: 'copied' | { readonly link: string } | null = null;
  for await (const entry of archive.pipe(extract())) {
    const { type, linkname, size } = entry.header;
    if (seen === null && type === 'symlink' && typeof linkname === 'string') seen = { link: linkname };
    if (seen === null && type === 'file' && (size ?? 0) <= largestLibrary) {
      await pipeline(entry, createWriteStream(file));
      seen = 'copied';
    } else entry.resume();
  }
  return seen;
}
