import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Release } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { Sdist, SdistRefusal } from '../domain/sdist.ts';
import type { Sha256 } from '../domain/sha256.ts';
import { onHostDisk } from './host-disk.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Archives, Blobs, Clock, Scratch } from './ports.ts';
import { spool, type Digests } from './spool.ts';

export type IntakePorts = {
  readonly archives: Archives;
  readonly blobs: Blobs;
  readonly catalogue: Catalogue;
  readonly scratch: Scratch;
  readonly clock: Clock;
  readonly maximumSdistBytes: number;
};

/** Who sends an sdist says what it is; each claim is held against the archive. */
export type SdistClaim = Digests & {
  readonly filename: string;
  /** Needed for a source tree without PKG-INFO. */
  readonly release: Release | null;
};

export type IntakeProblem =
  | { readonly kind: 'refused'; readonly refusal: SdistRefusal }
  /** The release is known by another archive; one release has one sdist. */
  | { readonly kind: 'conflict'; readonly release: Release; readonly known: Sha256 };

/** Takes one sdist in: spooled, inspected without running it, kept by hash. Of a refused one nothing stays. */
export async function takeInSdist(
  farm: IntakePorts,
  upload: { readonly content: Readable; readonly claim: SdistClaim },
): Promise<Result<Sdist, IntakeProblem>> {
  await using folder = await onHostDisk(farm.scratch.open());
  const file = join(folder.path, 'sdist');
  const limits = { limitBytes: farm.maximumSdistBytes, claimed: upload.claim };
  const spooled = await spool(upload.content, { file, ...limits });
  if (!spooled.ok) return refuse(spooled.problem);
  const { sha256, sizeBytes } = spooled.value;
  const inspected = await farm.archives.inspectSdist(file, upload.claim);
  if (!inspected.ok) return refuse(inspected.problem);
  const sdist: Sdist = { sha256, sizeBytes, filename: upload.claim.filename, ...inspected.value };
  const known = await farm.catalogue.findSdistOf(sdist.release);
  if (known !== null && known.sha256 !== sha256) return conflict(sdist.release, known.sha256);
  await farm.blobs.put(createReadStream(file), { expect: sha256 });
  const added = await farm.catalogue.addSdist(sdist, farm.clock());
  return added.kind === 'conflict' ? conflict(sdist.release, added.other) : ok(sdist);
}

const refuse = (refusal: SdistRefusal): Result<never, IntakeProblem> => bad({ kind: 'refused', refusal });

const conflict = (release: Release, known: Sha256): Result<never, IntakeProblem> =>
  bad({ kind: 'conflict', release, known });
