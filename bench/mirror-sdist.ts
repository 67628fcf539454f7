import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findHostMirror } from '../src/distro/host-mirror.ts';

/** An upstream archive as Debian's source pool carries it. */
export type MirrorSdist = {
  readonly project: string;
  readonly version: string;
  readonly poolPath: string;
  readonly sha256: string;
};

/** Fetches an archive once from the mirror of this host's apt and keeps it in `folder`. Throws when it can't be had whole. */
export async function fetchMirrorSdist(sdist: MirrorSdist, folder: string): Promise<string> {
  const file = join(folder, basename(sdist.poolPath));
  const kept = await readFile(file).catch(() => null);
  if (kept !== null && hashOf(kept) === sdist.sha256) return file;
  const mirror = await findHostMirror();
  if (mirror === null)
    throw new Error('this host has no apt, and thereby no Debian mirror to fetch sources from');
  const reply = await fetch(`${mirror.main}/${sdist.poolPath}`, { signal: AbortSignal.timeout(120_000) });
  if (!reply.ok) throw new Error(`the mirror answers ${reply.status} to ${sdist.poolPath}`);
  const content = Buffer.from(await reply.arrayBuffer());
  if (hashOf(content) !== sdist.sha256) throw new Error(`${sdist.poolPath} is not what its hash says`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, content);
  return file;
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
