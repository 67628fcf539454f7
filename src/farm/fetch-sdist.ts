import type { IndexTree } from '../domain/index-tree.ts';
import { renderRelease, type ProjectName, type Release } from '../domain/release.ts';
import { bad, ok, type Result } from '../domain/result.ts';
import type { Sdist } from '../domain/sdist.ts';
import { BlobMismatch, BlobTooLarge, type SimpleIndex } from './ports.ts';
import { takeInSdist, type IntakePorts, type IntakeProblem } from './take-in-sdist.ts';

export type FetchPorts = IntakePorts & {
  readonly upstreams: readonly SimpleIndex[];
  readonly indexes: IndexTree;
};

/** Where a project may be looked for: an internal one nowhere outside, or a stranger's release of its name could come in. */
export const upstreamsFor = (farm: FetchPorts, project: ProjectName): readonly SimpleIndex[] =>
  farm.indexes.pinned.has(project) ? [] : farm.upstreams;

export type FetchProblem =
  | IntakeProblem
  | { readonly kind: 'not-found'; readonly sentence: string }
  /** What the upstream sent is not what it had promised. */
  | { readonly kind: 'broken-promise'; readonly sentence: string };

/** The sdist of a release: the one that the farm has, else the first that an upstream index offers. */
export async function fetchSdist(farm: FetchPorts, release: Release): Promise<Result<Sdist, FetchProblem>> {
  const known = await farm.catalogue.findSdistOf(release);
  if (known !== null) return ok(known);
  for (const upstream of upstreamsFor(farm, release.project)) {
    const sdist = await fetchFrom(upstream, { farm, release });
    if (sdist !== null) return sdist;
  }
  const where = farm.indexes.pinned.has(release.project)
    ? 'it is an internal project, which is never looked up upstream'
    : farm.upstreams.length === 0
      ? 'no upstream index is configured (WHEELYARD_UPSTREAM_INDEXES)'
      : `none of the ${farm.upstreams.length} upstream indexes has an sdist of it`;
  return bad({ kind: 'not-found', sentence: `${renderRelease(release)} is not known here, and ${where}` });
}

/** Null where the upstream has no sdist of the release. */
async function fetchFrom(
  upstream: SimpleIndex,
  wanted: { readonly farm: FetchPorts; readonly release: Release },
): Promise<Result<Sdist, FetchProblem> | null> {
  const { farm, release } = wanted;
  const found = await upstream.findSdist(release);
  if (found === null) return null;
  try {
    const content = await upstream.download(found);
    if (content === null) {
      return bad({
        kind: 'broken-promise',
        sentence: `the upstream index lists ${found.filename}, and does not have it`,
      });
    }
    return await takeInSdist(farm, {
      content,
      claim: { filename: found.filename, release, sha256: found.sha256 },
    });
  } catch (error) {
    if (error instanceof BlobMismatch || error instanceof BlobTooLarge) {
      return bad({ kind: 'broken-promise', sentence: error.message });
    }
    throw error;
  }
}
