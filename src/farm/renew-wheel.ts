import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { NamedFile } from '../domain/build-tag.ts';
import type { WheelFacts } from '../domain/wheel.ts';
import { onHostDisk } from './host-disk.ts';
import type { IntakePorts } from './take-in-sdist.ts';

/** What is to stand in the index for a wheel that was built again. */
export type Renewal =
  /** It installs the same as the one that stands there: that one stays. */
  | { readonly kind: 'unchanged'; readonly wheel: WheelFacts }
  /** It is another: the same wheel under the next build tag. */
  | { readonly kind: 'changed'; readonly wheel: WheelFacts }
  /** It can't be written under a build tag. */
  | { readonly kind: 'stuck'; readonly problem: string };

type RenewPorts = Pick<IntakePorts, 'archives' | 'blobs' | 'catalogue' | 'scratch'>;

/** Holds a newly built wheel against the newest that stands under its name, and gives it the next build tag if it differs. */
export async function renewWheel(
  farm: RenewPorts,
  built: { readonly wheel: WheelFacts; readonly standing: NamedFile; readonly tag: string },
): Promise<Renewal> {
  const { wheel, standing, tag } = built;
  await using folder = await onHostDisk(farm.scratch.open());
  const file = await copyOut(farm, { folder: folder.path, of: wheel });
  const before = await farm.catalogue.findWheel(standing.sha256);
  if (before !== null) {
    const other = await copyOut(farm, { folder: folder.path, of: { ...before, filename: 'standing.whl' } });
    const [digest, standingDigest] = [
      await farm.archives.digestWheel(file),
      await farm.archives.digestWheel(other),
    ];
    if (digest === standingDigest) return { kind: 'unchanged', wheel: before };
  }
  const tagged = await onHostDisk(farm.archives.retagWheel(file, { tag, folder: folder.path }));
  if (!tagged.ok) return { kind: 'stuck', problem: tagged.problem };
  // What the farm itself has written is read as strictly as what a sandbox wrote.
  const inspected = await farm.archives.inspectWheel(tagged.value);
  if (!inspected.ok) return { kind: 'stuck', problem: inspected.problem };
  await farm.blobs.put(createReadStream(tagged.value), { expect: inspected.value.sha256 });
  return { kind: 'changed', wheel: inspected.value };
}

async function copyOut(
  farm: RenewPorts,
  { folder, of }: { readonly folder: string; readonly of: NamedFile },
): Promise<string> {
  const blob = await farm.blobs.get(of.sha256);
  if (blob === null) throw new Error(`the blob ${of.sha256} of ${of.filename} is gone`);
  const file = join(folder, of.filename);
  await onHostDisk(pipeline(blob.content, createWriteStream(file)));
  return file;
}
